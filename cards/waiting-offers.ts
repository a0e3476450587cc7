import type { Alternative } from '../flows/booking/alternatives.ts';
import type { ProposalView } from '../flows/views.ts';
import { type Element, type ExecuteAction, text } from './adaptive-card.ts';
import { dayIn, daysIn, type Speech } from './booking-box.ts';

/** Whether a day cannot be had for want of a seat alone. */
export function isFull({ verdict }: ProposalView['days'][number]): boolean {
  return !verdict.ok && verdict.refusal === 'no-seat';
}

/** What can be had instead of days that are full: free times near the first of them, and the waiting list. */
export function waitingOffers(view: ProposalView, speech: Speech, bookable: number): Element[] {
  const full = view.days.filter(isFull).map(({ day }) => day);
  if (full.length === 0) return [];
  const { proposal } = speech.words;
  const data = { draftId: view.draftId, version: view.version };
  const instead = view.days[view.alternatives[0]?.instead ?? -1]?.day;
  const takes = view.alternatives.map((one): ExecuteAction => ({
    type: 'Action.Execute',
    verb: 'booking.take',
    title: alternativeIn(one, speech),
    associatedInputs: 'none',
    data: { ...data, instead: one.instead, ...timeOf(one) },
  }));
  const wait: ExecuteAction = {
    type: 'Action.Execute',
    verb: 'booking.wait',
    title: bookable > 0 ? proposal.sendAndWait(bookable) : proposal.wait,
    associatedInputs: 'none',
    data,
  };
  return [
    ...(takes.length > 0 && instead
      ? [text(proposal.alternatives(dayIn(speech, instead)), { spacing: 'medium' }), actionSet(takes)]
      : []),
    text(proposal.waitOffer(daysIn(speech, full)), { spacing: 'medium' }),
    actionSet([wait]),
  ];
}

function actionSet(actions: ExecuteAction[]): Element {
  return { type: 'ActionSet', actions, spacing: 'small' };
}

function timeOf({ asked: { day, part, from, to } }: Alternative) {
  return { day, part, from, to };
}

/** `12月3日(木)`, `12月2日(水) 午前`, `12月3日(木) 14:00-16:30`. */
function alternativeIn({ asked: { day, part, from, to } }: Alternative, speech: Speech): string {
  const name = dayIn(speech, day);
  if (part === 'full') return name;
  if (part === 'half') return `${name} ${speech.words.proposal.halfDay}`;
  if (part === 'hours' && from && to) return `${name} ${from.replace(/^0/, '')}-${to.replace(/^0/, '')}`;
  const word = speech.words.parts[part];
  return `${name} ${speech.language === 'ja' ? word : word.toLowerCase()}`;
}
