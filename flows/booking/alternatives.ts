import type { Deps } from '../deps.ts';
import type { Tx } from '../store.ts';
import { addOfficeDays, type OfficeDays } from '../office-days.ts';
import { judgeDays, type JudgeContext } from './judge-days.ts';
import type { AskedDay, Wish } from './proposal.ts';
import { readFacts, type Asking } from './read-facts.ts';

/** Working days looked at on either side of a full one. */
const DAYS_AROUND = 5;
const MOST_OFFERED = 3;

/** A free time instead of one that is full. `instead`: its place among the days asked for. */
export interface Alternative {
  instead: number;
  asked: AskedDay;
}

/**
 * Free times near a day that is full: the halves of the same day, then the nearest working days, within all rules.
 * Other days asked for are not offered again. Reads only; what is pressed is judged anew.
 */
export async function findAlternatives(
  tx: Tx,
  deps: Deps,
  asking: Asking & { wish: Wish },
  context: JudgeContext,
  asked: AskedDay[],
  full: number,
): Promise<Alternative[]> {
  const one = asked[full];
  if (!one) return [];
  const candidates = candidatesFor(one, context.organisation).filter(
    (candidate) => candidate.day === one.day || !asked.some((other) => other.day === candidate.day),
  );
  const facts = await readFacts(tx, deps, asking, candidates, { lock: false });
  const free = candidates.filter((candidate, index) => {
    const seatsTaken = [facts.seatsTaken[index] ?? {}];
    const [judged] = judgeDays([candidate], asking.wish, { ...facts, seatsTaken }, context);
    return judged?.verdict.ok && judged.verdict.beyond.length === 0;
  });
  return free.slice(0, MOST_OFFERED).map((candidate) => ({ instead: full, asked: candidate }));
}

function candidatesFor({ day, part, from, to }: AskedDay, office: OfficeDays): AskedDay[] {
  const halves = part === 'full' ? (['am', 'pm'] as const) : [];
  const sameDay = halves.map((half): AskedDay => ({ day, part: half, from: null, to: null }));
  const around = Array.from({ length: DAYS_AROUND }, (_, index) => [index + 1, -(index + 1)]).flat();
  const others = around.map((days): AskedDay => ({ day: addOfficeDays(day, days, office), part, from, to }));
  return [...sameDay, ...others];
}
