import type { Language } from '../flows/organisation.ts';
import type { ProposalView } from '../flows/views.ts';
import {
  type Action,
  type AdaptiveCard,
  adaptiveCard,
  banner,
  type Element,
  heading,
  labelled,
  text,
} from './adaptive-card.ts';
import { allowanceLine } from './allowance-line.ts';
import { calendarSaid, dismissButton, dismissedCard } from './calendar-card.ts';
import { dayIn, daysIn, nameIn, type Speech, speechFor } from './booking-box.ts';
import { dayBoxes, groupedBoxes, MOST_BOXES } from './day-groups.ts';
import { plainText } from './plain-text.ts';
import { proposedDays } from './proposed-days.ts';
import { checkButton, halfInput, proposalInputs } from './proposal-form.ts';
import { readinessLines } from './readiness-lines.ts';
import { calendarTextIn } from './texts/calendar.ts';
import { readinessTextIn } from './texts/readiness.ts';
import { isFull, waitingOffers } from './waiting-offers.ts';
import { withinLimit } from './within-limit.ts';

/** Problems that the person mends in the form: it is shown open. */
const FORM_PROBLEMS: readonly ProposalView['problem'][] = ['day-missing', 'bad-day', 'bad-hours'];

/** Most people of one name that have a button each; Teams shows at most six in one row. */
const MOST_PEOPLE = 6;

/** Notes of something that went otherwise than it was meant. */
const WRONG: readonly ProposalView['notes'][number][] = ['for-unknown', 'for-not-allowed'];

/** What is asked and offered on a card, decided once for all of its parts. */
interface Shape {
  bookable: number;
  /** The name said belongs to several: whose it is comes before everything else. */
  askWhose: boolean;
  /** Nothing but the half is open. */
  askPart: boolean;
  /** The form is shown open. */
  askAll: boolean;
  /** Many days: grouped instead of a box each. */
  compact: boolean;
  /** All that is offered is approved by the rule itself. */
  automatic: boolean;
  /** All that is offered takes the place of bookings. */
  change: boolean;
}

/** What was understood, what the rules say to each day, and one button to send it. */
export function proposalCard(view: ProposalView, language: Language): AdaptiveCard {
  const days = view.days.map((day) => day.day);
  const speech = speechFor(language, view.timeZone, days, view.today);
  if (view.state === 'discarded') return view.calendar ? dismissedCard(view.calendar, speech) : discardedCard(speech);
  const shape = shapeOf(view);
  return withinLimit((inFull) => openCard(view, speech, shape, inFull));
}

function shapeOf(view: ProposalView): Shape {
  const offered = view.days.filter((day) => day.verdict.ok);
  const askWhose = view.forChoices.length > 0 && view.forName === null;
  const askPart = !askWhose && view.missingPart && view.days.length > 0;
  const stuck = offered.length === 0 && !view.days.some(isFull);
  return {
    bookable: offered.length,
    askWhose,
    askPart,
    askAll:
      !askWhose && !askPart && (view.changing || view.missingDay || stuck || FORM_PROBLEMS.includes(view.problem)),
    compact: view.days.length > MOST_BOXES || (view.series && view.days.length > 1),
    automatic: offered.length > 0 && offered.every(({ verdict }) => verdict.ok && verdict.automatic),
    change: offered.length > 0 && offered.every((day) => day.replaces !== null),
  };
}

function openCard(view: ProposalView, speech: Speech, shape: Shape, inFull: number): AdaptiveCard {
  const { words, language } = speech;
  const { proposal } = words;
  const { bookable, askWhose, askPart, askAll, compact } = shape;
  const title = titleOf(view, speech, shape);
  const days = view.days.map((day) => day.day);

  const body: Element[] = [heading(title)];
  if (view.forName !== null)
    body.push(text(proposal.forName(nameIn(view.forName)), { weight: 'bolder', spacing: 'small' }));
  if (view.calendar) body.push(...calendarSaid(view.calendar, shape.change, speech));
  body.push(...saidOnTop(view, speech));
  const shown = proposedDays(view, speech, askPart);
  body.push(...(compact ? groupedBoxes : dayBoxes)(shown, speech, inFull));
  if (askWhose) body.push(...whoseChoices(view, speech));
  if (!askWhose && !askPart && !askAll) body.push(...waitingOffers(view, speech, bookable));
  body.push(...saidBelow(view, speech, shape));
  if (askPart) body.push(halfInput(view, speech));
  if (view.likelyDays.length > 0) body.push(likelyDays(view, speech));
  if (askAll) body.push(...proposalInputs(view, speech));

  return adaptiveCard(
    language,
    days.length > 0 ? `${title} ${daysIn(speech, days)}` : title,
    body,
    buttons(view, speech, shape),
  );
}

/** The likely answers to “which day?”, one tap each. */
function likelyDays(view: ProposalView, speech: Speech): Element {
  return {
    type: 'ActionSet',
    actions: view.likelyDays.map((day): Action => ({
      type: 'Action.Execute',
      verb: 'booking.edit',
      title: dayIn(speech, day),
      associatedInputs: 'none',
      data: { draftId: view.draftId, version: view.version, day },
    })),
  };
}

function titleOf(view: ProposalView, { words: { proposal }, language }: Speech, shape: Shape): string {
  if (shape.askWhose) return proposal.titleWhose;
  if (view.changing) return proposal.titleChanging;
  if (view.days.length === 0) return proposal.titleAsk;
  if (shape.askPart) return proposal.titlePart;
  if (shape.bookable === 0) return proposal.titleRefused;
  if (shape.askAll) return proposal.titleMend;
  if (shape.change) return proposal.titleChange;
  if (view.calendar) return calendarTextIn(language).title[view.calendar.sure ? 'sure' : 'looks-like'];
  return shape.automatic ? proposal.titleAutomatic : proposal.title;
}

