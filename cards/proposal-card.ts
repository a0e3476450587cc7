import type { DayVerdict } from '../flows/booking/proposal.ts';
import type { Language } from '../flows/organisation.ts';
import type { ProposalView } from '../flows/views.ts';
import { type Action, type AdaptiveCard, banner, type Element, heading, labelled, text } from './adaptive-card.ts';
import { dayAndWord, dayIn, daysIn, type Speech, speechFor, timesIn, whereIn } from './booking-box.ts';
import { formatInstant } from './day-and-time.ts';
import { plainText } from './plain-text.ts';
import { checkButton, halfInput, proposalInputs } from './proposal-form.ts';
import { withinLimit } from './within-limit.ts';

/** Problems that the person mends in the form: it is shown open. */
const FORM_PROBLEMS: readonly ProposalView['problem'][] = ['day-missing', 'bad-day', 'bad-hours'];

/** What was understood, what the rules say to each day, and one button to send it. */
export function proposalCard(view: ProposalView, language: Language): AdaptiveCard {
  const days = view.days.map((day) => day.day);
  const speech = speechFor(language, view.timeZone, days, view.today);
  if (view.state === 'discarded') return discardedCard(view, speech);
  return withinLimit((inFull) => openCard(view, speech, inFull));
}

function openCard(view: ProposalView, speech: Speech, inFull: number): AdaptiveCard {
  const { words, language } = speech;
  const { proposal } = words;
  const bookable = view.days.filter((day) => day.verdict.ok).length;
  const askPart = view.missingPart && view.days.length > 0;
  const askAll = !askPart && (view.missingDay || bookable === 0 || FORM_PROBLEMS.includes(view.problem));
  const title = titleOf(view, speech, bookable, { askPart, askAll });

  const body: Element[] = [heading(title)];
  if (view.problem !== null) body.push(banner(proposal.problems[view.problem], 'warning'));
  body.push(...view.notes.map((note) => banner(proposal.notes[note], 'emphasis')));
  body.push(...dayBoxes(view, speech, inFull, askPart));
  if (!askAll && view.reason !== null) {
    const reason = plainText(view.reason, 500);
    if (reason) body.push(...labelled(words.reason, reason));
  }
  if (askPart) body.push(halfInput(speech));
  if (askAll) body.push(...proposalInputs(view, speech));
  if (!askPart && !askAll && bookable < view.days.length) body.push(text(proposal.someRefused(bookable)));

  return {
    type: 'AdaptiveCard',
    version: '1.5',
    lang: language,
    fallbackText:
      view.days.length > 0
        ? `${title} ${daysIn(
            speech,
            view.days.map((day) => day.day),
          )}`
        : title,
    body,
    actions: buttons(view, speech, bookable, askPart || askAll),
  };
}

function titleOf(
  view: ProposalView,
  { words: { proposal } }: Speech,
  bookable: number,
  { askPart, askAll }: { askPart: boolean; askAll: boolean },
): string {
  if (view.days.length === 0) return proposal.titleAsk;
  if (askPart) return proposal.titlePart;
  if (bookable === 0) return proposal.titleRefused;
  return askAll ? proposal.titleMend : proposal.title;
}

function buttons(view: ProposalView, speech: Speech, bookable: number, asking: boolean): Action[] {
  const { proposal } = speech.words;
  const data = { draftId: view.draftId, version: view.version };
  const check = checkButton(view, speech);
  const discard: Action = {
    type: 'Action.Execute',
    verb: 'booking.discard',
    title: proposal.discard,
    associatedInputs: 'none',
    data,
  };
  if (asking) return [check, discard];
  return [
    {
      type: 'Action.Execute',
      verb: 'booking.confirm',
      title: proposal.send(bookable, view.days.length),
      style: 'positive',
      associatedInputs: 'none',
      data,
    },
    {
      type: 'Action.ShowCard',
      title: proposal.edit,
      card: { type: 'AdaptiveCard', body: proposalInputs(view, speech), actions: [check] },
    },
    discard,
  ];
}

/** One box a day; from the `inFull`th on one line each. */
function dayBoxes(view: ProposalView, speech: Speech, inFull: number, askPart: boolean): Element[] {
  const { proposal, colon } = speech.words;
  return view.days.map((day, index): Element => {
    const { verdict } = day;
    const name = dayIn(speech, day.day);
    const times = askPart ? proposal.halfDay : timesIn(speech, day);
    const unclear = askPart && !verdict.ok && (verdict.refusal === 'overlap' || verdict.refusal === 'no-seat');
    const word = verdict.ok ? proposal.verdictOk : proposal.verdictRefused;
    if (index >= inFull)
      return text(`${name} ${times}${colon}${word}${verdict.ok ? '' : ` ${refusalIn(verdict, speech)}`}`);
    const items: Element[] = [
      // Half a day is judged once it is known which half.
      askPart && (verdict.ok || unclear)
        ? text(name, { weight: 'bolder' })
        : dayAndWord(name, word, verdict.ok ? 'good' : 'attention'),
      text(times, { spacing: 'none' }),
    ];
    if (verdict.ok || askPart)
      items.push(text(whereIn(speech, view.place, day.poolName), { spacing: 'none', isSubtle: true }));
    if (verdict.ok && verdict.readyAt !== null && !askPart)
      items.push(text(speech.words.readyAt(formatInstant(verdict.readyAt, speech.timeZone, speech.language, day.day))));
    if (!verdict.ok && !unclear) items.push(text(refusalIn(verdict, speech)));
    return { type: 'Container', style: 'emphasis', items };
  });
}

function refusalIn(verdict: Extract<DayVerdict, { ok: false }>, speech: Speech): string {
  return speech.words.proposal.refusals[verdict.refusal]({
    horizonDays: 'horizonDays' in verdict ? verdict.horizonDays : 0,
    seats: 'seats' in verdict ? verdict.seats : 0,
    limit: 'limit' in verdict ? verdict.limit : 0,
    held: 'held' in verdict ? daysIn(speech, verdict.held, 7) : '',
    inRequest: 'bookingId' in verdict && verdict.bookingId === '',
  });
}

function discardedCard(view: ProposalView, { words, language }: Speech): AdaptiveCard {
  const { titleDiscarded, discarded } = words.proposal;
  return {
    type: 'AdaptiveCard',
    version: '1.5',
    lang: language,
    fallbackText: titleDiscarded,
    body: [heading(titleDiscarded), text(discarded)],
  };
}
