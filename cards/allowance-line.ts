import type { LocalDay } from '../flows/organisation.ts';
import type { Allowance } from '../flows/rules/allowance.ts';
import type { Speech } from './booking-box.ts';
import { formatMonth, formatShortDay, yearsDiffer } from './day-and-time.ts';

/** `今週 残り1日 / 今月 残り5.5日`, or nothing where no limit holds. Periods that `today` does not lie in are named. */
export function allowanceLine(allowance: readonly Allowance[], today: LocalDay, speech: Speech): string {
  const { allowance: words } = speech.words.proposal;
  return allowance
    .map(({ period, first, last, left }) => {
      const current = first <= today && today <= last;
      const name = {
        week: () => words.week(current, formatShortDay(first, speech.language)),
        month: () => words.month(current, formatMonth(first, speech.language, yearsDiffer([first, today]))),
        year: () => words.year(current, Number(first.slice(0, 4)), !first.endsWith('-01-01')),
      }[period]();
      return words.left(name, String(Math.round(left * 2) / 2), left === 1);
    })
    .join(words.separator);
}
