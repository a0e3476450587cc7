import { addDays, localDayOf } from '../../flows/local-time.ts';
import { addMinutes } from '../../flows/minutes.ts';
import type { Organisation } from '../../flows/organisation.ts';
import type { TidyLimits } from '../../infra/store/tidy.ts';
import type { KeptDays } from '../about.ts';

/** Days for which the organisation has no setting: what these records are for is over by then. */
const OWN = { warnings: 30, journal: 90, deputies: 31 };

/** For how many days each kind of record is kept, as the page about the bot says it. */
export function keptDays({ keepDays }: Pick<Organisation, 'keepDays'>): KeptDays {
  return { ...keepDays, ...OWN };
}

/** What housekeeping deletes at an instant. Days are the organisation's. Pure. */
export function keptSince(organisation: Pick<Organisation, 'keepDays' | 'timeZone'>, now: Date): TidyLimits {
  const days = keptDays(organisation);
  const before = (count: number) => addMinutes(now, -count * 24 * 60);
  const today = localDayOf(now, organisation.timeZone);
  return {
    conversations: before(days.conversations),
    warnings: before(days.warnings),
    journal: before(days.journal),
    reasons: before(days.reasons),
    contacts: before(days.contacts),
    workingTimes: addDays(today, -days.workingTimes),
    feedback: before(days.feedback),
    visits: before(days.visits),
    deputies: addDays(today, -days.deputies),
    links: now,
    audit: before(days.audit),
  };
}
