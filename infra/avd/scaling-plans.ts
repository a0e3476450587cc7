import type { Clock } from '../../flows/clock.ts';
import type { AvdPool } from '../../flows/organisation.ts';
import type { ArmClients } from './arm-clients.ts';

/** A plan is attached by hand; ten minutes of two tools on one pool do no harm that drain mode cannot mend. */
const PLANS_FRESH_MS = 10 * 60_000;

export interface ScalingPlanReader {
  /** Name of a native scaling plan that is enabled for the pool, or null. At most ten minutes old. */
  enabledPlan(pool: AvdPool): Promise<string | null>;
}

export function createScalingPlanReader(arm: ArmClients, clock: Clock): ScalingPlanReader {
  const known = new Map<string, { readAt: number; plan: string | null }>();
  return {
    async enabledPlan(pool) {
      const now = clock.now().getTime();
      const last = known.get(pool.id);
      if (last && now >= last.readAt && now - last.readAt < PLANS_FRESH_MS) return last.plan;
      const plan = await readEnabledPlan(arm, pool);
      known.set(pool.id, { readAt: now, plan });
      return plan;
    },
  };
}

/** Read anew. */
export async function readEnabledPlan(arm: ArmClients, pool: AvdPool): Promise<string | null> {
  const path = hostPoolPath(pool).toLowerCase();
  let found: string | null = null;
  for await (const plan of arm
    .desktops(pool.subscriptionId)
    .scalingPlans.listByHostPool(pool.resourceGroup, pool.hostPool)) {
    const reference = plan.hostPoolReferences?.find((one) => one.hostPoolArmPath?.toLowerCase() === path);
    if (reference?.scalingPlanEnabled === true) found ??= plan.name ?? 'without a name';
  }
  return found;
}

export function hostPoolPath(pool: AvdPool): string {
  return `/subscriptions/${pool.subscriptionId}/resourceGroups/${pool.resourceGroup}/providers/Microsoft.DesktopVirtualization/hostPools/${pool.hostPool}`;
}
