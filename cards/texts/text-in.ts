import type { Language } from '../../flows/organisation.ts';
import type { CardText } from './card-text.ts';
import { en } from './en.ts';
import { ja } from './ja.ts';

const TEXTS: Record<Language, CardText> = { ja, en };

/** The words of the cards in a language. */
export function textIn(language: Language): CardText {
  return TEXTS[language];
}
