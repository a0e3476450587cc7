import type { ArmSecond } from '../../infra/simulator/call-count.ts';

type Kind = 'reads' | 'writes' | 'deletes';

/**
 * ARM's token buckets of a subscription, region, principal and kind of operation: as many at once, so many more a second
 * (learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling).
 */
export const ARM_BUCKETS: Record<Kind, { size: number; refill: number }> = {
  reads: { size: 250, refill: 25 },
  writes: { size: 200, refill: 10 },
  deletes: { size: 200, refill: 10 },
};

export interface BucketUse {
  calls: number;
  /** The most tokens that were taken out at one time, of `size`. */
  most: number;
  /** When that was, or null. */
  at: string | null;
}

/** How far down calls took each bucket, filled again as time went on. The calls in any order of their seconds. */
export function bucketUse(calls: readonly ArmSecond[]): Record<Kind, BucketUse> {
  const inOrder = [...calls].sort((a, b) => a.second - b.second);
  const of = (kind: Kind): BucketUse => {
    const use: BucketUse = { calls: 0, most: 0, at: null };
    let taken = 0;
    let last = 0;
    for (const one of inOrder) {
      taken = Math.max(0, taken - (one.second - last) * ARM_BUCKETS[kind].refill) + one[kind];
      last = one.second;
      use.calls += one[kind];
      if (taken > use.most) Object.assign(use, { most: taken, at: new Date(one.second * 1000).toISOString() });
    }
    return use;
  };
  return { reads: of('reads'), writes: of('writes'), deletes: of('deletes') };
}
