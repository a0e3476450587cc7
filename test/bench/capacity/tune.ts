import { plannerParameters, type PlannerParameters } from '../../../flows/capacity/planner-parameters.ts';
import { addFigures, scoreOf, type Figures } from './figures.ts';
import { inventVisits } from './invent-visits.ts';
import { ours } from './policies/ours.ts';
import { runPool } from './pool-run.ts';
import { tuningOrganisations, tuningSeeds } from './tuning-organisations.ts';

/** What is tried for each number, one at a time around what the source file holds. */
const tried: Partial<Record<keyof PlannerParameters, number[]>> = {
  minuteWaited: [0.6, 1.2, 2.4],
  keepMinutes: [3, 6, 10],
  spread: [0.04, 0.08, 0.15],
  staysTolerance: [10, 25, 45],
  stormAhead: [1, 2, 3],
};

/** Tries each number of the planner around its present value, on the organisations and seeds of tuning; prints a line each. */
export function tune(print: (line: string) => void, only?: string): void {
  const before = { ...plannerParameters };
  for (const [name, values] of Object.entries(tried) as [keyof PlannerParameters, number[]][]) {
    if (only !== undefined && only !== name) continue;
    for (const value of values) {
      Object.assign(plannerParameters, before, { [name]: value });
      const runs: Figures[] = [];
      let logs = 0;
      for (const kind of tuningOrganisations) {
        for (const seed of tuningSeeds) {
          const one = runPool(kind, seed, inventVisits(kind, seed), ours());
          logs += Math.log(one.paid / one.bound);
          runs.push(one);
        }
      }
      const all = addFigures(runs);
      const mean = Math.exp(logs / runs.length).toFixed(4);
      const waits = `${all.booked60} of ${all.booked} over 60 s, ${all.booked300} over 300 s, ${all.refused} refused`;
      print(`${name} ${value}: ${mean} of the bound, score ${(scoreOf(all) / all.bound).toFixed(4)}, ${waits}`);
    }
  }
  Object.assign(plannerParameters, before);
}
