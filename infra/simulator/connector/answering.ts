import { type WorkingDay, afterWorkingTime } from './working-time.ts';

/** What a simulated approver will do with a card, decided when it comes. */
export interface PlannedAnswer {
  verb: 'approval.approve' | 'approval.reject';
  comment: string | null;
  at: Date;
  /** `twice`: two taps at once. `redelivered`: one tap whose activity the platform delivers twice. */
  delivery: 'once' | 'twice' | 'redelivered';
  /** They tap a card that has been replaced meanwhile, if there is one. */
  onOldCard: boolean;
}

/** Shares of approvers' answers. Chosen so that every trap is met on a day of some hundred requests. */
const NEVER = 0.03;
const REJECTS = 0.06;
const TAPS_TWICE = 0.04;
const REDELIVERED = 0.02;
const OLD_CARD = 0.05;
/** Working minutes until an answer, spread evenly over their logarithm: most within half an hour. */
const SOONEST_MINUTES = 2;
const LATEST_MINUTES = 240;

const COMMENTS = [
  'この日は窓口の人数が足りません。',
  '会議があるため出勤をお願いします。',
  '別の日に変更してください。',
];

/**
 * An approver's answer to a card that came now, or null where they never answer. Uses five lots, always, so that one
 * person's luck does not move the next one's.
 */
export function planAnswer(now: Date, day: WorkingDay, random: () => number): PlannedAnswer | null {
  const [answer, delay, delivery, old, comment] = [random(), random(), random(), random(), random()];
  if (answer < NEVER) return null;
  const rejects = answer < NEVER + REJECTS;
  const minutes = SOONEST_MINUTES * (LATEST_MINUTES / SOONEST_MINUTES) ** delay;
  return {
    verb: rejects ? 'approval.reject' : 'approval.approve',
    comment: rejects ? (COMMENTS[Math.floor(comment * COMMENTS.length)] ?? null) : null,
    at: toMinute(afterWorkingTime(now, minutes * 60_000, day)),
    delivery: delivery < TAPS_TWICE ? 'twice' : delivery < TAPS_TWICE + REDELIVERED ? 'redelivered' : 'once',
    onOldCard: old < OLD_CARD,
  };
}

/** Whole minutes: people who answer in the same minute share one step of the clock. */
function toMinute(instant: Date): Date {
  return new Date(Math.ceil(instant.getTime() / 60_000) * 60_000);
}
