import { z } from 'zod';
import { isRealDay } from '../../../flows/local-time.ts';
import { answerOfficer, askPerson, checkAgain, decideReadiness } from '../../../flows/readiness/decide-readiness.ts';
import { uuid, verb, version, words, type Verb } from './verb.ts';

const day = z.string().refine(isRealDay);
const own = z.object({ day, version });
const ofDay = z.object({ personId: uuid, day, version, comment: words });

/** What is missing before a day: the person looks again or answers, an officer decides or asks. */
export const readinessVerbs: Record<string, Verb> = {
  'readiness.check': verb(own, checkAgain),
  'readiness.answer': verb(own.extend({ answer: words }), answerOfficer),
  'readiness.confirm': verb(ofDay, (tx, deps, person, { comment, ...command }) =>
    decideReadiness(tx, deps, person, { ...command, verdict: 'confirmed', words: comment }),
  ),
  'readiness.decline': verb(ofDay, (tx, deps, person, { comment, ...command }) =>
    decideReadiness(tx, deps, person, { ...command, verdict: 'declined', words: comment }),
  ),
  'readiness.ask': verb(ofDay, (tx, deps, person, { comment, ...command }) =>
    askPerson(tx, deps, person, { ...command, question: comment }),
  ),
};
