import { addDays, localDayOf } from '../local-time.ts';
import type { LocalDay, Organisation } from '../organisation.ts';
import type { Tx } from '../store.ts';
import { costMonths, type CostMonth } from './cost-report.ts';
import type { HostDay } from './host-day.ts';

export interface CostQuery {
  /** First and last day; null: from the first of the month of the last, and today. */
  from: LocalDay | null;
  to: LocalDay | null;
}

export type CostAnswer = { ok: true; months: CostMonth[] } | { ok: false; refusal: 'not-yet'; today: LocalDay };

/** What desktops cost month by month, beside lending devices. Days to come have cost nothing yet: it ends today. Reads only. */
export async function costReport(
  tx: Tx,
  organisation: Organisation,
  { from, to, now }: CostQuery & { now: Date },
): Promise<CostAnswer> {
  const today = localDayOf(now, organisation.timeZone);
  const last = to !== null && to < today ? to : today;
  const first = from ?? `${last.slice(0, 7)}-01`;
  if (first > last) return { ok: false, refusal: 'not-yet', today };
  const days: LocalDay[] = [];
  for (let day = first; day <= last; day = addDays(day, 1)) days.push(day);
  const hostDays = new Map<string, HostDay[]>();
  for (const { id } of organisation.pools) hostDays.set(id, await tx.hostDays.between(id, first, last));
  const bookings = await tx.bookings.between(first, last, null);
  return { ok: true, months: costMonths({ organisation, bookings, hostDays }, days) };
}
