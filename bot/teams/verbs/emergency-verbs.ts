import { z } from 'zod';
import { bookInEmergency } from '../../../flows/emergency/book-in-emergency.ts';
import { beginEmergency, openEmergencyForm, switchEmergency } from '../../../flows/emergency/switch-emergency.ts';
import { text, uuid, verb, version, words, type Verb } from './verb.ts';

const one = z.object({ emergencyId: uuid, version });
/** Several choices come as one text with commas. */
const scope = text.transform((value) => (value ?? '').split(',').filter(Boolean).slice(0, 500));

const switches = (what: 'confirm' | 'withdraw' | 'end'): Verb =>
  verb(one, (tx, deps, person, command) => switchEmergency(tx, deps, person, { ...command, do: what }));

/** Switching to telework in an emergency and back, by those who may; and what everybody in it presses. */
export const emergencyVerbs: Record<string, Verb> = {
  'emergency.form': verb(z.object({ version }), openEmergencyForm),
  'emergency.begin': verb(one.extend({ scope, reason: words }), beginEmergency),
  'emergency.confirm': switches('confirm'),
  'emergency.withdraw': switches('withdraw'),
  'emergency.end': switches('end'),
  'emergency.book': verb(one.extend({ day: z.string().max(10) }), bookInEmergency),
};
