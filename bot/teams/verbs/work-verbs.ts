import { z } from 'zod';
import { isRealDay } from '../../../flows/local-time.ts';
import { correctWork, finishWorkAt } from '../../../flows/work/correct-work.ts';
import { recordMove } from '../../../flows/work/record-work.ts';
import type { WorkMove } from '../../../flows/work/work-record.ts';
import { showWork } from '../../../flows/work/work-view.ts';
import { text, verb, version, type Verb } from './verb.ts';

const record = z.object({ workDay: z.string().refine(isRealDay), version });
/** `claim`: the instant that the button offers, or `time` where it is in the input. Without it the finish is now. */
const finish = record.extend({ claim: z.union([z.iso.datetime(), z.literal('time')]).optional(), finishTime: text });
const correction = record.extend({
  op: z.enum(['set', 'withdraw']),
  what: text,
  date: text,
  time: text,
  until: text,
});

const move = (name: WorkMove): Verb =>
  verb(record, (tx, deps, person, { workDay }) => recordMove(tx, deps, person, { day: workDay, move: name, at: null }));

/** A person's own working time. Whose it is comes from the activity alone. */
export const workVerbs: Record<string, Verb> = {
  'work.start': move('start'),
  'work.pause': move('pause'),
  'work.resume': move('resume'),
  'work.finish': verb(finish, (tx, deps, person, { workDay, version: seen, claim, finishTime }) => {
    if (claim === undefined) return recordMove(tx, deps, person, { day: workDay, move: 'finish', at: null });
    const at = claim === 'time' ? { time: finishTime } : new Date(claim);
    return finishWorkAt(tx, deps, person, { day: workDay, version: seen, at });
  }),
  'work.correct': verb(correction, (tx, deps, person, { workDay, version: seen, op, ...input }) =>
    correctWork(tx, deps, person, { day: workDay, version: seen, op, input }),
  ),
  'work.show': verb(record, (tx, deps, person, { workDay }) => showWork(tx, deps, person, workDay)),
};
