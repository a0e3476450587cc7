import type { Booking } from '../booking/booking.ts';
import { addMinutes, earlier, later } from '../minutes.ts';
import type { Gateway } from '../organisation.ts';

/** A certificate as the gateway's rule looks at it. */
export interface GatewayCertificate {
  /** Hexadecimal, lower case, as the authority wrote it. */
  serial: string;
  personId: string;
  /** SHA-256 of the certificate, hexadecimal, lower case; null where only the serial is known. */
  fingerprint: string | null;
  notBefore: Date;
  notAfter: Date;
  /** False: revoked, replaced, lost, or not in anybody's hands yet. */
  inUse: boolean;
}

/** A certificate that the gateway lets in: [from, to). */
export interface AllowEntry {
  personId: string;
  serial: string;
  fingerprint: string | null;
  from: Date;
  to: Date;
}

/** Times, [from, to), that touch this span are listed whole. */
export interface Span {
  from: Date;
  to: Date;
}

/**
 * Who may pass the gateway with which certificate, from when to when: exactly the booked time, without the pool's lead
 * and grace, and never longer than the certificate is valid. What grants nothing (pending, cancelled, given back, over)
 * and certificates that are not in use are not in it. Adjacent times of one certificate are one entry. By start, then
 * serial, so that the same bookings always give the same list.
 */
export function allowList(
  bookings: readonly Booking[],
  certificates: readonly GatewayCertificate[],
  gateway: Pick<Gateway, 'pools' | 'devices'>,
  span: Span,
): AllowEntry[] {
  const inUse = certificates.filter((one) => one.inUse);
  const entries: AllowEntry[] = [];
  for (const certificate of inUse) {
    const { personId, serial, fingerprint } = certificate;
    const times = bookings
      .filter((one) => one.personId === personId && passesGateway(one, gateway))
      .map((one) => ({
        from: later(one.startsAt, certificate.notBefore),
        to: earlier(one.endsAt, certificate.notAfter),
      }));
    for (const { from, to } of joined(times))
      if (from < span.to && span.from < to) entries.push({ personId, serial, fingerprint, from, to });
  }
  return entries.sort((a, b) => a.from.getTime() - b.from.getTime() || (a.serial < b.serial ? -1 : 1));
}

/** Whether a booking opens the gateway: it grants its time, and its pool, or its device without a pool, is named. */
export function passesGateway(booking: Booking, { pools, devices }: Pick<Gateway, 'pools' | 'devices'>): boolean {
  if (booking.status !== 'approved' && booking.status !== 'active') return false;
  if (booking.poolId !== null) return pools.includes(booking.poolId);
  return booking.device !== null && devices.includes(booking.device);
}

/** The rule at the gate, at this instant. A fingerprint, where one is shown, must be the certificate's. */
export function allowedAt(
  entries: readonly AllowEntry[],
  shown: { serial: string; fingerprint?: string | null },
  now: Date,
): boolean {
  const serial = plainSerial(shown.serial);
  return entries.some(
    (entry) =>
      plainSerial(entry.serial) === serial &&
      (!shown.fingerprint || entry.fingerprint === plainFingerprint(shown.fingerprint)) &&
      entry.from <= now &&
      now < entry.to,
  );
}

/**
 * Programs write the same serial in capitals, with colons and with or without zeros in front
 * (nginx "0A1B", openssl "0A:1B", Citrix "a1b").
 */
export function plainSerial(serial: string): string {
  return serial
    .toLowerCase()
    .replaceAll(':', '')
    .replace(/^0+(?=.)/, '');
}

export function plainFingerprint(fingerprint: string): string {
  return fingerprint.toLowerCase().replaceAll(':', '');
}

/**
 * Up to when a list tells everything: at least `aheadHours` from now, at a whole hour, so that a list stays the same
 * list until something in it changes or the hour is over.
 */
export function listedUntil(now: Date, { aheadHours }: Pick<Gateway, 'aheadHours'>): Date {
  return addMinutes(nextHour(now), aheadHours * 60);
}

/** When the list is to be written again though nobody changes anything: its next edge, or the next hour. */
export function nextWriting(entries: readonly AllowEntry[], now: Date): Date {
  let next = nextHour(now);
  for (const { from, to } of entries) for (const edge of [from, to]) if (edge > now) next = earlier(next, edge);
  return next;
}

const HOUR_MS = 3_600_000;

function nextHour(now: Date): Date {
  return new Date((Math.floor(now.getTime() / HOUR_MS) + 1) * HOUR_MS);
}

/** Times that touch or overlap are one; empty ones are none. */
function joined(times: Span[]): Span[] {
  const sorted = times.filter(({ from, to }) => from < to).sort((a, b) => a.from.getTime() - b.from.getTime());
  const result: Span[] = [];
  for (const time of sorted) {
    const last = result.at(-1);
    if (last && time.from <= last.to) last.to = later(last.to, time.to);
    else result.push({ ...time });
  }
  return result;
}
