import { randomUUID } from 'node:crypto';
import { NO_TEXTS, type Booking } from '../../../flows/booking/booking.ts';
import { NO_WISH, type ProposalDraft } from '../../../flows/booking/proposal.ts';
import type { DirectoryPerson, Tx } from '../../../flows/store.ts';

/** Wednesday, nine in the morning in Tokyo. */
export const NOW = new Date('2026-12-02T00:00:00Z');

/** An instant: hours after NOW. */
export function at(hours: number): Date {
  return new Date(NOW.getTime() + hours * 3_600_000);
}

/** A pending booking of two hours from NOW on, in pool "main". `from` and `to` are hours after NOW. */
export function aBooking({
  from = 0,
  to = from + 2,
  ...rest
}: Partial<Booking> & { from?: number; to?: number } = {}): Booking {
  return {
    id: randomUUID(),
    requestId: 'request',
    personId: 'staff',
    day: '2026-12-02',
    part: 'hours',
    startsAt: at(from),
    endsAt: at(to),
    status: 'pending',
    poolId: 'main',
    place: 'home',
    device: null,
    requestedBy: null,
    series: false,
    replacesId: null,
    beyond: [],
    steps: ['manager'],
    step: 0,
    approverIds: ['manager'],
    decidedBy: null,
    decidedFor: null,
    decidedAt: null,
    seatHeld: true,
    holdUntil: null,
    offeredUntil: null,
    createdAt: NOW,
    version: 1,
    ...rest,
  };
}

export { NO_TEXTS };

export function aDraft(draft: Partial<ProposalDraft> = {}): ProposalDraft {
  return {
    id: randomUUID(),
    personId: 'staff',
    ...NO_WISH,
    forPersonId: null,
    forChoices: [],
    changing: false,
    asked: [{ day: '2026-12-02', part: 'hours', from: '13:00', to: '15:00' }],
    times: null,
    series: false,
    offered: [true],
    onTime: [],
    automatic: [],
    place: 'home',
    notes: [],
    notUnderstood: null,
    language: 'ja',
    createdAt: NOW,
    version: 1,
    requestId: null,
    discarded: false,
    ...draft,
  };
}

export function aDirectoryPerson(person: Partial<DirectoryPerson> = {}): DirectoryPerson {
  return {
    id: 'staff',
    upn: 'tanaka.yui@kamakura.example',
    displayName: '田中 結衣',
    department: '総務課',
    jobTitle: '主事',
    managerId: 'manager',
    ...person,
  };
}

/** Adds as the flows do: caps locked first. */
export async function addLocked(tx: Tx, bookings: Booking[]): Promise<void> {
  for (const { personId, poolId, startsAt, endsAt } of bookings) {
    await tx.caps.lock({
      personId,
      seats: poolId === null ? [] : [{ poolId, startsAt, endsAt }],
      weeks: ['2026-11-30'],
    });
  }
  await tx.bookings.add(bookings, NO_TEXTS);
}
