import type { CapacityAction, PlanFault } from './capacity.ts';
import type { PlanFigures } from './plan-figures.ts';

/** What a planner gathers before it becomes a plan. */
export interface Outline {
  actions: CapacityAction[];
  faults: PlanFault[];
  /** Something is under way: look again in a minute. */
  busy: boolean;
  anyOn: boolean;
  /** Instants (ms) at which something changes by itself. */
  changes: number[];
  figures: PlanFigures | null;
}
