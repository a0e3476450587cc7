import type { Deps } from '../deps.ts';
import { isQuietTime } from '../quiet-hours.ts';
import { bookedDay, openSteps, subjectOf, windowOf } from './work-day.ts';
import { runOfDay } from './work-record.ts';

/**
 * Looks after a day whose finish is missing: the person is asked once a while after the booked end, the day is marked
 * open when it is over, and shown to them in the morning. `subject` is the person's id and the day. Answers when to look
 * again, or null where nothing is left to do. Repeating it tells nothing twice: each step is kept with the record.
 */
export async function followWork(deps: Deps, subject: string): Promise<Date | null> {
  const [personId, day] = [subject.slice(0, -11), subject.slice(-10)];
  return deps.store.transaction(async (tx) => {
    const organisation = deps.organisation();
    const now = deps.clock.now();
    const found = await tx.work.lock(personId, day);
    if (!found) return null;
    let record = found;
    const { endsAt } = await bookedDay(tx, personId, day, record);
    for (const { step, at } of openSteps(record, endsAt, organisation)) {
      if (at > now) continue;
      // At night, and where nothing ran meanwhile, nobody is asked: the morning's card says it all.
      const late =
        step === 'asked' && (now >= windowOf(day, organisation.timeZone).to || isQuietTime(organisation, now));
      await tx.work.mark(personId, day, step, now);
      record = { ...record, [`${step}At`]: now };
      if (step === 'open')
        tx.audit.add(
          {
            kind: 'work-left-open',
            by: 'system',
            subject: subjectOf(personId, day),
            facts: { last: runOfDay(record.entries).entries.at(-1)?.at.toISOString() },
          },
          now,
        );
      else if (!late) await tx.outbox.add({ kind: 'tell', personId, notice: { kind: 'work-unfinished', day } }, now);
    }
    return openSteps(record, endsAt, organisation)[0]?.at ?? null;
  });
}
