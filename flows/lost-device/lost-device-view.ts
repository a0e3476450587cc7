import { HOLDING, type Booking } from '../booking/booking.ts';
import { bookingLines } from '../booking/request-view.ts';
import type { Deps } from '../deps.ts';
import { addMinutes } from '../minutes.ts';
import { canTakeAgain } from '../no-show/no-show.ts';
import type { Person } from '../person.ts';
import type { Tx } from '../store.ts';
import type { BookingLine } from '../views.ts';
import type { LostDevice, LostDeviceReport } from './lost-device-report.ts';

/** A lost device: the form, what was done, and what the ICT section is told. */
export interface LostDeviceView {
  kind: 'lost-device';
  /** `told`: the ICT section's card. */
  state: 'form' | 'reported' | 'stopped' | 'told';
  /** Made with the form, so that pressing twice reports once. */
  reportId: string;
  version: number;
  device: LostDevice | null;
  sinceWhen: string | null;
  note: string | null;
  at: Date | null;
  personName: string | null;
  /** Officers who have been told; nobody where the organisation names none. */
  ictNames: string[];
  /** The person's bookings ahead that use a desktop, at most a page. */
  bookings: BookingLine[];
  cancelled: number;
  /** Certificates of the person that were revoked for it. */
  revoked: number;
  problem: 'device-missing' | null;
  timeZone: string;
}

/** One page; more are shown after these have been cancelled. */
const PAGE = 40;
const READ_AT_MOST = 400;

/** What was revoked so long ago belongs to the report that is shown. */
const REPORT_MINUTES = 60;

/** The person's bookings that a lost device could be used with; one whose seat went back can be taken again by a tap. */
export async function desktopBookings(tx: Tx, personId: string, now: Date): Promise<Booking[]> {
  const ahead = await tx.bookings.ofPerson(personId, now, READ_AT_MOST);
  const open = ahead.filter(
    (one) => HOLDING.includes(one.status) || one.status === 'waitlisted' || canTakeAgain(one, now),
  );
  return open.filter((one) => one.poolId !== null).slice(0, PAGE);
}

export function lostDeviceForm(deps: Deps, start: Partial<LostDeviceView> = {}): LostDeviceView {
  return {
    kind: 'lost-device',
    state: 'form',
    reportId: deps.newId(),
    version: 0,
    device: null,
    sinceWhen: null,
    note: null,
    at: null,
    personName: null,
    ictNames: [],
    bookings: [],
    cancelled: 0,
    revoked: 0,
    problem: null,
    timeZone: deps.organisation().timeZone,
    ...start,
  };
}

/** What the person sees after the report: who knows of it, and what they can do besides. */
export async function showReported(
  tx: Tx,
  deps: Deps,
  person: Person,
  shown: Pick<LostDeviceView, 'state' | 'reportId'> & Partial<LostDeviceView>,
): Promise<LostDeviceView> {
  const officers = await tx.people.byIds(deps.roles.peopleWith('ict'));
  const bookings = await bookingLines(tx, deps, await desktopBookings(tx, person.id, deps.clock.now()));
  const ictNames = officers.filter((one) => !one.goneAt).map((one) => one.displayName);
  const revoked = await revokedForLoss(tx, person.id, addMinutes(deps.clock.now(), -REPORT_MINUTES));
  return lostDeviceForm(deps, { version: 1, ictNames, bookings, revoked, ...shown });
}

/** What an officer of the ICT section is told. */
export async function showLostDeviceTold(tx: Tx, deps: Deps, report: LostDeviceReport): Promise<LostDeviceView | null> {
  const person = await tx.people.byId(report.personId);
  if (!person) return null;
  const { id, device, sinceWhen, note } = report;
  const bookings = await bookingLines(tx, deps, await desktopBookings(tx, person.id, deps.clock.now()));
  const about = { device, sinceWhen, note, at: new Date(report.at), personName: person.displayName, bookings };
  const revoked = await revokedForLoss(tx, person.id, about.at);
  return lostDeviceForm(deps, { state: 'told', reportId: id, version: 1, revoked, ...about });
}

async function revokedForLoss(tx: Tx, personId: string, since: Date): Promise<number> {
  const held = await tx.certificates.ofPeople([personId]);
  return held.filter(({ reason, revokedAt }) => reason === 'lost' && revokedAt !== null && revokedAt >= since).length;
}
