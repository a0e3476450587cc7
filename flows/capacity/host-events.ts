import type { HostMemory } from './capacity-memory.ts';
import type { SeenHost } from './capacity.ts';

/** What was seen to have happened to a host since the look before. */
export interface HostEvent {
  host: string;
  what:
    | 'up'
    | 'off'
    | 'off-by-hand'
    | 'started-by-hand'
    | 'down'
    | 'back'
    | 'drained-by-hand'
    | 'undrained-by-hand'
    | 'gone';
  /** `up`: minutes since we asked for it; null where somebody else started it. */
  minutes: number | null;
}

type Hosts = Readonly<Record<string, HostMemory>>;

/** From what was remembered before and after a look. `byHand`: drained by somebody at the last one; null: not known. Pure. */
export function hostEvents(
  before: Hosts,
  after: Hosts,
  seen: readonly SeenHost[],
  byHand: readonly string[] | null,
): HostEvent[] {
  const events: HostEvent[] = [];
  const note = (host: string, what: HostEvent['what'], minutes: number | null = null) =>
    events.push({ host, what, minutes });
  for (const { name } of seen) {
    const [was, is] = [before[name], after[name]];
    if (was === undefined || is === undefined) continue;
    if (is.handStartedAt !== undefined && was.handStartedAt === undefined) note(name, 'started-by-hand');
    if (is.upAt !== undefined && was.upAt === undefined)
      note(name, 'up', is.startedAt === undefined ? null : Math.round((is.upAt - is.startedAt) / 60_000));
    if (is.downAt !== undefined && was.downAt === undefined) note(name, 'down');
    if (is.downAt === undefined && was.downAt !== undefined && is.on === true) note(name, 'back');
    if (was.on === true && is.on === false) note(name, was.deallocateAskedAt === undefined ? 'off-by-hand' : 'off');
    if ((is.leaveOpenUntil ?? 0) > (was.leaveOpenUntil ?? 0)) note(name, 'undrained-by-hand');
  }
  for (const [name, { goneAt }] of Object.entries(after))
    if (goneAt !== undefined && before[name] !== undefined && before[name].goneAt === undefined) note(name, 'gone');
  if (byHand === null) return events;
  const now = new Set(drainedByHand(seen, after));
  const then = new Set(byHand);
  for (const host of now) if (!then.has(host)) note(host, 'drained-by-hand');
  for (const { name, allowNewSession } of seen)
    if (then.has(name) && !now.has(name) && allowNewSession) note(name, 'undrained-by-hand');
  return events;
}

/** Hosts that take nobody, and whose drain is not ours. */
export function drainedByHand(seen: readonly SeenHost[], hosts: Hosts): string[] {
  return seen.flatMap(({ name, allowNewSession }) => {
    const known = hosts[name];
    const ours = known?.drainAskedAt !== undefined || known?.drainedAt !== undefined;
    return allowNewSession || ours ? [] : [name];
  });
}
