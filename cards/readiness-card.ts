import type { Language } from '../flows/organisation.ts';
import type { ReadinessCaseView, ReadinessView } from '../flows/readiness/readiness-view.ts';
import {
  type Action,
  type AdaptiveCard,
  adaptiveCard,
  banner,
  type Element,
  type ExecuteAction,
  heading,
  labelled,
  text,
} from './adaptive-card.ts';
import { bookingInShort, dayIn, nameIn, type Speech, speechFor } from './booking-box.ts';
import { formatInstant } from './day-and-time.ts';
import { plainText } from './plain-text.ts';
import { readinessLines } from './readiness-lines.ts';
import { readinessTextIn } from './texts/readiness.ts';
import { withinLimit } from './within-limit.ts';

const WORDS_LENGTH = 500;

/** What is missing before the person's day, and what they do about it. */
export function readinessCard(view: ReadinessView, language: Language): AdaptiveCard {
  const speech = speechFor(language, view.timeZone, [view.day]);
  const words = readinessTextIn(language);
  const title = words.titles[view.state](dayIn(speech, view.day));
  const said = plainText(view.words ?? '', WORDS_LENGTH);
  return withinLimit((inFull) => {
    const body: Element[] = [
      heading(title),
      ...(view.problem ? [banner(words.problems[view.problem], 'warning')] : []),
      ...(view.checking ? [banner(words.checking, 'emphasis')] : []),
      text(words.intro[view.state]),
      ...(view.officerName ? [text(words.decided(nameIn(view.officerName)))] : []),
      ...(said ? labelled(words.words, said) : []),
      ...readinessLines(view.unready, language),
      ...view.bookings.slice(0, inFull).map((line) => bookingInShort(line, speech)),
      ...questionOf(view, language),
    ];
    return adaptiveCard(language, title, body, personActions(view, language));
  });
}

function questionOf(view: ReadinessView, language: Language): Element[] {
  const words = readinessTextIn(language);
  const question = plainText(view.question ?? '', WORDS_LENGTH);
  if (!question || view.state === 'over') return [];
  const answer = plainText(view.answer ?? '', WORDS_LENGTH);
  return [
    ...labelled(words.question, question),
    {
      type: 'Input.Text',
      id: 'answer',
      label: words.answer,
      placeholder: words.answerHint,
      isMultiline: true,
      maxLength: WORDS_LENGTH,
      ...(answer ? { value: answer } : {}),
    },
  ];
}

function personActions(view: ReadinessView, language: Language): Action[] {
  if (view.state === 'over') return [];
  const words = readinessTextIn(language);
  const data = { day: view.day, version: view.version };
  const answer: ExecuteAction[] = view.question
    ? [{ type: 'Action.Execute', verb: 'readiness.answer', title: words.send, style: 'positive', data }]
    : [];
  const check: ExecuteAction[] =
    view.unready.length > 0 && !view.checking
      ? [{ type: 'Action.Execute', verb: 'readiness.check', title: words.check, associatedInputs: 'none', data }]
      : [];
  return [...answer, ...check];
}

/** A person's day that an officer of the ICT section decides on. */
export function readinessCaseCard(view: ReadinessCaseView, language: Language): AdaptiveCard {
  const speech = speechFor(language, view.timeZone, [view.day]);
  const words = readinessTextIn(language);
  const title = words.caseTitles[view.state];
  const about = words.about(nameIn(view.personName), view.department === null ? null : plainText(view.department, 60));
  return withinLimit((inFull) => {
    const body: Element[] = [
      heading(title),
      ...(view.problem ? [banner(words.caseProblems[view.problem], 'warning')] : []),
      text(about, { weight: 'bolder' }),
      ...(view.bookings.length === 0 ? [text(dayIn(speech, view.day), { spacing: 'none' })] : []),
      ...view.bookings.slice(0, inFull).map((line) => bookingInShort(line, speech)),
      ...readinessLines(view.unready, language, true),
      ...outcome(view, language),
      ...tried(view, speech),
      ...(decidable(view) ? [text(words.forThisDay, { isSubtle: true }), wordsInput(language)] : []),
    ];
    return adaptiveCard(language, title, body, officerActions(view, language));
  });
}

function outcome({ state, decidedByName, words: said }: ReadinessCaseView, language: Language): Element[] {
  const words = readinessTextIn(language);
  if (state === 'closed' || state === 'over') return [text(words.caseClosed)];
  if (state !== 'confirmed' && state !== 'declined') return [];
  const plain = plainText(said ?? '', WORDS_LENGTH);
  return [
    ...(decidedByName ? [text(words.decidedBy[state](nameIn(decidedByName)))] : []),
    ...(plain ? labelled(words.comment, plain) : []),
  ];
}

function tried(view: ReadinessCaseView, { language, timeZone }: Speech): Element[] {
  const words = readinessTextIn(language);
  const at = (instant: Date) => words.toldAt(formatInstant(instant, timeZone, language, null));
  const [question, answer] = [plainText(view.question ?? '', WORDS_LENGTH), plainText(view.answer ?? '', WORDS_LENGTH)];
  const told = [view.toldAheadAt, view.toldEveAt].flatMap((instant) => (instant ? at(instant) : []));
  const lines = [
    ...(told.length > 0 ? told : [words.notTold]),
    ...(question ? [words.asked(question)] : []),
    ...(answer ? [words.answered(answer)] : []),
  ];
  return [
    text(words.tried, { size: 'small', isSubtle: true, spacing: 'medium' }),
    ...lines.map((line) => text(line, { spacing: 'none' })),
  ];
}

function wordsInput(language: Language): Element {
  const words = readinessTextIn(language);
  return {
    type: 'Input.Text',
    id: 'comment',
    label: words.comment,
    placeholder: words.commentHint,
    isMultiline: true,
    maxLength: WORDS_LENGTH,
  };
}

function decidable({ state, own }: ReadinessCaseView): boolean {
  return !own && (state === 'open' || state === 'declined');
}

function officerActions(view: ReadinessCaseView, language: Language): Action[] {
  if (!decidable(view)) return [];
  const words = readinessTextIn(language);
  const { personId, day, version } = view;
  const data = { personId, day, version };
  const confirm: Action = {
    type: 'Action.Execute',
    verb: 'readiness.confirm',
    title: words.confirm,
    style: 'positive',
    data,
  };
  const ask: Action = { type: 'Action.Execute', verb: 'readiness.ask', title: words.ask, data };
  const decline: Action = {
    type: 'Action.Execute',
    verb: 'readiness.decline',
    title: words.decline,
    style: 'destructive',
    data,
  };
  return view.state === 'declined' ? [confirm, ask] : [confirm, ask, decline];
}
