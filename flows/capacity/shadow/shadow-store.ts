import type { LocalDay } from '../../organisation.ts';
import type { ShadowDay } from './shadow-day.ts';

/** Days of pools in shadow. Figures of pools, nothing of single people. */
export interface ShadowStore {
  /** Writes days anew, whole: repeating changes nothing. */
  save(poolId: string, days: ShadowDay[]): Promise<void>;
  /** Days from `from` on, ascending. */
  since(poolId: string, from: LocalDay): Promise<ShadowDay[]>;
}
