import type { Deps } from '../deps.ts';
import type { Tx } from '../store.ts';
import { approveWaiting } from './approve-waiting.ts';
import { peopleInScope } from './emergency-scope.ts';
import type { Emergency, EmergencyProgress, EmergencyStep } from './emergency-store.ts';

/** People dealt with in one transaction: messages are only written down, approvals lock caps. */
const BATCH: Record<EmergencyStep, number> = { tell: 200, approve: 20, 'tell-end': 200 };

/**
 * Does what an emergency brings about, for everybody in its scope: tells them, approves what of theirs waits within the
 * rules that hold now; after its end, tells those who had been told. In batches, each with how far it has come in its own
 * transaction: a crash goes on after the last one, and a repeat tells nobody twice. Answers null: nothing is left.
 */
export async function followEmergency(deps: Deps, id: string): Promise<Date | null> {
  for (;;) {
    const goesOn = await deps.store.transaction((tx) => nextBatch(tx, deps, id));
    if (!goesOn) return null;
  }
}

async function nextBatch(tx: Tx, deps: Deps, id: string): Promise<boolean> {
  // Its row is held, so that ending it waits for the batch, and two who follow it go one after the other.
  const emergency = await tx.emergencies.lock(id);
  if (!emergency || (emergency.state !== 'on' && emergency.state !== 'ended')) return false;
  const known = await tx.emergencies.progress(id);
  const of = (step: EmergencyStep): EmergencyProgress =>
    known.find((one) => one.step === step) ?? { step, reached: null, counts: {}, done: false };
  const steps: EmergencyStep[] = emergency.state === 'on' ? ['tell', 'approve'] : ['tell-end'];
  const next = steps.map(of).find(({ done }) => !done);
  if (!next) return false;
  const now = deps.clock.now();
  const people = (await peopleInScope(tx, deps, emergency)).filter(
    (person) => next.step !== 'tell-end' || wasTold(person, of('tell')),
  );
  const ahead = people.filter((person) => next.reached === null || person > next.reached);
  const batch = ahead.slice(0, BATCH[next.step]);
  const counts = { ...next.counts };
  const add = (more: Record<string, number>) => {
    for (const [what, count] of Object.entries(more)) counts[what] = (counts[what] ?? 0) + count;
  };
  for (const personId of batch) add(await dealWith(tx, deps, emergency, next.step, personId, now));
  const done = batch.length === ahead.length;
  await tx.emergencies.saveProgress(id, { step: next.step, reached: batch.at(-1) ?? next.reached, counts, done });
  if (done) tx.audit.add({ kind: `emergency-${DONE[next.step]}`, by: 'system', subject: id, facts: counts }, now);
  return true;
}

const DONE: Record<EmergencyStep, string> = { tell: 'told', approve: 'requests-decided', 'tell-end': 'end-told' };

/** Ended before everybody had been told: the others never knew of it. */
function wasTold(person: string, { reached, done }: EmergencyProgress): boolean {
  return done || (reached !== null && person <= reached);
}

async function dealWith(
  tx: Tx,
  deps: Deps,
  { id: emergencyId }: Emergency,
  step: EmergencyStep,
  personId: string,
  now: Date,
): Promise<Record<string, number>> {
  if (step === 'approve') return approveWaiting(tx, deps, emergencyId, personId, now);
  const kind = step === 'tell' ? 'emergency-begun' : 'emergency-ended';
  await tx.outbox.add({ kind: 'tell', personId, notice: { kind, emergencyId } }, now);
  return { told: 1 };
}
