import type { OpenWays, SecondFactors } from '../../../flows/readiness/follow-readiness.ts';
import type { SecondFactor } from '../../../flows/readiness/gates.ts';
import type { ProviderErrorKind } from '../../../flows/provider-error.ts';
import { OrderedFailures } from './fail-next.ts';

/** A registration report in memory; who is not in it is not known. */
export class FakeSecondFactors implements SecondFactors {
  readonly known = new Map<string, SecondFactor>();
  /** Calls so far: whole rounds, and single people. */
  readonly calls: string[] = [];
  readonly #failures = new OrderedFailures();

  failNext(kind: ProviderErrorKind): void {
    this.#failures.order(kind, {});
  }

  set(personId: string, methods: string[], capable = methods.length > 0): void {
    this.known.set(personId, { registered: methods.length > 0, capable, methods });
  }

  async *everybody(): AsyncGenerator<{ personId: string; value: SecondFactor }[]> {
    this.calls.push('everybody');
    yield await this.#failures.run('secondFactors', 'report', () =>
      [...this.known].map(([personId, value]) => ({ personId, value })),
    );
  }

  of(personId: string): Promise<SecondFactor | null> {
    this.calls.push(personId);
    return this.#failures.run('secondFactors', personId, () => this.known.get(personId) ?? null);
  }
}

/** Open ways by pool; null: the provider cannot tell. */
export class FakeOpenWays implements OpenWays {
  readonly open = new Map<string, string[] | null>();
  readonly #failures = new OrderedFailures();

  failNext(kind: ProviderErrorKind): void {
    this.#failures.order(kind, {});
  }

  openWays(poolId: string): Promise<string[] | null> {
    return this.#failures.run('openWays', poolId, () => this.open.get(poolId) ?? null);
  }
}
