import assert from 'node:assert/strict';
import { retryAfter } from '../../flows/back-off.ts';
import { ProviderError, type ProviderErrorKind } from '../../flows/provider-error.ts';

const error = (kind: ProviderErrorKind, retryAfterMs?: number) =>
  new ProviderError(kind, { kind, operation: 'add', resource: 'group', ...(retryAfterMs ? { retryAfterMs } : {}) });
const pause = (fault: unknown, attempts: number) => retryAfter(fault, attempts).afterMs;

describe('pauses between tries', () => {
  it('double from five seconds to a quarter of an hour and stay there', () => {
    assert.deepEqual(
      [1, 2, 3, 8, 9, 1_000_000].map((tries) => pause(error('unavailable'), tries) / 1000),
      [5, 10, 20, 640, 900, 900],
    );
  });

  it('are never zero, nor shorter than a vendor asks', () => {
    assert.equal(pause(error('throttled', 3_600_000), 1), 3_600_000);
    assert.equal(pause(error('throttled', 1), 1), 5_000);
    assert.equal(pause(new Error('x'), 0), 5_000);
    assert.equal(pause('not even an error', -5), 5_000);
  });

  it('are five minutes for what somebody has to mend', () => {
    for (const kind of ['denied', 'invalid', 'not-found'] as const)
      assert.deepEqual(retryAfter(error(kind), 1), { afterMs: 300_000, needsMending: true, message: kind });
  });
});
