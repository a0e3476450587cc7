import { HOLDING, type Booking, type BookingPart, type BookingStatus, type Place } from '../booking/booking.ts';
import type { AskedDay, RuleReason } from '../booking/proposal.ts';
import type { Certificate } from '../certificates/certificate-store.ts';
import type { Deps } from '../deps.ts';
import type { DeviceKind, DeviceState } from '../devices/device-store.ts';
import type { Language, LocalDay, Localised } from '../organisation.ts';
import type { Person } from '../person.ts';
import type { GateReason } from '../readiness/gates.ts';
import type { Device } from '../rules/rules.ts';
import type { Tx } from '../store.ts';
import type { WorkEntry } from '../work/work-record.ts';
import { calendarOf, type RecordedCalendar } from './calendar-records.ts';
import { auditLines, type AuditLine } from './audit-lines.ts';

/** What reading records takes: the command line has no more. */
export type RecordDeps = Pick<Deps, 'store' | 'clock' | 'organisation'>;

/** Everything that is kept of a person, for them to read. Of others there are the names of their approvers alone. */
export interface PersonRecords {
  organisation: Localised;
  timeZone: string;
  at: Date;
  person: {
    upn: string;
    name: string;
    department: string | null;
    jobTitle: string | null;
    languages: Record<'lastMessage' | 'chosen' | 'mailbox' | 'client', Language | null>;
  };
  chat: { state: 'reachable' | 'not-installed' | 'blocked'; channel: string } | null;
  bookings: RecordedBooking[];
  drafts: RecordedDraft[];
  workingTimes: { day: LocalDay; entries: RecordedEntry[] }[];
  pledges: { version: string; ownDevice: boolean; pledgedAt: Date }[];
  devices: RecordedDevice[];
  /** Of which no device is known. */
  otherCertificates: RecordedCertificate[];
  feedback: { day: LocalDay; askedAt: Date; score: number | null; line: string | null; givenAt: Date | null }[];
  /** Sessions in shared desktops that are over. */
  visits: { pool: Localised; cameAt: Date; leftOpenAt: Date | null; endedAt: Date }[];
  /** Licences that they had, those that they missed, and products that are assigned to them. */
  licences: {
    had: { licence: Localised; from: Date; returnedAt: Date | null; lockedUntil: Date | null }[];
    missed: { licence: Localised; day: LocalDay; askedAt: Date }[];
    assigned: { products: string[]; plans: string[]; readAt: Date } | null;
    /** Devices that licences are bound to because they used them there. */
    devices: { licence: Localised; device: string; firstSeen: Date; boundUntil: Date }[];
  };
  calendar: RecordedCalendar;
  /** What was missing before days, and what was said of it. */
  readiness: {
    day: LocalDay;
    state: string;
    missing: GateReason[];
    words: string | null;
    question: string | null;
    answer: string | null;
  }[];
  /** Second factors as they were read or taken in last. */
  secondFactors: { kind: 'second-factor' | 'gateway-otp'; registered: boolean; methods: string[]; readAt: Date }[];
  deputies: { role: 'approver' | 'deputy'; with: string; from: LocalDay; to: LocalDay; source: string }[];
  audit: AuditLine[];
}

export interface RecordedDevice {
  label: string;
  kind: DeviceKind;
  os: string;
  state: DeviceState;
  registeredAt: Date;
  certificates: RecordedCertificate[];
}

export type RecordedCertificate = Pick<
  Certificate,
  'serial' | 'state' | 'notBefore' | 'notAfter' | 'revokedAt' | 'reason'
>;

export interface RecordedBooking {
  day: LocalDay;
  part: BookingPart;
  startsAt: Date;
  endsAt: Date;
  status: BookingStatus;
  pool: Localised | null;
  place: Place | null;
  device: Device | null;
  askedAt: Date;
  /** Somebody else asked for it. */
  bySomebodyElse: boolean;
  /** Rules that it lay beyond. */
  beyond: RuleReason[];
  reason: string | null;
  category: Localised | null;
  contact: string | null;
  material: string | null;
  comment: string | null;
  approvers: string[];
  decisions: { verdict: 'approved' | 'rejected'; at: Date; by: string; inPlaceOf: string | null }[];
  /** Questions and answers about the request. */
  notes: { at: Date; by: string; text: string }[];
}

type Words = 'place' | 'device' | 'reason' | 'category' | 'task' | 'contact' | 'material';
export interface RecordedDraft extends Record<Words, string | null> {
  at: Date;
  days: AskedDay[];
  /** It is for somebody else. */
  forSomebodyElse: boolean;
  sent: boolean;
}

