import { withOfficeDays } from '../../flows/calendar/office-calendar.ts';
import { HOLDING } from '../../flows/booking/booking.ts';
import { addDays, localDayOf } from '../../flows/local-time.ts';
import type { Organisation } from '../../flows/organisation.ts';
import { consequences, type Consequence } from '../../flows/settings/consequences.ts';
import { settingsDifference } from '../../flows/settings/settings-difference.ts';
import type { Store } from '../../flows/store.ts';
import type { CheckLine } from '../commands/check.ts';

/** The longest time over which days count in a limit, backwards from today. */
const YEAR = 366;
const EXAMPLES = 3;
/** Characters of a setting's value that are shown. */
const SHOWN = 200;

/**
 * What another configuration changes against the one that was taken over last, and what it would say to bookings that
 * hold their time: a line for each setting, and one for each kind of consequence. Changes nothing.
 */
export async function consequenceLines(store: Store, organisation: Organisation, now: Date): Promise<CheckLine[]> {
  const since = addDays(localDayOf(now, organisation.timeZone), -YEAR);
  const { seen, bookings, people, days } = await store.transaction(async (tx) => {
    const found = await tx.bookings.between(since, null, null);
    const ids = new Set([...(await tx.people.present()), ...found.map((one) => one.personId)]);
    return {
      seen: await tx.settings.seen(),
      bookings: found,
      people: await tx.people.byIds([...ids]),
      days: await tx.officeDays.all(),
    };
  });
  const held = bookings.filter((one) => HOLDING.includes(one.status)).length;
  const kinds = new Map<string, Consequence[]>();
  for (const one of consequences(bookings, people, withOfficeDays(organisation, days), now)) {
    const kind = `${one.weight} ${one.what}`;
    const same = kinds.get(kind);
    if (same) same.push(one);
    else kinds.set(kind, [one]);
  }
  const lines = [...kinds].sort(([a], [b]) => (a < b ? 1 : -1)).map(([, found]) => lineOf(found, held));
  const none: CheckLine = {
    what: 'existing bookings under this configuration',
    ok: true,
    detail: `${held} held, all of them could be asked for under it`,
    mend: null,
  };
  return [...differenceLines(seen, organisation), ...(lines.length > 0 ? lines : [none])];
}

function differenceLines(seen: unknown, organisation: Organisation): CheckLine[] {
  const line = (what: string, detail: string): CheckLine => ({ what, ok: true, detail, mend: null });
  if (seen === null) return [line('settings', 'none were in force yet')];
  const changed = settingsDifference(seen, JSON.parse(JSON.stringify(organisation)));
  if (changed.length === 0) return [line('settings', 'the same as those in force')];
  return changed.map(({ path, from, to }) => line(`setting ${path}`, `${shown(from)} → ${shown(to)}`));
}

function shown(value: unknown): string {
  const text = value === undefined ? 'none' : JSON.stringify(value);
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}

function lineOf(found: Consequence[], held: number): CheckLine {
  const { weight, what } = found[0]!;
  const examples = found.slice(0, EXAMPLES).map(({ upn, day }) => `${upn} ${day}`);
  const more = found.length > EXAMPLES ? ', …' : '';
  const would = weight === 'stop' ? 'could not be asked for any more' : "would take the approver's word";
  return {
    what: `bookings under this configuration, ${weight} ${what}`,
    ok: weight === 'stop' ? false : 'warn',
    detail: `${found.length} of ${held} ${would}: ${examples.join(', ')}${more}`,
    mend: MENDS[what] ?? (weight === 'stop' ? KEPT : 'nothing has to be done; they are kept as they are'),
  };
}

const KEPT = 'they are kept as they are; cancel those that must not be, or wait until they are over';
const MENDS: Record<string, string> = {
  'pool-gone': 'keep the pool until its last booking is over, or cancel those bookings',
  'other-pool': "leave these people in the pool's for until their last booking is over, or cancel those bookings",
  'no-seat': 'keep hosts, sessions and licences until these days are over, or cancel those bookings',
  'not-participating': 'add these people to participants, or cancel those bookings',
};