/** What is to know before the days: why a press did nothing, what was not understood, what was left out. */
function saidOnTop(view: ProposalView, speech: Speech): Element[] {
  const { proposal } = speech.words;
  const days = view.days.map((day) => day.day).sort();
  const last = days.length > 0 ? daysIn(speech, days.slice(-1)) : null;
  const notUnderstood = view.notUnderstood === null ? '' : plainText(view.notUnderstood, 60);
  const body: Element[] = [];
  if (view.problem !== null) body.push(banner(proposal.problems[view.problem], 'warning'));
  if (notUnderstood) body.push(banner(proposal.notUnderstood(notUnderstood, days.length > 0), 'warning'));
  if (view.emergency) body.push(banner(proposal.emergency, 'warning'));
  // Where the card asks which of several it is, it says so itself.
  const notes = view.notes.filter((note) => note !== 'for-unknown' || view.forChoices.length === 0);
  const wrong = notes.filter((note) => WRONG.includes(note));
  const calm = notes.filter((note) => !WRONG.includes(note));
  for (const note of wrong) body.push(banner(proposal.notes[note]({ last }), 'warning'));
  if (calm.length > 0)
    body.push(
      banner(calm.map((note) => proposal.notes[note]({ last })).join(speech.language === 'ja' ? '' : ' '), 'emphasis'),
    );
  return body;
}

/** What is to know after the days: what else was said, what is left of the allowance. */
function saidBelow(view: ProposalView, speech: Speech, { askWhose, askPart, askAll, bookable }: Shape): Element[] {
  const { proposal, reason } = speech.words;
  const body: Element[] = [];
  const said = (label: string, value: string | null, max = 500) => {
    const plain = value === null ? '' : plainText(value, max);
    if (plain) body.push(...labelled(label, plain));
  };
  if (!askAll) {
    const named = (id: string | null, among: ProposalView['choices']['tasks']) =>
      among.find((one) => one.id === id)?.name[speech.language] ?? null;
    said(reason, view.reason);
    said(proposal.category, named(view.category, view.choices.categories), 60);
    said(proposal.task, named(view.task, view.choices.tasks), 60);
    said(proposal.contact, view.contact, 200);
    said(proposal.material, view.material, 200);
  }
  if (askPart || askWhose) return body;
  const offered = view.days.filter((day) => day.verdict.ok);
  const unpreferred = offered.filter(({ verdict }) => verdict.ok && !verdict.preferred);
  if (unpreferred.length > 0) {
    const days = unpreferred.map(({ day }) => day);
    body.push(text(proposal.notPreferred(days.length < offered.length ? daysIn(speech, days) : null)));
  }
  // Where days are full, the buttons beside them say what each of them sends.
  const offers = !askAll && view.days.some(isFull);
  if (!askAll && !offers && bookable > 0 && bookable < view.days.length)
    body.push(text(proposal.someRefused(bookable)));
  if (!askAll && bookable > 0 && view.unready.length > 0)
    body.push(
      text(readinessTextIn(speech.language).draft, { weight: 'bolder', spacing: 'large' }),
      ...readinessLines(view.unready, speech.language),
    );
  const left = view.emergency ? '' : allowanceLine(view.allowance, view.today, speech);
  if (left) body.push(...labelled(proposal.allowance.title, left));
  return body;
}

function buttons(view: ProposalView, speech: Speech, shape: Shape): Action[] {
  const { proposal } = speech.words;
  const data = { draftId: view.draftId, version: view.version };
  const check = checkButton(view, speech);
  const discard: Action = view.calendar
    ? dismissButton(view, shape.change, speech)
    : {
        type: 'Action.Execute',
        verb: 'booking.discard',
        title: proposal.discard,
        associatedInputs: 'none',
        data,
      };
  if (shape.askWhose) return [discard];
  if (shape.askPart || shape.askAll) return [check, discard];
  const edit: Action = {
    type: 'Action.ShowCard',
    title: proposal.edit,
    card: { type: 'AdaptiveCard', body: proposalInputs(view, speech), actions: [check] },
  };
  if (shape.bookable === 0) return [edit, discard];
  const send: Action = {
    type: 'Action.Execute',
    verb: 'booking.confirm',
    title: sendTitle(view, speech, shape),
    style: 'positive',
    associatedInputs: 'none',
    data,
  };
  return [send, edit, discard];
}

/** One button for each of those whom the name said may mean. */
function whoseChoices(view: ProposalView, speech: Speech): Element[] {
  const data = { draftId: view.draftId, version: view.version };
  const actions = view.forChoices.slice(0, MOST_PEOPLE).map(({ id, name, department }): Action => {
    const section = department === null ? '' : plainText(department, 40);
    const title = section ? `${nameIn(name)} (${section})` : nameIn(name);
    return {
      type: 'Action.Execute',
      verb: 'booking.for',
      title: title || id,
      associatedInputs: 'none',
      data: { ...data, personId: id },
    };
  });
  return [text(speech.words.proposal.whose), { type: 'ActionSet', actions }];
}

function sendTitle(view: ProposalView, { words: { proposal } }: Speech, shape: Shape): string {
  const { bookable, compact, automatic, change } = shape;
  const all = bookable === view.days.length;
  if (change && all) return automatic ? proposal.bookChange : proposal.sendChange;
  return proposal[automatic ? 'book' : 'send'](all && !compact ? null : bookable);
}

function discardedCard({ words, language }: Speech): AdaptiveCard {
  const { titleDiscarded, discarded } = words.proposal;
  return adaptiveCard(language, titleDiscarded, [heading(titleDiscarded), text(discarded)]);
}
