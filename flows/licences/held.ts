import { addMinutes } from '../minutes.ts';
import type { CountedLicence } from './licence.ts';

const MINUTES_A_DAY = 24 * 60;

/** Somebody holds a licence: half-open, [from, to). */
export interface Held {
  /** Id of the person. Whoever holds one twice at an instant holds one. */
  holder: string;
  from: Date;
  to: Date;
}

export interface Span {
  from: Date;
  to: Date;
}

/**
 * For how long a use keeps a licence from others: a concurrent one for its time, one that is bound to its user or device
 * until it has not been used for the lock's days. Pure.
 */
export function heldBy(licence: CountedLicence, use: Held): Held {
  return licence.kind === 'concurrent' ? use : { ...use, to: addMinutes(use.to, licence.lockDays * MINUTES_A_DAY) };
}

/** The most people who hold one at any instant of the span; without one of them where named. Pure. */
export function mostHolders(held: readonly Held[], span: Span, without: string | null = null): number {
  const touching = held.filter(
    ({ holder, from, to }) => holder !== without && from < to && from < span.to && to > span.from,
  );
  // The number can only grow where somebody begins: those instants, and the span's own beginning, are all there are to look at.
  const instants = [span.from, ...touching.map(({ from }) => from).filter((from) => from > span.from)];
  return Math.max(
    0,
    ...instants.map(
      (at) => new Set(touching.filter((one) => one.from <= at && at < one.to).map((one) => one.holder)).size,
    ),
  );
}

/**
 * Licences that are free for a person throughout a use of theirs; below 0 where more are held than there are. One that is
 * bound to them already is theirs: they need no second. Pure.
 */
export function freeFor(licence: CountedLicence, held: readonly Held[], use: Held): number {
  const wanted = heldBy(licence, use);
  return licence.count - mostHolders(held, wanted, use.holder);
}

/** People who hold one at an instant. Pure. */
export function holdersAt(held: readonly Held[], at: Date): number {
  return mostHolders(held, { from: at, to: new Date(at.getTime() + 1) });
}

/** How many hold one on the average of these spans; 0 where they have no length. Pure. */
export function averageHolders(held: readonly Held[], spans: readonly Span[]): number {
  let [personMs, ms] = [0, 0];
  for (const span of spans) {
    ms += Math.max(0, span.to.getTime() - span.from.getTime());
    const holders = new Map<string, Held[]>();
    for (const one of held) holders.set(one.holder, [...(holders.get(one.holder) ?? []), one]);
    for (const own of holders.values()) personMs += msWithin(own, span);
  }
  return ms === 0 ? 0 : personMs / ms;
}

/** Time that one person's holdings cover of a span, what overlaps counted once. */
function msWithin(own: readonly Held[], span: Span): number {
  let covered = 0;
  let until = span.from.getTime();
  for (const { from, to } of [...own].sort((a, b) => a.from.getTime() - b.from.getTime())) {
    const end = Math.min(to.getTime(), span.to.getTime());
    covered += Math.max(0, end - Math.max(from.getTime(), until));
    until = Math.max(until, end);
  }
  return covered;
}
