import type { BookingStatus } from '../booking/booking.ts';
import type { Zone } from '../rules/rules.ts';
import { gatesOn, type GateId, type ReadinessSettings } from './readiness-settings.ts';

/** Who can mend what is not green. */
export type GateOwner = 'person' | 'approver' | 'ict' | 'personnel';
export type GateStanding = 'ok' | 'warn' | 'block';

/** What a gate says, each in a sentence of both languages. */
export type GateReason = keyof typeof FINDINGS;
/** What the person or the officer does about it, each in a sentence of both languages. */
export type Mend = Exclude<(typeof FINDINGS)[GateReason]['mend'], null>;

export interface GateResult {
  gate: GateId;
  standing: GateStanding;
  reason: GateReason;
  mend: Mend | null;
  owner: GateOwner;
  /** The ways that stand open between the desktop and the person's own device, as the provider calls them. */
  ways?: string[];
}

/** A value and when it was read. */
export interface Dated<T> {
  value: T;
  readAt: Date;
}

/** What Graph says of a person's registered methods: `capable` is one that the tenant's policy allows. */
export interface SecondFactor {
  registered: boolean;
  capable: boolean;
  methods: string[];
}

export type LicenceStanding = 'kept' | 'missing' | 'locked';
export type DeviceStanding =
  'fine' | 'undeclared' | 'unregistered' | 'certificate-missing' | 'certificate-expired' | 'stopped';

/** Plain facts of one booking, and when what comes from outside was read. `null`: nothing is known. */
export interface GateFacts {
  status: BookingStatus;
  /** It needs a virtual desktop. Without one the gates that guard it are not asked. */
  desktop: boolean;
  licence: LicenceStanding;
  device: DeviceStanding;
  secondFactor: Dated<SecondFactor> | null;
  /** From the list of the gateway that was imported last, which holds until the next; null where there never was one. */
  gatewayOtp: boolean | null;
  /** One of their own for the pool, as fresh as the licence's settings ask; true where the pool asks for none. */
  m365Licence: boolean | null;
  pledged: boolean;
  /** The network that the named task needs, and those that the desktop reaches. */
  taskZone: Zone | null;
  poolZones: readonly Zone[];
  /** Open ways between desktop and device; `declared`: the organisation says that there are none. */
  openWays: Dated<string[]> | 'declared' | null;
  /** An emergency is on for the person: words that somebody would have to say first do not keep them out. */
  emergency: boolean;
  /** What an officer has said of the day. */
  officer: 'confirmed' | 'declined' | null;
  /** Gates that an officer let pass for the day. */
  confirmed: readonly GateId[];
}

/**
 * Every finding: who mends it and how. `doubt`: nothing is known, or it is too old; that warns, whatever the gate is set to,
 * because nobody may be kept out by a report that could not be read.
 */
const FINDINGS = {
  approved: { owner: 'approver', mend: null },
  undecided: { owner: 'approver', mend: 'ask-approver' },
  waitlisted: { owner: 'person', mend: 'other-day' },
  'licence-kept': { owner: 'ict', mend: null },
  'licence-missing': { owner: 'person', mend: 'other-day' },
  'licence-locked': { owner: 'ict', mend: 'free-licence' },
  'device-fine': { owner: 'person', mend: null },
  'device-undeclared': { owner: 'person', mend: 'name-device' },
  'device-unregistered': { owner: 'person', mend: 'register-device' },
  'certificate-missing': { owner: 'person', mend: 'get-certificate' },
  'certificate-expired': { owner: 'person', mend: 'renew-certificate' },
  'device-stopped': { owner: 'ict', mend: 'other-device' },
  'second-factor-registered': { owner: 'person', mend: null },
  'no-second-factor': { owner: 'person', mend: 'register-second-factor' },
  'second-factor-not-allowed': { owner: 'person', mend: 'register-allowed-factor' },
  'second-factor-unknown': { owner: 'ict', mend: 'read-second-factor', doubt: true },
  'otp-registered': { owner: 'person', mend: null },
  'no-otp': { owner: 'person', mend: 'register-otp' },
  'otp-unknown': { owner: 'ict', mend: 'import-otp', doubt: true },
  'm365-licence': { owner: 'ict', mend: null },
  'no-m365-licence': { owner: 'ict', mend: 'assign-m365-licence' },
  'm365-licence-unknown': { owner: 'ict', mend: 'read-licences', doubt: true },
  pledged: { owner: 'person', mend: null },
  'pledge-missing': { owner: 'person', mend: 'pledge' },
  'zones-fit': { owner: 'person', mend: null },
  'task-my-number': { owner: 'person', mend: 'other-task' },
  'lgwan-not-reached': { owner: 'person', mend: 'use-lgwan-desktop' },
  'ways-closed': { owner: 'ict', mend: null },
  'ways-open': { owner: 'ict', mend: 'close-ways' },
  'ways-unknown': { owner: 'ict', mend: 'read-ways', doubt: true },
  'officer-confirmed': { owner: 'ict', mend: null },
  'officer-not-yet': { owner: 'ict', mend: 'wait-for-officer' },
  'officer-declined': { owner: 'ict', mend: 'talk-to-officer' },
} as const satisfies Record<string, { owner: GateOwner; mend: string | null; doubt?: true }>;

