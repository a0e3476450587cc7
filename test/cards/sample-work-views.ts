import type { View } from '../../flows/views.ts';
import type { WorkLine, WorkProblem, WorkView } from '../../flows/work/work-view.ts';

/** Records of working time as a city office would have them on Wednesday, 2 December. */

const timeZone = 'Asia/Tokyo';

function at(day: string, time: string): Date {
  return new Date(`${day}T${time}:00+09:00`);
}

const WORK_PROBLEMS: WorkProblem[] = [
  'not-started',
  'already-working',
  'already-paused',
  'already-finished',
  'out-of-bounds',
  'order',
  'too-many',
  'changed-since',
  'no-such-entry',
  'unchanged',
  'booking-cancelled',
  'not-yet',
  'day-over',
  'in-future',
  'too-late',
  'time-unclear',
  'several-days',
  'what-missing',
  'entry-missing',
  'bad-date',
  'time-missing',
  'bad-time',
  'until-missing',
  'until-before-time',
];

function aWork(more: Partial<WorkView> = {}): WorkView {
  return {
    kind: 'work',
    day: '2026-12-02',
    lastDay: '2026-12-03',
    version: 3,
    state: 'working',
    standing: 'granted',
    booked: { startsAt: at('2026-12-02', '08:30'), endsAt: at('2026-12-02', '17:15') },
    lines: [said(1, 'start', '08:32'), said(2, 'pause', '12:00'), said(3, 'resume', '13:00')],
    workedMinutes: 268,
    pausedMinutes: 60,
    corrected: false,
    moves: ['pause', 'finish'],
    correctable: true,
    open: false,
    ask: null,
    problem: null,
    note: null,
    openDays: [],
    timeZone,
    ...more,
  };
}

function said(number: number, move: WorkLine['move'], time: string, more: Partial<WorkLine> = {}): WorkLine {
  return { number, move, happenedAt: at('2026-12-02', time), firstAt: null, writtenAt: null, ...more };
}

const notStarted = {
  version: 0,
  state: 'not-started',
  lines: [],
  workedMinutes: 0,
  pausedMinutes: 0,
  moves: ['start'],
} as const satisfies Partial<WorkView>;
const unbooked = { ...notStarted, standing: 'none', booked: null, moves: [], correctable: false } as const;
const asked = at('2026-12-02', '17:15');

/** By the name of the picture. */
export const WORK_VIEWS: Record<string, View> = {
  'work-not-started': aWork({ ...notStarted, moves: ['start'] }),
  'work-started': aWork({
    version: 1,
    lines: [said(1, 'start', '08:32')],
    workedMinutes: 0,
    pausedMinutes: 0,
  }),
  'work-resumed': aWork(),
  'work-paused': aWork({
    version: 2,
    state: 'paused',
    lines: [said(1, 'start', '08:32'), said(2, 'pause', '12:00')],
    workedMinutes: 208,
    pausedMinutes: 45,
    moves: ['resume', 'finish'],
  }),
  'work-finished-corrected': aWork({
    version: 5,
    state: 'finished',
    lines: [
      said(4, 'start', '08:20', { firstAt: at('2026-12-02', '08:32'), writtenAt: at('2026-12-02', '17:20') }),
      said(2, 'pause', '12:00'),
      said(3, 'resume', '13:00'),
      said(5, 'finish', '17:15', { writtenAt: at('2026-12-03', '08:40') }),
    ],
    workedMinutes: 475,
    corrected: true,
    moves: ['start'],
    note: 'corrected',
  }),
  'work-over-midnight': aWork({
    version: 2,
    state: 'finished',
    lines: [said(1, 'start', '14:00'), { ...said(2, 'finish', '14:00'), happenedAt: at('2026-12-03', '00:30') }],
    workedMinutes: 630,
    pausedMinutes: 0,
    moves: ['start'],
  }),
  'work-early': aWork({ note: 'before-booked-time' }),
  'work-late': aWork({ note: 'after-booked-time' }),
  'work-cancelled-meanwhile': aWork({ standing: 'cancelled' }),
  'work-no-booking': aWork({ ...unbooked, moves: [], problem: 'no-booking' }),
  'work-no-booking-seen': aWork({ ...unbooked, moves: [] }),
  'work-pending': aWork({ ...unbooked, moves: [], standing: 'pending', problem: 'pending' }),
  'work-asked': aWork({ ask: { finishAt: asked } }),
  'work-asked-without-time': aWork({ ask: { finishAt: null } }),
  'work-open': aWork({ open: true, ask: { finishAt: asked }, moves: [], workedMinutes: 208 }),
  'work-open-days': aWork({ openDays: ['2026-12-01', '2026-11-27'] }),
  ...Object.fromEntries(
    WORK_PROBLEMS.map((problem) => [
      `work-problem-${problem}`,
      aWork({ problem, standing: problem === 'booking-cancelled' ? 'cancelled' : 'granted' }),
    ]),
  ),
};
