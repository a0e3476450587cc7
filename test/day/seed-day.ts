import { recordDecision } from '../../flows/approval/record-decision.ts';
import { confirmBooking } from '../../flows/booking/confirm-booking.ts';
import { proposeBooking } from '../../flows/booking/propose-booking.ts';
import { takesPart } from '../../flows/registration/takes-part.ts';
import { weekdayOf } from '../../flows/local-time.ts';
import type { LocalDay } from '../../flows/organisation.ts';
import type { Device } from '../../flows/rules/rules.ts';
import type { Understanding } from '../../flows/understand/understanding.ts';
import { loadOrganisation } from '../../infra/organisations/load-organisation.ts';
import { inventPeople } from '../../infra/simulator/invent-people.ts';
import type { City } from './city.ts';

/** Transactions under way at once. */
const AT_ONCE = 8;
/** Share of requests whose approval is left to the simulated approvers and their chats. */
const LEFT_TO_CHAT = 0.1;

/** Of an approval: more than any organisation's file may have. */
const MOST_STEPS = 6;

export interface Seeded {
  requests: number;
  approved: number;
  leftToChat: number;
}

/**
 * Has so many people ask for one day, most for all of it, some for a morning, an afternoon or odd hours, and most of
 * them approved by their approver, through the flows that chat uses, each in its own transaction. `who`: by number.
 * `device`: from what they say they work.
 */
export async function seedDay(
  city: City,
  day: LocalDay,
  count: number,
  who: (index: number) => boolean = () => true,
  device: Device | null = null,
): Promise<Seeded> {
  const people = takingPart(city);
  const seeded: Seeded = { requests: 0, approved: 0, leftToChat: 0 };
  const waiting = people.slice(0, count).flatMap(({ id }, index) => (who(index) ? [{ id, index }] : []));
  const lane = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const bookings = await request(city, next.id, asked(day, next.index), device);
      if (!bookings) continue;
      seeded.requests += 1;
      if (lot(next.index, 2) < LEFT_TO_CHAT) seeded.leftToChat += 1;
      else if (await approve(city, bookings)) seeded.approved += 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return seeded;
}

/** Who may ask at all, in the order of the directory. */
export function takingPart({ organisation }: City): { id: string }[] {
  return inventPeople(organisation, loadOrganisation(organisation.id).simulation).filter((person) =>
    takesPart(organisation, person),
  );
}

/** Their message, their tap; for the waiting list where the day is full. Null where the rules let nothing be sent. */
function request(city: City, personId: string, understanding: Understanding, device: Device | null) {
  const { store } = city.deps;
  return store.transaction(async (tx) => {
    const person = await tx.people.byId(personId);
    if (!person) throw new Error(`the directory has not been read: ${personId} is not known`);
    const draft = await proposeBooking(tx, city.deps, person, understanding);
    if (device !== null) {
      const kept = await tx.drafts.lock(draft.draftId);
      await tx.drafts.save({ ...kept!, device });
    }
    const view = await confirmBooking(tx, city.deps, person, {
      draftId: draft.draftId,
      version: draft.version,
      wait: true,
    });
    return view.kind === 'request' ? view.bookings.map(({ bookingId, version }) => ({ bookingId, version })) : null;
  });
}

/** Everybody whose decision it needs, one after the other; nobody's where the rules have decided. */
function approve(city: City, bookings: { bookingId: string; version: number }[]): Promise<boolean> {
  return city.deps.store.transaction(async (tx) => {
    for (let step = 0; step < MOST_STEPS; step += 1) {
      const now = await Promise.all(bookings.map(({ bookingId }) => tx.bookings.byId(bookingId)));
      const pending = now.flatMap((one) => (one?.status === 'pending' ? [one] : []));
      if (pending.length === 0) return now.some((one) => one?.status === 'approved');
      const approver = pending[0]!.approverIds[0] ? await tx.people.byId(pending[0]!.approverIds[0]) : null;
      if (!approver) return false;
      const open = pending.map(({ id, version }) => ({ bookingId: id, version }));
      const view = await recordDecision(tx, city.deps, approver, {
        bookings: open,
        verdict: 'approved',
        comment: null,
      });
      if (view.kind !== 'approval') return false;
    }
    return false;
  });
}

/** Seven in ten the whole day; mornings, afternoons and hours for the others. */
function asked(day: LocalDay, index: number): Understanding {
  const drawn = lot(index, 1);
  const book: Understanding = { intent: 'book', days: [day], place: 'home', language: 'ja' };
  if (drawn < 0.7) return { ...book, part: 'full' };
  if (drawn < 0.82) return { ...book, part: 'am' };
  if (drawn < 0.94) return { ...book, part: 'pm' };
  return { ...book, part: 'hours', from: '10:00', to: '15:30' };
}

/**
 * Does this person work at home on that day? Some have two fixed days a week, most three or four; now and then somebody does
 * otherwise.
 */
export function worksAtHome(index: number, day: LocalDay): boolean {
  const days = 0.35 + 0.5 * lot(index, 3);
  const otherwise = lot(index, Number(day.replaceAll('-', ''))) < 0.05;
  return lot(index, 10 + weekdayOf(day)) < days !== otherwise;
}

/** A lot in [0, 1), always the same for the same person and question. */
export function lot(index: number, question: number): number {
  let state = Math.imul(index + 1, 0x9e3779b1) ^ Math.imul(question, 0x85ebca6b);
  state = Math.imul(state ^ (state >>> 15), state | 1);
  state ^= state + Math.imul(state ^ (state >>> 7), state | 61);
  return ((state ^ (state >>> 14)) >>> 0) / 2 ** 32;
}
