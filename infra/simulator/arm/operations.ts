import type { Request, Response } from 'express';
import type { ArmTenant } from './arm-tenant.ts';
import type { Operation } from './arm-state.ts';
import { one } from './arm-tenant.ts';
import { publicHost } from './ids.ts';

type Outcome = 'InProgress' | 'Succeeded' | 'Failed' | 'Canceled';

/**
 * The two ways to follow an operation: Azure-AsyncOperation answers 200 with a `status`; Location answers 202 until the end,
 * then 200 or the failure. A start has succeeded when the machine runs, which is before the session host is Available.
 */
export function operationAnswer(
  tenant: ArmTenant,
  operation: Operation,
  monitor: boolean,
  request: Request,
  response: Response,
): void {
  const { outcome, endedAt } = outcomeOf(tenant, operation);
  const error = {
    code: outcome === 'Canceled' ? 'OperationPreempted' : 'VMStartTimedOut',
    message:
      outcome === 'Canceled' ? 'The operation was preempted by a later one.' : 'VM did not start in the allotted time.',
  };
  const failed = outcome === 'Failed' || outcome === 'Canceled';
  if (outcome === 'InProgress') response.set('Retry-After', '10');
  if (monitor && outcome === 'InProgress') {
    const version = encodeURIComponent(one(request.query['api-version']));
    response.status(202).set('Location', `${publicHost}${request.path}?monitor=true&api-version=${version}`).end();
    return;
  }
  if (monitor && !failed) return void response.status(200).end();
  if (monitor) return void response.status(409).json({ error });
  response.json({
    name: operation.id,
    status: outcome,
    startTime: new Date(operation.startedAt).toISOString(),
    ...(endedAt === null ? {} : { endTime: new Date(endedAt).toISOString() }),
    ...(failed ? { error } : {}),
  });
}

function outcomeOf(tenant: ArmTenant, operation: Operation): { outcome: Outcome; endedAt: number | null } {
  const host = tenant.model.host(operation.pool, operation.host);
  if (!host) return { outcome: 'Failed', endedAt: operation.startedAt };
  const endedAt = host.since;
  if (host.turn !== operation.turn) {
    const preempted = operation.kind === 'start' || operation.kind === 'restart';
    return { outcome: preempted ? 'Canceled' : 'Succeeded', endedAt };
  }
  if (host.power === 'failed') return { outcome: 'Failed', endedAt };
  const onTheWay = host.power === 'starting' || host.power === 'deallocating';
  return onTheWay ? { outcome: 'InProgress', endedAt: null } : { outcome: 'Succeeded', endedAt };
}
