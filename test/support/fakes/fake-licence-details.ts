import type { LicenceDetails } from '../../../flows/licences/licence-details.ts';
import { OrderedFailures } from './fail-next.ts';

/** People's own licences as a fake of Entra tells of them; whoever is not in it is nobody. */
export class FakeLicenceDetails implements LicenceDetails {
  readonly failures = new OrderedFailures();
  readonly plans = new Map<string, string[]>();
  /** Ids asked for, in order. */
  readonly asked: string[] = [];

  of(personId: string): Promise<{ skus: string[]; plans: string[] } | null> {
    return this.failures.run('of', personId, () => {
      this.asked.push(personId);
      const plans = this.plans.get(personId);
      return plans ? { skus: ['SKU'], plans } : null;
    });
  }
}
