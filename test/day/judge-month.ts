import type { AccessWindow } from '../../flows/access/access-windows.ts';
import type { Booking } from '../../flows/booking/booking.ts';
import type { KeptVisit } from '../../flows/capacity/visit-store.ts';
import type { Certificate } from '../../flows/certificates/certificate-store.ts';
import type { AllowEntry } from '../../flows/gateway/allow-list.ts';

/** The most people signed in at one instant, of sessions as the rounds saw them. */
export function mostSignedIn(visits: readonly Pick<KeptVisit, 'cameAt' | 'endedAt'>[]): number {
  const changes = visits.flatMap(({ cameAt, endedAt }) => [
    { at: cameAt.getTime(), by: 1 },
    { at: endedAt.getTime(), by: -1 },
  ]);
  changes.sort((a, b) => a.at - b.at || a.by - b.by);
  let [now, most] = [0, 0];
  for (const { by } of changes) most = Math.max(most, (now += by));
  return most;
}

/** Sessions that were not begun in an access window of their person. `unseen`: when nothing could be read. */
export function begunOutside(
  visits: readonly KeptVisit[],
  windows: readonly AccessWindow[],
  unseen: readonly { from: Date; to: Date }[],
): KeptVisit[] {
  return visits.filter(({ personId, cameAt }) => {
    if (unseen.some(({ from, to }) => from <= cameAt && cameAt <= to)) return false;
    return !windows.some((one) => one.personId === personId && one.from <= cameAt && cameAt < one.to);
  });
}

export interface LateSession {
  personId: string | null;
  windowTo: Date | null;
  cameAt: Date;
  endedAt: Date;
}

/** The longest of these sessions, with the end of the window before it; of those alone that met no outage. */
export function longestOf(
  visits: readonly KeptVisit[],
  windows: readonly AccessWindow[],
  outages: readonly { from: Date; to: Date }[],
): LateSession | null {
  const lengthOf = ({ cameAt, endedAt }: Pick<KeptVisit, 'cameAt' | 'endedAt'>) => endedAt.getTime() - cameAt.getTime();
  const [longest] = visits
    .filter((one) => !outages.some(({ from, to }) => one.cameAt < to && from < one.endedAt))
    .sort((a, b) => lengthOf(b) - lengthOf(a));
  if (!longest) return null;
  const { personId, cameAt, endedAt } = longest;
  const before = windows.filter((one) => one.personId === personId && one.to <= cameAt).at(-1);
  return { personId, windowTo: before?.to ?? null, cameAt, endedAt };
}

/**
 * Entries of an allow-list that let somebody in outside their bookings, or by a certificate that is not theirs, revoked or
 * over by then.
 */
export function entriesOutside<Entry extends AllowEntry>(
  entries: readonly Entry[],
  bookings: readonly Pick<Booking, 'personId' | 'status' | 'startsAt' | 'endsAt'>[],
  certificates: readonly Certificate[],
): Entry[] {
  const bySerial = new Map(certificates.map((one) => [one.serial, one]));
  return entries.filter(({ personId, serial, from, to }) => {
    const certificate = bySerial.get(serial);
    const good =
      certificate !== undefined &&
      certificate.personId === personId &&
      certificate.revokedAt === null &&
      certificate.notBefore <= from &&
      to <= certificate.notAfter;
    return !good || !isCovered({ from, to }, bookingsOf(bookings, personId));
  });
}

function bookingsOf(bookings: Parameters<typeof entriesOutside>[1], personId: string) {
  return bookings
    .filter((one) => one.personId === personId && (one.status === 'approved' || one.status === 'active'))
    .map(({ startsAt, endsAt }) => ({ from: startsAt, to: endsAt }))
    .sort((a, b) => a.from.getTime() - b.from.getTime());
}

/** Whether spans, by their beginning, leave no gap in a time. */
function isCovered({ from, to }: { from: Date; to: Date }, spans: readonly { from: Date; to: Date }[]): boolean {
  let until = from;
  for (const span of spans) if (span.from <= until && span.to > until) until = span.to;
  return until >= to;
}
