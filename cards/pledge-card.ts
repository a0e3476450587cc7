import type { Language } from '../flows/organisation.ts';
import type { PledgeView } from '../flows/registration/pledge.ts';
import { type AdaptiveCard, type Element, heading, text } from './adaptive-card.ts';
import { plainText } from './plain-text.ts';
import { registrationTextIn } from './texts/registration.ts';

/** The longest text that an organisation's file may hold. */
const PARAGRAPH_LENGTH = 3_000;

/** What is to be pledged, in full, and one button. The words are the organisation's own. */
export function pledgeCard(view: PledgeView, language: Language): AdaptiveCard {
  const { pledge } = registrationTextIn(language);
  const paragraphs = (words: string): Element[] =>
    words
      .split(/\n+/)
      .map((line) => plainText(line, PARAGRAPH_LENGTH))
      .filter((line) => line !== '')
      .map((line) => text(line));
  const body: Element[] = [
    heading(pledge.title),
    text(pledge.lead(view.months)),
    { type: 'Container', style: 'emphasis', items: paragraphs(view.text[language]) },
  ];
  if (view.ownDevice)
    body.push(text(pledge.ownDevice, { weight: 'bolder', spacing: 'medium' }), {
      type: 'Container',
      style: 'emphasis',
      items: paragraphs(view.ownDevice[language]),
    });
  body.push(text(pledge.version(plainText(view.version, 40)), { size: 'small', isSubtle: true }));
  return {
    type: 'AdaptiveCard',
    version: '1.5',
    lang: language,
    fallbackText: pledge.title,
    body,
    actions: [
      {
        type: 'Action.Execute',
        verb: 'pledge.accept',
        title: view.draftId ? pledge.acceptAndGoOn : pledge.accept,
        style: 'positive',
        data: {
          pledge: view.version,
          ownDevice: view.ownDevice !== null,
          version: view.draftVersion,
          ...(view.draftId ? { draftId: view.draftId } : {}),
        },
      },
    ],
  };
}
