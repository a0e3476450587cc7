import { z } from 'zod';
import { endDeputy, setDeputy } from '../../../flows/approval/say-deputy.ts';
import { isRealDay } from '../../../flows/local-time.ts';
import { uuid, verb, type Verb } from './verb.ts';

const day = z.string().refine(isRealDay);
const named = z.object({ deputyId: uuid, from: day, to: day });

/** Being stood in for. Whose place it is comes from the activity alone. */
export const deputyVerbs: Record<string, Verb> = {
  'deputy.set': verb(named, setDeputy),
  'deputy.end': verb(named.extend({ since: z.iso.datetime() }), endDeputy),
};
