import { neutralRefusal } from '../conversation/neutral-refusal.ts';
import type { Deps } from '../deps.ts';
import { wallTimeOf } from '../local-time.ts';
import type { LocalDay } from '../organisation.ts';
import { languageOf, type Person } from '../person.ts';
import type { Tx } from '../store.ts';
import type { Understanding } from '../understand/understanding.ts';
import type { CancelView, ProposalView, SentenceView } from '../views.ts';
import { timesSaid } from './asked-days.ts';
import { HOLDING, type Booking } from './booking.ts';
import { askedPool } from './choose-pool.ts';
import { proposeBooking } from './propose-booking.ts';
import type { AskedDay } from './proposal.ts';
import { bookingLines } from './request-view.ts';

const READ_AT_MOST = 400;
/** Bookings on one card of choices. */
const CHOICES = 12;

/**
 * A person wants other days, times or parts than they have. Which booking is meant follows from the days named; where
 * that stays open, the bookings are shown, each with a button. The change is a draft like any other: it goes through the
 * rules, and the booking stays as it is until the change is approved.
 */
export async function proposeChange(
  tx: Tx,
  deps: Deps,
  person: Person,
  understanding: Understanding,
): Promise<ProposalView | CancelView> {
  const organisation = deps.organisation();
  const { timeZone } = organisation;
  const named = understanding.days ?? [];
  const all = await tx.bookings.ofPerson(person.id, deps.clock.now(), READ_AT_MOST);
  const held = all.filter((one) => HOLDING.includes(one.status) && one.offeredUntil === null);
  const meant = named.length > 0 ? held.filter((one) => named.includes(one.day)) : held;
  const targets = understanding.to_days ?? [];
  const says = targets.length > 0 || understanding.part !== undefined || understanding.parts !== undefined;
  const fits = targets.length === 0 || meant.length === 1 || meant.length === targets.length;
  const several = new Set(meant.map((one) => one.day)).size !== meant.length;
  if (!says || meant.length === 0 || !fits || several || (named.length === 0 && meant.length > 1)) {
    const shown = meant.length > 0 ? meant : held;
    return {
      kind: 'cancel',
      purpose: 'change',
      bookings: await bookingLines(tx, deps, shown.slice(0, CHOICES)),
      days: meant.length > 0 ? [] : named,
      timeZone,
    };
  }
  const asked = askedChanges(meant, targets, understanding, timeZone);
  return proposeBooking(
    tx,
    deps,
    person,
    { intent: 'change', language: understanding.language },
    {
      asked,
      place: understanding.place ?? meant[0]!.place,
      device: meant[0]!.device,
      poolId: askedPool(organisation, person, meant[0]!.poolId),
      reason: understanding.reason ?? (await tx.bookings.texts([meant[0]!.id])).get(meant[0]!.id)?.reason ?? null,
    },
  );
}

/** Opens one booking for change, as it stands, in the form. */
export async function openChange(
  tx: Tx,
  deps: Deps,
  person: Person,
  { bookingId }: { bookingId: string; version: number },
): Promise<ProposalView | SentenceView> {
  const organisation = deps.organisation();
  const { timeZone } = organisation;
  const booking = await tx.bookings.byId(bookingId);
  if (!booking || booking.personId !== person.id) return neutralRefusal(deps);
  if (!HOLDING.includes(booking.status)) return { kind: 'sentence', sentence: 'not-changeable', timeZone };
  const texts = (await tx.bookings.texts([bookingId])).get(bookingId);
  return proposeBooking(
    tx,
    deps,
    person,
    { intent: 'change', language: languageOf(person) },
    {
      asked: [{ ...asBooked(booking, timeZone), replaces: booking.id }],
      place: booking.place,
      device: booking.device,
      poolId: askedPool(organisation, person, booking.poolId),
      reason: texts?.reason ?? null,
      changing: true,
    },
  );
}

function askedChanges(
  meant: Booking[],
  targets: readonly LocalDay[],
  understanding: Understanding,
  timeZone: string,
): AskedDay[] {
  const days = targets.length > 0 ? targets : meant.map((one) => one.day);
  return days.map((day, index): AskedDay => {
    const old = meant[index];
    const replaces = old ? { replaces: old.id } : {};
    const said = timesSaid(understanding, day);
    return said ? { day, ...said, ...replaces } : { ...asBooked(old ?? meant[0]!, timeZone), day, ...replaces };
  });
}

/** The same day and time as a booking has them. */
function asBooked({ day, part, startsAt, endsAt }: Booking, timeZone: string): AskedDay {
  const hours = part === 'hours';
  return {
    day,
    part,
    from: hours ? wallTimeOf(startsAt, timeZone) : null,
    to: hours ? wallTimeOf(endsAt, timeZone) : null,
  };
}
