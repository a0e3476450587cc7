import type { CapacityAction, PlanFault, PlanFigures } from './capacity.ts';

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
