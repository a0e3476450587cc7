import { neutralRefusal } from '../../flows/conversation/neutral-refusal.ts';
import type { Deps } from '../../flows/deps.ts';
import type { Person } from '../../flows/person.ts';
import type { Tx } from '../../flows/store.ts';
import type { View } from '../../flows/views.ts';
import { approvalVerbs } from './verbs/approval-verbs.ts';
import { calendarOutVerbs } from './verbs/calendar-out-verbs.ts';
import { deputyVerbs } from './verbs/deputy-verbs.ts';
import { calendarVerbs } from './verbs/calendar-verbs.ts';
import { bookingVerbs } from './verbs/booking-verbs.ts';
import { deviceVerbs } from './verbs/device-verbs.ts';
import { emergencyVerbs } from './verbs/emergency-verbs.ts';
import { lostDeviceVerbs } from './verbs/lost-device-verbs.ts';
import { stillWantedVerbs } from './verbs/still-wanted-verbs.ts';
import { noShowVerbs } from './verbs/no-show-verbs.ts';
import { readinessVerbs } from './verbs/readiness-verbs.ts';
import { waitlistVerbs } from './verbs/waitlist-verbs.ts';
import { registrationVerbs } from './verbs/registration-verbs.ts';
import type { Verb } from './verbs/verb.ts';
import { workVerbs } from './verbs/work-verbs.ts';

/** Every button that a card of ours may carry. A name that is none of them, or data of another form, is refused. */
const VERBS = new Map<unknown, Verb>();
for (const topic of [
  bookingVerbs,
  calendarVerbs,
  registrationVerbs,
  approvalVerbs,
  deputyVerbs,
  workVerbs,
  waitlistVerbs,
  noShowVerbs,
  stillWantedVerbs,
  emergencyVerbs,
  lostDeviceVerbs,
  readinessVerbs,
  deviceVerbs,
  calendarOutVerbs,
])
  for (const [name, verb] of Object.entries(topic)) {
    if (VERBS.has(name)) throw new Error(`two buttons are called ${name}`);
    VERBS.set(name, verb);
  }

/** What a pressed button asks for: a verb of ours and its data, inputs included. A claim of the client's. */
export interface CardCommand {
  verb: string;
  data: unknown;
}

/** Reads a verb and its data. Null where either is none of ours. */
export function parseCardCommand(verb: unknown, data: unknown): CardCommand | null {
  const parsed = VERBS.get(verb)?.parse(data) ?? null;
  return parsed === null ? null : { verb: verb as string, data: parsed };
}

/** One verb, one flow, in the transaction that claims the tap. What is none of ours gets the one neutral refusal. */
export async function runCardCommand(tx: Tx, deps: Deps, person: Person, command: CardCommand | null): Promise<View> {
  const verb = command && VERBS.get(command.verb);
  if (!verb) return neutralRefusal(deps);
  return verb.run(tx, deps, person, command.data);
}
