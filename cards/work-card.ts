import type { Language, LocalDay } from '../flows/organisation.ts';
import type { WorkMove, WorkState } from '../flows/work/work-record.ts';
import type { WorkLine, WorkProblem, WorkView } from '../flows/work/work-view.ts';
import {
  type Action,
  type AdaptiveCard,
  banner,
  type Colour,
  type Container,
  type Element,
  type ExecuteAction,
  heading,
  text,
} from './adaptive-card.ts';
import { dayAndWord, dayIn, type Speech, speechFor } from './booking-box.ts';
import { formatInstant, formatTime, formatTimes } from './day-and-time.ts';
import { formButton } from './help-card.ts';
import { type WorkText, workTextIn } from './texts/work.ts';
import { withinLimit } from './within-limit.ts';

/** A person's own record of a day: what was said, what it adds up to, the moves that make sense now, the form to correct it. */
export function workCard(view: WorkView, language: Language): AdaptiveCard {
  const speech = speechFor(language, view.timeZone, [view.day, ...view.openDays]);
  const words = workTextIn(language);
  const title = view.open ? words.titleOpen : view.ask ? words.titleAsk : words.titles[view.state];
  return withinLimit((inFull) => {
    const actions = actionsOf(view, speech, words);
    return {
      type: 'AdaptiveCard',
      version: '1.5',
      lang: language,
      fallbackText: `${title} ${dayIn(speech, view.day)}`,
      body: [
        heading(title),
        ...said(view, words),
        box(view, speech, words, inFull),
        ...view.openDays.flatMap((day) => openDay(day, speech, words)),
      ],
      ...(actions.length > 0 ? { actions } : {}),
    };
  });
}

/** The moves that lead on from a state. */
const MOVES: Record<WorkState, readonly WorkMove[]> = {
  'not-started': ['start'],
  working: ['pause', 'finish'],
  paused: ['resume', 'finish'],
  finished: ['start'],
};

/**
 * The buttons of working time that make sense in a state, for any card that shows a person their own booked day. The
 * server decides again when one is pressed.
 */
export function workButtons(
  state: WorkState,
  { day, version }: { day: LocalDay; version: number },
  language: Language,
  moves: readonly WorkMove[] = MOVES[state],
): ExecuteAction[] {
  const words = workTextIn(language);
  return moves.map((move) => ({
    type: 'Action.Execute',
    verb: `work.${move}`,
    title: state === 'finished' && move === 'start' ? words.startAgain : words.moves[move],
    ...(move === 'resume' || state === 'not-started' ? { style: 'positive' as const } : {}),
    associatedInputs: 'none',
    data: { workDay: day, version },
  }));
}

/** That it was said already is no warning. */
const CALM: readonly WorkProblem[] = ['already-working', 'already-paused', 'already-finished', 'unchanged'];

function said(view: WorkView, words: WorkText): Element[] {
  const { problem, note, standing } = view;
  const lines: Element[] = [];
  if (problem !== null) lines.push(banner(words.problems[problem], CALM.includes(problem) ? 'emphasis' : 'warning'));
  if (note !== null) lines.push(banner(words.notes[note], 'emphasis'));
  const told = problem === 'no-booking' || problem === 'pending' || problem === 'booking-cancelled';
  if (standing !== 'granted' && !told) lines.push(text(words.bookings[standing]));
  if (view.ask) lines.push(text(view.open ? words.askOpen : words.ask));
  return lines;
}

const COLOURS: Record<WorkState, Colour> = {
  'not-started': 'default',
  working: 'good',
  paused: 'warning',
  finished: 'default',
};

function box(view: WorkView, speech: Speech, words: WorkText, inFull: number): Container {
  const { state, lines, booked } = view;
  const word = view.open ? words.stateOpen : words.states[state];
  const items: Element[] = [dayAndWord(dayIn(speech, view.day), word, view.open ? 'attention' : COLOURS[state])];
  if (booked) {
    const times = formatTimes(booked.startsAt, booked.endsAt, view.timeZone);
    items.push(text(words.booked(times), { spacing: 'none', isSubtle: true }));
  }
  const shown = inFull >= lines.length ? lines : lines.slice(lines.length - inFull);
  if (shown.length < lines.length) items.push(text(words.earlierLines(lines.length - shown.length)));
  items.push(...shown.map((line, index) => lineOf(line, view, speech, words, index === 0)));
  if (lines.length > 0) {
    const goesOn = (state === 'working' || state === 'paused') && !view.open;
    const worked = words.duration(view.workedMinutes);
    items.push(text(goesOn ? words.workedSoFar(worked) : words.worked(worked), { weight: 'bolder' }));
    if (view.pausedMinutes > 0)
      items.push(text(words.paused(words.duration(view.pausedMinutes)), { spacing: 'none', isSubtle: true }));
  }
  return { type: 'Container', style: 'emphasis', items };
}

