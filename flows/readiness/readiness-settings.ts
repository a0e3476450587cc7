/** Gates before a day, in the order in which they are shown. `officer` is the ICT officer's own confirmation. */
export const GATE_IDS = [
  'approved',
  'licence',
  'device',
  'second-factor',
  'gateway-otp',
  'm365-licence',
  'pledge',
  'network-zone',
  'no-saving',
  'officer',
] as const;
export type GateId = (typeof GATE_IDS)[number];

/** Those that a file switches one by one; the officer's has its own setting. */
export const SWITCHED_GATES = GATE_IDS.filter((id) => id !== 'officer');

/** What a gate that is not green does. */
export type GateWhen = 'off' | 'warn' | 'block';

export interface GateSetting {
  id: GateId;
  when: GateWhen;
  /** The person is told of it from so many working days before the day. */
  daysAhead: number;
}

export interface ReadinessSettings {
  /** Gates that are not named are off. */
  gates: GateSetting[];
  /** An officer of the ICT section confirms each person and day, once everything else is green. */
  officerConfirms: boolean;
  /** What was read from Graph or a provider longer ago counts as unknown. */
  dataMaxAgeHours: number;
}

/** The officer is asked so many working days before. */
export const OFFICER_DAYS_AHEAD = 3;

/** The gates that are on, in the order in which they are shown. */
export function gatesOn({ gates, officerConfirms }: ReadinessSettings): (GateSetting & { when: 'warn' | 'block' })[] {
  const officer: GateSetting = {
    id: 'officer',
    when: officerConfirms ? 'block' : 'off',
    daysAhead: OFFICER_DAYS_AHEAD,
  };
  return GATE_IDS.flatMap((id) => {
    const set = id === 'officer' ? officer : gates.find((one) => one.id === id);
    return set && set.when !== 'off' ? [{ ...set, when: set.when }] : [];
  });
}

/** True where a gate may keep somebody out. */
export function mayBlock(settings: ReadinessSettings): boolean {
  return gatesOn(settings).some(({ when }) => when === 'block');
}
