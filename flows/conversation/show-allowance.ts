import type { Deps } from '../deps.ts';
import { addDays, localDayOf, mondayOf } from '../local-time.ts';
import type { LocalDay } from '../organisation.ts';
import type { Person } from '../person.ts';
import { allowanceOf, type Allowance } from '../rules/allowance.ts';
import { monthOf, yearOf } from '../rules/counted-days.ts';
import { rulesFor } from '../rules/rules-for.ts';
import type { Tx } from '../store.ts';
import { emergencyFor } from '../emergency/emergency-for.ts';

/** What a person may still book. */
export interface AllowanceView {
  kind: 'allowance';
  /** By period, the nearest first; empty where nothing is limited. */
  rows: Allowance[];
  /** Limits do not hold while an emergency is on. */
  emergency: boolean;
  timeZone: string;
}

/** What is left this week and next, this month and this year; of the days named where some are. Reads only. */
export async function showAllowance(
  tx: Tx,
  deps: Deps,
  person: Person,
  days: readonly LocalDay[],
): Promise<AllowanceView> {
  const organisation = deps.organisation();
  const today = localDayOf(deps.clock.now(), organisation.timeZone);
  const rules = rulesFor(organisation, person);
  const about = days.length > 0 ? days.slice(0, 5) : [today, addDays(mondayOf(today), 7)];
  const periods = about.flatMap((day) => [monthOf(day), yearOf(day, rules.yearBegins)]);
  const first = [...periods.map((one) => one.first), ...about.map(mondayOf)].sort()[0]!;
  const last = addDays([...periods.map((one) => one.last), ...about].sort().at(-1)!, 7);
  const counted = await tx.bookings.countedOfPerson(person.id, first, last);
  const rows = about.flatMap((day) => allowanceOf(counted, rules, organisation, day));
  const distinct = new Map(rows.map((row) => [`${row.period}/${row.first}`, row]));
  const order = ['week', 'month', 'year'];
  return {
    kind: 'allowance',
    rows: [...distinct.values()].sort(
      (a, b) => order.indexOf(a.period) - order.indexOf(b.period) || (a.first < b.first ? -1 : 1),
    ),
    emergency: (await emergencyFor(tx, deps, person)) !== null,
    timeZone: organisation.timeZone,
  };
}
