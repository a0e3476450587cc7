import { ProviderError } from '../../../flows/provider-error.ts';
import type { ProviderErrorKind } from '../../../flows/provider-error.ts';

export interface NextFailure {
  kind: ProviderErrorKind;
  /** The work is done, then the error is thrown. */
  lostAnswer?: boolean;
  retryAfterMs?: number;
  /** Only calls of this method. */
  operation?: string;
  /** How many calls; 1 unless told. */
  times?: number;
}

/** Failures that a test has ordered, in order. */
export class OrderedFailures {
  readonly #failures: (NextFailure & { times: number })[] = [];

  order(kind: ProviderErrorKind, options: Omit<NextFailure, 'kind'> = {}): void {
    this.#failures.push({ ...options, kind, times: options.times ?? 1 });
  }

  /** Ordered failures that met no call. */
  get left(): number {
    return this.#failures.length;
  }

  /** Runs the work of a call, or fails before or after it as ordered. */
  async run<T>(operation: string, resource: string, work: () => T): Promise<T> {
    const index = this.#failures.findIndex((failure) => (failure.operation ?? operation) === operation);
    const failure = this.#failures[index];
    if (!failure) return work();
    if (--failure.times <= 0) this.#failures.splice(index, 1);
    if (failure.lostAnswer) work();
    const { kind, retryAfterMs } = failure;
    throw new ProviderError(`${resource}: ${operation}: ${kind} as ordered`, {
      kind,
      retryAfterMs,
      operation,
      resource,
    });
  }
}