/** `8:32 開始`, and what it said before or when it was written, where that differs. */
function lineOf(line: WorkLine, view: WorkView, speech: Speech, words: WorkText, first: boolean): Element {
  const at = (instant: Date, day: LocalDay | null) => formatInstant(instant, view.timeZone, speech.language, day);
  const before = line.firstAt ? words.first(at(line.firstAt, view.day)) : '';
  const later = line.writtenAt ? words.writtenLater(at(line.writtenAt, view.day)) : '';
  return text(
    `${at(line.happenedAt, view.day)} ${words.said[line.move]}${before || later}`,
    first ? {} : { spacing: 'none' },
  );
}

function openDay(day: LocalDay, speech: Speech, words: WorkText): Element[] {
  const action: ExecuteAction = {
    type: 'Action.Execute',
    verb: 'work.show',
    title: words.showDay(dayIn(speech, day)),
    associatedInputs: 'none',
    data: { workDay: day, version: 0 },
  };
  return [text(words.openDay(dayIn(speech, day))), { type: 'ActionSet', actions: [action] }];
}

function actionsOf(view: WorkView, speech: Speech, words: WorkText): Action[] {
  const moves = view.ask
    ? [...askButtons(view, words), ...finishNow(view, words)]
    : workButtons(view.state, view, speech.language, view.moves);
  const lacksBooking = view.state === 'not-started' && (view.standing === 'none' || view.standing === 'cancelled');
  return [
    ...moves,
    ...(view.correctable ? correction(view, speech, words) : []),
    ...(lacksBooking ? [formButton(words.form)] : []),
  ];
}

/** One tap for the booked end, and a place for another time. */
function askButtons(view: WorkView, words: WorkText): Action[] {
  const data = { workDay: view.day, version: view.version };
  const finishAt = view.ask?.finishAt ?? null;
  const finish = (title: string, claim: string): ExecuteAction => ({
    type: 'Action.Execute',
    verb: 'work.finish',
    title,
    style: 'positive',
    data: { ...data, claim },
  });
  const offered = finishAt ? [finish(words.finishAt(formatTime(finishAt, view.timeZone)), finishAt.toISOString())] : [];
  return [
    ...offered,
    {
      type: 'Action.ShowCard',
      title: words.finishOther,
      card: {
        type: 'AdaptiveCard',
        body: [
          {
            type: 'Input.Time',
            id: 'finishTime',
            label: words.otherTime,
            isRequired: true,
            errorMessage: words.otherTimeError,
          },
        ],
        actions: [finish(words.finishThen, 'time')],
      },
    },
  ];
}

function finishNow(view: WorkView, words: WorkText): ExecuteAction[] {
  if (!view.moves.includes('finish')) return [];
  const data = { workDay: view.day, version: view.version };
  return [{ type: 'Action.Execute', verb: 'work.finish', title: words.finishNow, associatedInputs: 'none', data }];
}

/** The form: an entry to put right or to take out, or a time to add. Its inputs go along with its own buttons alone. */
function correction(view: WorkView, speech: Speech, words: WorkText): Action[] {
  const { correct } = words;
  const goesOn = view.state === 'working' || view.state === 'paused';
  const at = (line: WorkLine) => formatInstant(line.happenedAt, view.timeZone, speech.language, view.day);
  const added = (['finish', 'pause', 'work'] as const).filter((what) =>
    what === 'finish' ? goesOn : what === 'pause' ? view.lines.length > 0 : view.standing === 'granted',
  );
  const choices = [
    ...view.lines.map((line) => ({ title: `${at(line)} ${words.said[line.move]}`, value: String(line.number) })),
    ...added.map((what) => ({ title: correct.add[what], value: what })),
  ];
  if (choices.length === 0) return [];
  const likely = view.open && goesOn ? 'finish' : view.lines.length === 0 ? added[0] : undefined;
  const button = (op: 'set' | 'withdraw'): ExecuteAction => ({
    type: 'Action.Execute',
    verb: 'work.correct',
    title: correct[op],
    ...(op === 'set' ? { style: 'positive' as const } : { style: 'destructive' as const }),
    data: { workDay: view.day, version: view.version, op },
  });
  const form: Action = {
    type: 'Action.ShowCard',
    title: correct.title,
    card: {
      type: 'AdaptiveCard',
      body: [
        {
          type: 'Input.ChoiceSet',
          id: 'what',
          label: correct.what,
          style: 'compact',
          isRequired: true,
          errorMessage: correct.whatError,
          choices,
          ...(likely ? { value: likely } : { placeholder: correct.whatHint }),
        },
        {
          type: 'Input.Date',
          id: 'date',
          label: correct.date,
          min: view.day,
          max: view.lastDay,
          value: view.day,
          errorMessage: correct.dateError,
        },
        { type: 'Input.Time', id: 'time', label: correct.time },
        { type: 'Input.Time', id: 'until', label: correct.until },
      ],
      actions: [button('set'), ...(view.lines.length > 0 ? [button('withdraw')] : [])],
    },
  };
  return [form];
}