export type RecordedEntry = Pick<WorkEntry, 'number' | 'move' | 'at' | 'writtenAt' | 'corrects'> & {
  /** The person themselves wrote it. */
  own: boolean;
};

const EVER = '0001-01-01';

async function secondFactorsOf(tx: Tx, personId: string): Promise<PersonRecords['secondFactors']> {
  const factor = (await tx.readiness.facts('second-factor', [personId])).get(personId);
  const otp = (await tx.readiness.facts('gateway-otp', [personId])).get(personId);
  return [
    ...(factor
      ? [
          {
            kind: 'second-factor' as const,
            registered: factor.value.registered,
            methods: factor.value.methods,
            readAt: factor.readAt,
          },
        ]
      : []),
    ...(otp
      ? [{ kind: 'gateway-otp' as const, registered: otp.value.registered, methods: [], readAt: otp.readAt }]
      : []),
  ];
}

/** Reads all that is kept of a person. Reads only. */
export async function readRecords(tx: Tx, deps: Omit<RecordDeps, 'store'>, person: Person): Promise<PersonRecords> {
  const { name, timeZone, reasonCategories, pools } = deps.organisation();
  const bookings = await tx.bookings.between(null, null, person.id);
  const ids = bookings.map((one) => one.id);
  const texts = await tx.bookings.texts(ids);
  const decisions = await tx.decisions.of(ids);
  const requestIds = [...new Set(bookings.map((one) => one.requestId))];
  const notes = new Map<string, Awaited<ReturnType<Tx['notes']['of']>>>();
  for (const requestId of requestIds) notes.set(requestId, await tx.notes.of(requestId));
  const deputies = await tx.deputies.around(person.id, EVER);
  // Whoever asked in the person's place answers questions as well, and is no approver.
  const askers = new Set(bookings.map((one) => one.requestedBy));
  const approverIds = [
    ...bookings.flatMap((one) => [...one.approverIds, one.decidedBy, one.decidedFor]),
    ...decisions.flatMap((one) => [one.by, one.decidedFor]),
    ...[...notes.values()].flatMap((all) => all.map((one) => one.by)).filter((id) => !askers.has(id)),
    ...deputies.flatMap((one) => [one.approverId, one.deputyId]),
    person.managerId,
  ].filter((id): id is string => id !== null && id !== 'rule');
  const approvers = await tx.people.byIds([...new Set(approverIds)]);
  const names = new Map([...approvers, person].map((one) => [one.id, one.displayName]));
  const called = (id: string) => names.get(id) ?? (id === 'rule' ? 'rule' : 'somebody else');
  const held = await tx.certificates.ofPeople([person.id]);
  const chat = await tx.conversations.of(person.id);
  return {
    organisation: name,
    timeZone,
    at: deps.clock.now(),
    person: {
      upn: person.upn,
      name: person.displayName,
      department: person.department,
      jobTitle: person.jobTitle,
      languages: {
        lastMessage: person.lastMessageLanguage,
        chosen: person.chosenLanguage,
        mailbox: person.mailboxLanguage,
        client: person.clientLanguage,
      },
    },
    chat: chat && { state: chat.state, channel: chat.channelId },
    bookings: bookings.map(recorded),
    drafts: (await tx.records.draftsOf(person.id)).map((draft) => ({
      at: draft.createdAt,
      days: draft.asked.map(({ day, part, from, to }) => ({ day, part, from, to })),
      forSomebodyElse: draft.forPersonId !== null || draft.forChoices.length > 0,
      sent: draft.requestId !== null,
      place: draft.place,
      device: draft.device,
      reason: draft.reason,
      category: draft.category,
      task: draft.task,
      contact: draft.contact,
      material: draft.material,
    })),
    workingTimes: (await tx.work.ofPerson(person.id)).map(({ day, entries }) => ({
      day,
      entries: entries.map(({ number, move, at, writtenAt, writtenBy, corrects }) => ({
        number,
        move,
        at,
        writtenAt,
        corrects,
        own: writtenBy === person.id,
      })),
    })),
    pledges: (await tx.pledges.of(person.id)).map(({ version, ownDevice, pledgedAt }) => ({
      version,
      ownDevice,
      pledgedAt,
    })),
    devices: (await tx.devices.ofPerson(person.id)).map(({ id, label, kind, os, state, registeredAt }) => ({
      label,
      kind,
      os,
      state,
      registeredAt,
      certificates: held.filter(({ deviceId }) => deviceId === id).map(recordedCertificate),
    })),
    otherCertificates: held.filter(({ deviceId }) => deviceId === null).map(recordedCertificate),
    feedback: (await tx.feedback.ofPerson(person.id)).map(({ day, askedAt, score, line, givenAt }) => ({
      day,
      askedAt,
      score,
      line,
      givenAt,
    })),
    visits: (await tx.visits.ofPerson(person.id)).map(({ poolId, cameAt, leftOpenAt, endedAt }) => ({
      pool: pools.find((one) => one.id === poolId)?.name ?? { ja: poolId, en: poolId },
      cameAt,
      leftOpenAt,
      endedAt,
    })),
    licences: await licencesOf(tx, deps, person.id),
    calendar: await calendarOf(tx, deps, person, bookings),
    readiness: (await tx.readiness.cases([person.id], EVER)).map((one) => ({
      day: one.day,
      state: one.state,
      missing: one.results.map(({ reason }) => reason),
      words: one.words,
      question: one.question,
      answer: one.answer,
    })),
    secondFactors: await secondFactorsOf(tx, person.id),
    deputies: deputies.map(({ approverId, deputyId, fromDay, toDay, source }) => ({
      role: approverId === person.id ? 'approver' : 'deputy',
      with: called(approverId === person.id ? deputyId : approverId),
      from: fromDay,
      to: toDay,
      source,
    })),
    audit: auditLines(await tx.records.auditAbout(person.id, [person.id, ...ids, ...requestIds]), {
      personId: person.id,
      names,
      days: new Map([
        ...bookings.map((one): [string, LocalDay] => [one.requestId, one.day]),
        ...bookings.map((one): [string, LocalDay] => [one.id, one.day]),
      ]),
    }),
  };

  function recorded(booking: Booking): RecordedBooking {
    const { id, requestId, day, part, startsAt, endsAt, status, place, device } = booking;
    const said = texts.get(id);
    const waits = HOLDING.includes(status) && booking.decidedBy === null;
    return {
      day,
      part,
      startsAt,
      endsAt,
      status,
      pool: pools.find((one) => one.id === booking.poolId)?.name ?? null,
      place,
      device,
      askedAt: booking.createdAt,
      bySomebodyElse: booking.requestedBy !== null,
      beyond: booking.beyond,
      reason: said?.reason ?? null,
      category: categoryOf(said?.category ?? null),
      contact: said?.contact ?? null,
      material: said?.material ?? null,
      comment: said?.comment ?? null,
      approvers: waits ? booking.approverIds.map(called) : [],
      decisions: decisionsOn(booking).map(({ verdict, at, by, decidedFor }) => ({
        verdict,
        at,
        by: called(by),
        inPlaceOf: decidedFor && called(decidedFor),
      })),
      notes: (notes.get(requestId) ?? []).map(({ at, by, text }) => ({ at, by: called(by), text })),
    };
  }

  /** The steps before the last stand beside the booking, the last in it. */
  function decisionsOn({ id, decidedBy, decidedFor, decidedAt, status }: Booking) {
    const earlier = decisions.filter((one) => one.bookingId === id);
    if (decidedBy === null || decidedAt === null) return earlier;
    const verdict = status === 'rejected' ? ('rejected' as const) : ('approved' as const);
    return [...earlier, { verdict, at: decidedAt, by: decidedBy, decidedFor }];
  }

  function categoryOf(id: string | null): Localised | null {
    // A category that the settings have no more still says what it was.
    return id === null ? null : (reasonCategories.find((one) => one.id === id)?.name ?? { ja: id, en: id });
  }
}

async function licencesOf(
  tx: Tx,
  deps: Omit<RecordDeps, 'store'>,
  personId: string,
): Promise<PersonRecords['licences']> {
  const { licences } = deps.organisation();
  const called = (id: string) => licences.find((one) => one.id === id)?.name ?? { ja: id, en: id };
  const { leases, wants } = await tx.licences.ofPerson(personId);
  const details = await tx.licences.details(personId);
  const devices = await tx.licences.devicesOf(personId);
  return {
    had: leases.map(({ licenceId, from, returned }) => ({
      licence: called(licenceId),
      from,
      returnedAt: returned?.returnedAt ?? null,
      lockedUntil: returned?.lockedUntil ?? null,
    })),
    missed: wants.map(({ licenceId, day, askedAt }) => ({ licence: called(licenceId), day, askedAt })),
    assigned: details && { products: details.skus, plans: details.plans, readAt: details.readAt },
    devices: devices.map(({ licenceId, ...one }) => ({ licence: called(licenceId), ...one })),
  };
}

function recordedCertificate(held: Certificate): RecordedCertificate {
  const { serial, state, notBefore, notAfter, revokedAt, reason } = held;
  return { serial, state, notBefore, notAfter, revokedAt, reason };
}
