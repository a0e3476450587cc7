import { HOLDING } from '../booking/booking.ts';
import type { Deps } from '../deps.ts';
import { localDayOf } from '../local-time.ts';
import type { LocalDay } from '../organisation.ts';
import type { Tx } from '../store.ts';
import type { GateResult } from './gates.ts';
import { lastDayAhead } from './judge-day.ts';
import type { ReadinessCase } from './readiness-case.ts';
import { isAhead, readinessOf } from './readiness-of.ts';
import { gatesOn } from './readiness-settings.ts';

/** A booking and how it stands, for the command line. */
export interface ReadinessLine {
  day: LocalDay;
  /** User principal name, or the id of somebody whom the directory has no more. */
  person: string;
  bookingId: string;
  status: string;
  pool: string | null;
  standing: 'ok' | 'warn' | 'block';
  gates: GateResult[];
  /** Where the ICT section has a card for it. */
  case: ReadinessCase['state'] | null;
}

export interface ReadinessReport {
  /** False: every gate is off, and nothing was looked at. */
  on: boolean;
  from: LocalDay;
  to: LocalDay;
  lines: ReadinessLine[];
}

/** How the bookings of a day stand, or of all days that gates speak of by now. Reads the store alone. */
export async function showReadinessReport(
  tx: Tx,
  deps: Pick<Deps, 'organisation' | 'clock'>,
  { day, person: upn }: { day: LocalDay | null; person: string | null },
): Promise<ReadinessReport | 'person-unknown'> {
  const organisation = deps.organisation();
  const now = deps.clock.now();
  const from = day ?? localDayOf(now, organisation.timeZone);
  const to = day ?? lastDayAhead(deps);
  const on = gatesOn(organisation.readiness).length > 0;
  const only = upn === null ? null : await tx.people.byUpn(upn);
  if (upn !== null && !only) return 'person-unknown';
  if (!on) return { on, from, to, lines: [] };
  const bookings = isAhead(await tx.bookings.between(from, to, only?.id ?? null), now);
  const results = await readinessOf(tx, deps, bookings);
  const ids = [...new Set(bookings.map(({ personId }) => personId))];
  const people = new Map((await tx.people.byIds(ids)).map((one) => [one.id, one.upn]));
  const cases = new Map((await tx.readiness.cases(ids, from)).map((one) => [`${one.personId}/${one.day}`, one.state]));
  const lines = bookings.map((one): ReadinessLine => {
    const gates = results.get(one.id) ?? [];
    const standing = (['block', 'warn'] as const).find((each) => gates.some((gate) => gate.standing === each));
    return {
      day: one.day,
      person: people.get(one.personId) ?? one.personId,
      bookingId: one.id,
      status: HOLDING.includes(one.status) && !one.seatHeld ? `${one.status} without a seat` : one.status,
      pool: one.poolId,
      standing: standing ?? 'ok',
      gates,
      case: cases.get(`${one.personId}/${one.day}`) ?? null,
    };
  });
  return { on, from, to, lines };
}
