import type { Language } from '../flows/organisation.ts';
import type { SentenceView } from '../flows/views.ts';
import { textIn } from './texts/text-in.ts';

/** A reply that needs no card. */
export function sentence(view: SentenceView, language: Language): string {
  return textIn(language).sentences[view.sentence];
}
