import type { CostMonth, LentDevices, PoolCost } from '../flows/cost/cost-report.ts';
import type { Language } from '../flows/organisation.ts';
import { costTextIn } from './texts/cost.ts';

/** Numbers are told from text: a spreadsheet reckons with them. */
type Cell = string | number;

/** The cost report as a table for a spreadsheet: a line for each figure of a month, and what it rests on. */
export function costTable(months: readonly CostMonth[], language: Language): Cell[][] {
  const { month, item, quantity, unit, price, amount, basis } = costTextIn(language).columns;
  return [
    [month, item, quantity, unit, price, amount, basis],
    ...months.flatMap((one) => linesOf(one, language).map((line) => [monthCell(one, language), ...line])),
  ];
}

function linesOf(one: CostMonth, language: Language): Cell[][] {
  const text = costTextIn(language);
  const { basis, units } = text;
  const { used, desktops, lending, saved, days, daysOfMonth } = one;
  const share = `${days}/${daysOfMonth}${language === 'ja' ? ' か月' : ' of a month, a twelfth'}`;
  const people = String(used.people);
  const whole = isWhole(one);
  const lent = (name: string, { devices, year, cost }: LentDevices, rests: string): Cell[] => [
    name,
    devices,
    units.devices,
    money(year),
    money(cost),
    rests,
  ];
  return [
    ...one.pools.map((pool) => hostLine(pool, language)),
    ...one.licences.map(({ name, count, month, cost }): Cell[] => [
      text.licence(name[language]),
      count,
      units.licences,
      month === null ? '' : money(month),
      cost === null ? '' : money(cost),
      cost === null ? basis.licenceUnknown : basis.licence(days, daysOfMonth),
    ]),
    one.other === null
      ? [text.other, '', '', '', '', basis.otherUnknown]
      : [text.other, '', '', '', money(one.other), basis.other(days, daysOfMonth)],
    [
      text.desktops,
      used.bookings,
      units.bookings,
      '',
      money(desktops.cost),
      whole ? basis.desktops(people) : basis.desktopsShort(people),
    ],
    desktops.perBooking === null
      ? [text.perBooking, '', '', '', '', basis.noBooking]
      : [text.perBooking, '', '', '', money(desktops.perBooking), basis.perBooking],
    lent(text.lendingFewest, lending.fewest, basis.lendingFewest(used.mostOn, share)),
    lent(text.lendingMost, lending.most, basis.lendingMost(share)),
    [text.savedFewest, '', '', '', money(saved.fewest), whole ? basis.saved : basis.savedShort],
    [text.savedMost, '', '', '', money(saved.most), whole ? basis.saved : basis.savedShort],
  ];
}

function hostLine({ name, hostHours, hours, watchedHours, hostHour, cost }: PoolCost, language: Language): Cell[] {
  const text = costTextIn(language);
  if (watchedHours === 0) return [text.hosts(name[language]), '', '', money(hostHour), '', text.basis.hostsNever];
  return [
    text.hosts(name[language]),
    Math.round(hostHours * 10) / 10,
    text.units.hours,
    money(hostHour),
    money(cost),
    text.basis.hosts(watchedHours.toFixed(0), hours.toFixed(0)),
  ];
}

/** Whether every part of the sum is known; an hour unseen, for an update, does not spoil it. */
function isWhole({ pools, licences, other }: CostMonth): boolean {
  return (
    other !== null &&
    licences.every(({ cost }) => cost !== null) &&
    pools.every(({ hours, watchedHours }) => hours - watchedHours <= 1)
  );
}

function monthCell({ month, from, to, days, daysOfMonth }: CostMonth, language: Language): string {
  return days === daysOfMonth ? month : month + costTextIn(language).part(from, to);
}

/** Whole yen. */
function money(value: number): number {
  return Math.round(value) || 0;
}
