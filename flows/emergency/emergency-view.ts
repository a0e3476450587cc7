import { bookingLines } from '../booking/request-view.ts';
import { HOLDING } from '../booking/booking.ts';
import type { Deps } from '../deps.ts';
import { addDays, instantOf, localDayOf } from '../local-time.ts';
import { isDayOff } from '../office-days.ts';
import type { LocalDay, Localised, Organisation } from '../organisation.ts';
import type { Person } from '../person.ts';
import type { Tx } from '../store.ts';
import type { BookingLine } from '../views.ts';
import type { EmergencyRefusal } from './decide-emergency.ts';
import { peopleInScope, scopeNames } from './emergency-scope.ts';
import type { Emergency } from './emergency-store.ts';

export type EmergencyProblem =
  EmergencyRefusal | 'reason-missing' | 'scope-missing' | 'already-open' | 'nobody-to-confirm';

/** The card of those who may switch: the form, or an emergency and what can be done about it. */
export interface EmergencyView {
  kind: 'emergency';
  state: 'form' | Emergency['state'];
  /** Of the form: the id that the emergency will have, so that pressing twice begins one. */
  emergencyId: string;
  version: number;
  /** Names of sections; null is the whole organisation. Not yet known on the form. */
  scope: Localised[] | null;
  reason: string | null;
  /** What the form offers and what is chosen on it: ids of sections, or `all`. */
  sections: { id: string; name: Localised }[];
  chosen: string[];
  /** A second person must confirm. */
  twoPeople: boolean;
  /** The viewer asked for it: somebody else confirms. */
  own: boolean;
  people: number | null;
  askedByName: string | null;
  askedAt: Date | null;
  confirmedByName: string | null;
  beganAt: Date | null;
  endedByName: string | null;
  endedAt: Date | null;
  /** What has been done so far. */
  told: number;
  approved: number;
  waitlisted: number;
  problem: EmergencyProblem | null;
  timeZone: string;
}

/** What everybody in the scope sees. */
export interface EmergencyToldView {
  kind: 'emergency-told';
  state: 'on' | 'ended';
  emergencyId: string;
  version: number;
  scope: Localised[] | null;
  reason: string;
  /** The day that one tap books: today, or the next working day; null where there is nothing to book any more. */
  day: LocalDay | null;
  isToday: boolean;
  /** Own bookings of that day and the days after it. */
  bookings: BookingLine[];
  /** The day moved on since the card was made. */
  dayChanged: boolean;
  timeZone: string;
}

/** Bookings shown to everybody; the rest is in their list. */
const BOOKINGS_SHOWN = 4;
const READ_AT_MOST = 60;

/** An empty form. `chosen` and `reason`: what is in it already. */
export function emergencyForm(
  deps: Deps,
  start: { id?: string; chosen?: string[]; reason?: string | null; problem?: EmergencyProblem | null } = {},
): EmergencyView {
  const organisation = deps.organisation();
  return {
    kind: 'emergency',
    state: 'form',
    emergencyId: start.id ?? deps.newId(),
    version: 0,
    scope: null,
    reason: start.reason ?? null,
    sections: organisation.sections.map(({ id, name }) => ({ id, name })),
    chosen: start.chosen ?? [],
    twoPeople: organisation.emergency.twoPeople,
    own: true,
    people: null,
    askedByName: null,
    askedAt: null,
    confirmedByName: null,
    beganAt: null,
    endedByName: null,
    endedAt: null,
    told: 0,
    approved: 0,
    waitlisted: 0,
    problem: start.problem ?? null,
    timeZone: organisation.timeZone,
  };
}

/** An emergency as those who may switch see it now. */
export async function showEmergency(
  tx: Tx,
  deps: Deps,
  viewer: Pick<Person, 'id'>,
  emergency: Emergency,
  problem: EmergencyProblem | null = null,
): Promise<EmergencyView> {
  const organisation = deps.organisation();
  const { askedBy, confirmedBy, endedBy } = emergency;
  const people = await tx.people.byIds([askedBy, confirmedBy, endedBy].flatMap((id) => id ?? []));
  const nameOf = (id: string | null) => people.find((one) => one.id === id)?.displayName ?? null;
  const done = await tx.emergencies.progress(emergency.id);
  const count = (step: string, what: string) => done.find((one) => one.step === step)?.counts[what] ?? 0;
  return {
    ...emergencyForm(deps, { id: emergency.id, reason: emergency.reason, problem }),
    state: emergency.state,
    version: emergency.version,
    scope: scopeNames(organisation, emergency.sections),
    own: viewer.id === askedBy,
    people: (await peopleInScope(tx, deps, emergency)).length,
    askedByName: nameOf(askedBy),
    askedAt: emergency.askedAt,
    confirmedByName: nameOf(confirmedBy),
    beganAt: emergency.beganAt,
    endedByName: nameOf(endedBy),
    endedAt: emergency.endedAt,
    told: count('tell', 'told'),
    approved: count('approve', 'approved'),
    waitlisted: count('approve', 'waitlisted'),
  };
}

/** What a person in the scope is told now. */
export async function showEmergencyTold(
  tx: Tx,
  deps: Deps,
  person: Person,
  emergency: Emergency,
  options: { dayChanged?: boolean } = {},
): Promise<EmergencyToldView> {
  const organisation = deps.organisation();
  const now = deps.clock.now();
  const on = emergency.state === 'on';
  const day = dayToBook(organisation, now);
  const from = instantOf(localDayOf(now, organisation.timeZone), '00:00', organisation.timeZone);
  const ahead = (await tx.bookings.ofPerson(person.id, from, READ_AT_MOST)).filter(
    (one) => one.endsAt > now && (HOLDING.includes(one.status) || one.status === 'waitlisted'),
  );
  return {
    kind: 'emergency-told',
    state: on ? 'on' : 'ended',
    emergencyId: emergency.id,
    version: emergency.version,
    scope: scopeNames(organisation, emergency.sections),
    reason: emergency.reason,
    day: on && !ahead.some((one) => one.day === day) ? day : null,
    isToday: day === localDayOf(now, organisation.timeZone),
    bookings: await bookingLines(tx, deps, ahead.slice(0, BOOKINGS_SHOWN)),
    dayChanged: options.dayChanged ?? false,
    timeZone: organisation.timeZone,
  };
}

/** The day that can be booked at once: today while people work, else the next day on which they do. */
export function dayToBook(organisation: Organisation, now: Date): LocalDay {
  const { timeZone, workingHours } = organisation;
  const today = localDayOf(now, timeZone);
  let day = now < instantOf(today, workingHours.end, timeZone) ? today : addDays(today, 1);
  for (let looked = 0; looked < 366 && isDayOff(day, organisation); looked += 1) day = addDays(day, 1);
  return day;
}
