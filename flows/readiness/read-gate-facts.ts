import type { Booking } from '../booking/booking.ts';
import { poolOf, type Deps } from '../deps.ts';
import { deviceStandings } from '../devices/device-standing.ts';
import { sortOf } from '../devices/usual-device.ts';
import { emergencyAmong } from '../emergency/emergency-for.ts';
import { grouped } from '../grouped.ts';
import { personalStandings, type LicenceStanding as LicenceKnown } from '../licences/licence-standing.ts';
import type { Organisation } from '../organisation.ts';
import { missingPledge } from '../registration/pledge.ts';
import type { Device, Zone } from '../rules/rules.ts';
import type { Tx } from '../store.ts';
import type { Dated, DeviceStanding, GateFacts, LicenceStanding } from './gates.ts';
import type { ReadinessCase } from './readiness-case.ts';
import { gatesOn, type GateId } from './readiness-settings.ts';
import type { FactKind, FactValues } from './readiness-store.ts';

/** A booking, or a day of a draft that is not sent yet. */
export type Asked = Pick<
  Booking,
  'personId' | 'day' | 'startsAt' | 'endsAt' | 'status' | 'poolId' | 'device' | 'seatHeld'
> & { id: string | null; requestId: string | null };

type ReadDeps = Pick<Deps, 'organisation' | 'clock'>;

/**
 * The facts that the gates ask of these bookings, in their order. What comes from outside is read from the store alone:
 * nothing here waits for anybody. Gates that are off cost nothing. `said`: a draft's own words, in place of kept ones.
 */
export async function readGateFacts(
  tx: Tx,
  deps: ReadDeps,
  asked: readonly Asked[],
  said?: { task: string | null; reason: string | null; material: string | null },
): Promise<GateFacts[]> {
  const organisation = deps.organisation();
  const on = new Set(gatesOn(organisation.readiness).map(({ id }) => id));
  const people = [...new Set(asked.map(({ personId }) => personId))];
  const read = <Kind extends FactKind>(gate: GateId, kind: Kind, subjects: string[]) =>
    on.has(gate)
      ? tx.readiness.facts(kind, subjects)
      : Promise.resolve(NOTHING as Map<string, Dated<FactValues[Kind]>>);
  const secondFactors = await read('second-factor', 'second-factor', people);
  const otps = await read('gateway-otp', 'gateway-otp', people);
  const imported = on.has('gateway-otp') ? await tx.readiness.lastWhole('gateway-otp') : null;
  const ways = await read('no-saving', 'open-ways', [...new Set(asked.flatMap(({ poolId }) => poolId ?? []))]);
  const zones = on.has('network-zone') ? await taskZones(tx, organisation, asked, said) : null;
  const pledged = on.has('pledge') ? await pledges(tx, deps, people) : null;
  const inEmergency = on.has('pledge') || on.has('officer') ? await emergencies(tx, deps, people) : new Set<string>();
  const devices = on.has('device') ? await ownDevices(tx, deps, asked) : null;
  const own = on.has('m365-licence') ? await personalStandings(tx, deps, asked) : null;
  const cases = await casesOf(tx, asked);
  const facts: GateFacts[] = [];
  for (const one of asked) {
    const pool = poolOf(organisation, one.poolId);
    const decided = cases.get(`${one.personId}/${one.day}`);
    const confirmed = decided?.state === 'declined' ? [] : (decided?.decidedGates ?? []);
    const otp = otps.get(one.personId);
    facts.push({
      status: one.status,
      desktop: one.poolId !== null,
      licence: licenceStanding(one),
      device: devices?.(one) ?? 'fine',
      secondFactor: secondFactors.get(one.personId) ?? null,
      gatewayOtp: imported === null ? null : (otp?.value.registered ?? false),
      m365Licence: own ? hasOwn(own(one)) : null,
      pledged: pledged?.(one.personId, one.device) ?? true,
      taskZone: zones?.(one) ?? null,
      poolZones: pool?.zones ?? [],
      openWays: pool?.noSaving === 'declared' ? 'declared' : (ways.get(one.poolId ?? '') ?? null),
      emergency: inEmergency.has(one.personId),
      officer: confirmed.includes('officer') ? 'confirmed' : declinedBy(decided) ? 'declined' : null,
      confirmed,
    });
  }
  return facts;
}

const NOTHING = new Map<string, never>();

