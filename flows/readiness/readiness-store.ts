import type { LocalDay } from '../organisation.ts';
import type { Dated, SecondFactor } from './gates.ts';
import type { ReadinessCase } from './readiness-case.ts';

/** What is known from outside, by kind. Subjects are people's ids, and pools' for `open-ways`. */
export interface FactValues {
  'second-factor': SecondFactor;
  /** `registered`: in the gateway's list. */
  'gateway-otp': { registered: boolean };
  'open-ways': string[];
}
export type FactKind = keyof FactValues;

export interface ReadinessStore {
  facts<Kind extends FactKind>(kind: Kind, subjects: string[]): Promise<Map<string, Dated<FactValues[Kind]>>>;
  /** Writes what was read at one instant; what is newer stands. */
  saveFacts<Kind extends FactKind>(
    kind: Kind,
    facts: { subject: string; value: FactValues[Kind] }[],
    readAt: Date,
  ): Promise<void>;
  /** A whole reading, or an imported list: whoever is not in it is forgotten, but what is newer stands. */
  replaceFacts<Kind extends FactKind>(
    kind: Kind,
    facts: { subject: string; value: FactValues[Kind] }[],
    readAt: Date,
  ): Promise<void>;
  /** When the last whole reading of a kind was made, or null. */
  lastWhole(kind: FactKind): Promise<Date | null>;
  saveTask(requestId: string, taskId: string): Promise<void>;
  /** The task named by each of these requests, where one was. */
  tasks(requestIds: string[]): Promise<Map<string, string>>;
  /** Cases of these people from a day on. */
  cases(personIds: string[], from: LocalDay): Promise<ReadinessCase[]>;
  /** Locks it. */
  lockCase(personId: string, day: LocalDay): Promise<ReadinessCase | null>;
  saveCase(one: ReadinessCase): Promise<void>;
  /** Days from `from` on with a case, for looking again once its bookings are gone. */
  openCases(from: LocalDay): Promise<{ personId: string; day: LocalDay }[]>;
}
