import type { Language } from '../flows/organisation.ts';
import type { RecordsView } from '../flows/records/record-link.ts';
import { type AdaptiveCard, adaptiveCard, type ExecuteAction, heading, openUrl, text } from './adaptive-card.ts';
import { formatTime } from './day-and-time.ts';
import { recordsTextIn } from './texts/records.ts';

/** The way to one's own records: a link for some minutes. */
export function recordsCard(view: RecordsView, language: Language): AdaptiveCard {
  const { card } = recordsTextIn(language);
  const lead = card.lead(formatTime(view.expiresAt, view.timeZone));
  return adaptiveCard(
    language,
    `${card.title} ${lead}`,
    [heading(card.title), text(lead), text(card.private, { size: 'small', isSubtle: true })],
    openUrl(card.open, view.url, 'positive'),
  );
}

/** Asks for that link. It is about nothing but the person, so its version is 0. */
export function recordsButton(language: Language): ExecuteAction {
  return {
    type: 'Action.Execute',
    verb: 'records.link',
    title: recordsTextIn(language).button,
    data: { own: true, version: 0 },
  };
}