/** Every reason, for whoever lists them. */
export const GATE_REASONS = Object.keys(FINDINGS) as GateReason[];
/** Every mend. */
export const MENDS = [...new Set(Object.values(FINDINGS).flatMap(({ mend }) => mend ?? []))];

export function findingOf(reason: GateReason): { owner: GateOwner; mend: Mend | null; doubt: boolean } {
  return { doubt: false, ...FINDINGS[reason] };
}

/** Reasons that say "green", the first of each gate. */
const GREEN: ReadonlySet<GateReason> = new Set<GateReason>([
  'approved',
  'licence-kept',
  'device-fine',
  'second-factor-registered',
  'otp-registered',
  'm365-licence',
  'pledged',
  'zones-fit',
  'ways-closed',
  'officer-confirmed',
]);

type Rule = (facts: GateFacts, fresh: <T>(dated: Dated<T> | null) => T | null) => GateReason;

/** One rule a gate: pure, over plain facts. */
const RULES: Record<GateId, Rule> = {
  approved: ({ status }) => (status === 'pending' ? 'undecided' : status === 'waitlisted' ? 'waitlisted' : 'approved'),
  licence: ({ licence }) =>
    (({ kept: 'licence-kept', missing: 'licence-missing', locked: 'licence-locked' }) as const)[licence],
  device: ({ device }) =>
    (
      ({
        fine: 'device-fine',
        undeclared: 'device-undeclared',
        unregistered: 'device-unregistered',
        'certificate-missing': 'certificate-missing',
        'certificate-expired': 'certificate-expired',
        stopped: 'device-stopped',
      }) as const
    )[device],
  'second-factor': ({ secondFactor }, fresh) => {
    const known = fresh(secondFactor);
    if (!known) return 'second-factor-unknown';
    if (known.capable) return 'second-factor-registered';
    return known.registered ? 'second-factor-not-allowed' : 'no-second-factor';
  },
  'gateway-otp': ({ gatewayOtp }) => (gatewayOtp === null ? 'otp-unknown' : gatewayOtp ? 'otp-registered' : 'no-otp'),
  'm365-licence': ({ m365Licence }) =>
    m365Licence === null ? 'm365-licence-unknown' : m365Licence ? 'm365-licence' : 'no-m365-licence',
  pledge: ({ pledged }) => (pledged ? 'pledged' : 'pledge-missing'),
  'network-zone': ({ taskZone, poolZones }) => {
    if (taskZone === 'my-number') return 'task-my-number';
    return taskZone === 'lgwan' && !poolZones.includes('lgwan') ? 'lgwan-not-reached' : 'zones-fit';
  },
  'no-saving': ({ openWays }, fresh) => {
    if (openWays === 'declared') return 'ways-closed';
    const known = fresh(openWays);
    return known === null ? 'ways-unknown' : known.length > 0 ? 'ways-open' : 'ways-closed';
  },
  officer: ({ officer }) =>
    officer === 'confirmed' ? 'officer-confirmed' : officer === 'declined' ? 'officer-declined' : 'officer-not-yet',
};

/** Gates that guard a desktop; a day without one does not meet them. */
const OF_DESKTOP: ReadonlySet<GateId> = new Set<GateId>([
  'licence',
  'device',
  'second-factor',
  'gateway-otp',
  'm365-licence',
  'no-saving',
  'officer',
]);

/**
 * What each gate that is switched on says to a booking, in the order of GATE_IDS. Facts older than the organisation's limit
 * count as unknown, and what is unknown never blocks. Pure.
 */
export function judgeGates(facts: GateFacts, settings: ReadinessSettings, now: Date): GateResult[] {
  const oldest = now.getTime() - settings.dataMaxAgeHours * 3_600_000;
  const fresh = <T>(dated: Dated<T> | null) => (dated && dated.readAt.getTime() >= oldest ? dated.value : null);
  return gatesOn(settings).flatMap(({ id, when }): GateResult[] => {
    if (!facts.desktop && OF_DESKTOP.has(id)) return [];
    const reason = RULES[id](facts, fresh);
    const { owner, mend, doubt } = findingOf(reason);
    const passes = GREEN.has(reason) || facts.confirmed.includes(id);
    const lifted = facts.emergency && (id === 'pledge' || id === 'officer');
    const standing: GateStanding = passes ? 'ok' : doubt || lifted ? 'warn' : when;
    const ways = reason === 'ways-open' ? fresh(facts.openWays as Dated<string[]>) : null;
    return [{ gate: id, standing, reason, mend: passes ? null : mend, owner, ...(ways ? { ways } : {}) }];
  });
}

/** What is not green. */
export function unready(results: readonly GateResult[]): GateResult[] {
  return results.filter(({ standing }) => standing !== 'ok');
}

/** True where the person is kept out of the desktop. Without the decision there is no access anyhow. */
export function isBlocked(results: readonly GateResult[]): boolean {
  return results.some(({ standing }) => standing === 'block');
}