function declinedBy(decided: ReadinessCase | undefined): boolean {
  return decided?.state === 'declined' && decided.decidedGates.includes('officer');
}

/** A seat is a licence as well: the caps on both are kept when it is taken. Who waits for one has none. */
function licenceStanding({ status, seatHeld }: Asked): LicenceStanding {
  return status === 'waitlisted' || (status === 'pending' && !seatHeld) ? 'missing' : 'kept';
}

/** What is too old, or was never read, is null. */
function hasOwn(standing: LicenceKnown): boolean | null {
  if (standing.state === 'stale' || standing.state === 'unknown') return null;
  return standing.state === 'ok';
}

const BY_CERTIFICATE = {
  valid: 'fine',
  ending: 'certificate-expired',
  missing: 'certificate-missing',
  revoked: 'stopped',
} as const;

/** What the person said to work on; an own one with its certificate, where the organisation has any. */
async function ownDevices(tx: Tx, deps: ReadDeps, asked: readonly Asked[]): Promise<(one: Asked) => DeviceStanding> {
  // Whoever named none means the one sort that they have.
  const unnamed = asked.filter(({ device }) => device === null).map(({ personId }) => personId);
  const registered = unnamed.length > 0 ? await tx.devices.ofPeople([...new Set(unnamed)]) : [];
  const byOwner = grouped(registered, ({ owner }) => owner);
  const meant = (one: Asked) => one.device ?? sortOf(byOwner.get(one.personId) ?? []);
  const people = asked.filter((one) => meant(one) === 'own').map(({ personId }) => personId);
  const standings = people.length > 0 ? await deviceStandings(tx, deps, people) : null;
  return (one) => {
    const device = meant(one);
    if (device === null) return 'undeclared';
    if (device !== 'own' || !standings) return 'fine';
    const standing = standings(one);
    if (!standing.needed) return 'fine';
    return standing.device === null ? 'unregistered' : BY_CERTIFICATE[standing.certificate];
  };
}

async function pledges(tx: Tx, deps: ReadDeps, people: string[]) {
  const { pledge } = deps.organisation();
  const now = deps.clock.now();
  const made = grouped(pledge ? await tx.pledges.ofPeople(people) : [], ({ personId }) => personId);
  return (id: string, device: Device | null) => missingPledge(pledge, made.get(id) ?? [], device, now) === null;
}

async function emergencies(tx: Tx, deps: ReadDeps, people: string[]): Promise<Set<string>> {
  const on = people.length > 0 ? await tx.emergencies.on() : [];
  if (on.length === 0) return new Set();
  const met = (await tx.people.byIds(people)).filter((one) => emergencyAmong(on, deps.organisation(), one) !== null);
  return new Set(met.map(({ id }) => id));
}

/** The strictest network that the named task needs, or one whose words the reason or the material contains. */
async function taskZones(
  tx: Tx,
  { tasks }: Organisation,
  asked: readonly Asked[],
  draft?: { task: string | null; reason: string | null; material: string | null },
): Promise<(one: Asked) => Zone | null> {
  if (tasks.every(({ zone }) => zone === null)) return () => null;
  const named = await tx.readiness.tasks([...new Set(asked.flatMap(({ requestId }) => requestId ?? []))]);
  const texts = await tx.bookings.texts(asked.flatMap(({ id }) => id ?? []));
  return ({ id, requestId }) => {
    const { reason, material } = draft ?? texts.get(id ?? '') ?? { reason: null, material: null };
    const task = draft ? draft.task : (named.get(requestId ?? '') ?? null);
    const words = `${reason ?? ''} ${material ?? ''}`.normalize('NFKC').toLowerCase();
    const meant = tasks.filter(
      (one) => one.id === task || one.words.some((word) => words.includes(word.normalize('NFKC').toLowerCase())),
    );
    return (['my-number', 'lgwan'] as const).find((zone) => meant.some((one) => one.zone === zone)) ?? null;
  };
}

async function casesOf(tx: Tx, asked: readonly Asked[]): Promise<Map<string, ReadinessCase>> {
  const sent = asked.filter(({ id }) => id !== null);
  const first = sent.map(({ day }) => day).sort()[0];
  if (first === undefined) return new Map();
  const found = await tx.readiness.cases([...new Set(sent.map(({ personId }) => personId))], first);
  return new Map(found.map((one) => [`${one.personId}/${one.day}`, one]));
}
