import { randomUUID } from 'node:crypto';
import type { Booking } from '../../../flows/booking/booking.ts';
import type { ProposalDraft } from '../../../flows/booking/proposal.ts';
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
    approverIds: ['manager'],
    decidedBy: null,
    decidedAt: null,
    createdAt: NOW,
    version: 1,
    ...rest,
  };
}

export const NO_TEXTS = { reason: null, comment: null };

export function aDraft(draft: Partial<ProposalDraft> = {}): ProposalDraft {
  return {
    id: randomUUID(),
    personId: 'staff',
    asked: [{ day: '2026-12-02', part: 'hours', from: '13:00', to: '15:00' }],
    offered: [true],
    place: 'home',
    reason: null,
    notes: [],
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
