import express, { Router } from 'express';
import { z } from 'zod';
import type { CallCount } from './call-count.ts';
import { citrixPools } from '../../flows/organisation.ts';
import { answerRefusals, checked, Refusal } from './refusal.ts';
import type { Runner } from './runner.ts';
import type { Tenant } from './tenant.ts';

export interface Health {
  ok: true;
  organisation: string;
  pid: number;
  /** Absolute, or null where nothing is kept. */
  dataDir: string | null;
  botUrl: string;
  now: string;
}

const advanceRequest = z.strictObject({
  to: z.iso
    .datetime({ offset: true, error: 'to: expected an instant with its offset' })
    .transform((value) => new Date(value)),
});
const outsideRequest = z.strictObject({ personId: z.string({ error: 'personId: expected an Entra object id' }) });
const hostRequest = z.strictObject({
  pool: z.string({ error: 'pool: expected the id of a pool' }),
  host: z.string({ error: 'host: expected the name of a session host' }),
  op: z.enum(['start', 'deallocate', 'drain', 'undrain', 'fail-next-boot', 'never-available', 'takes-next', 'remove'], {
    error: 'op: expected start, deallocate, drain, undrain, fail-next-boot, never-available, takes-next or remove',
  }),
});
const planRequest = z.strictObject({
  pool: z.string({ error: 'pool: expected the id of a pool' }),
  enabled: z.boolean({ error: 'enabled: expected true or false' }),
});

export interface Controlled {
  tenant: Tenant;
  runner: Runner;
  health: () => Health;
  stop: () => void;
  calls: CallCount;
}

/** The coordinator's way in: clock, who is played from outside, and what an administrator does by hand. Mounted at `/control`. */
export function controlRouter({ tenant, runner, health, stop, calls }: Controlled): Router {
  const router = Router();
  router.use(express.json({ limit: '64kb', type: () => true }));

  router.get('/health', (_request, response) => void response.json(health()));

  router.get('/calls', (_request, response) => void response.json(calls.byKind));

  router.get('/calls/arm', (_request, response) => void response.json(calls.armBySecond));

  router.get('/clock', (_request, response) => {
    response.json({ now: tenant.clock().toISOString(), running: tenant.simulated.running });
  });

  router.post('/clock/freeze', (_request, response, next) => {
    runner.pause().then(() => response.json({ now: tenant.clock().toISOString() }), next);
  });

  router.post('/clock/run', (_request, response) => {
    if (tenant.clockMoves) throw new Refusal(409, 'the clock is being moved: wait for its answer');
    runner.run();
    response.json({ now: tenant.clock().toISOString() });
  });

  router.post('/clock/advance', (request, response, next) => {
    const { to } = checked(advanceRequest, request.body);
    if (tenant.simulated.running) throw new Refusal(409, 'the clock runs: freeze it first');
    if (tenant.clockMoves) throw new Refusal(409, 'the clock is being moved: wait for its answer');
    if (to < tenant.clock())
      throw new Refusal(400, `to: expected no earlier than now (${tenant.clock().toISOString()})`);
    tenant.advance(to).then(({ now, delivered }) => response.json({ now: now.toISOString(), delivered }), next);
  });

  router.post('/outside', (request, response) => {
    const person = tenant.person(checked(outsideRequest, request.body).personId);
    if (person) tenant.playFromOutside(person.id);
    response.json({ known: person !== null });
  });

  router.post('/host', (request, response) => {
    const { pool, host, op } = checked(hostRequest, request.body);
    const machine = tenant.model.host(pool, host);
    if (!machine) throw new Refusal(404, `pool ${pool} has no session host ${host}`);
    if (op === 'start') tenant.model.start(pool, machine.name);
    else if (op === 'deallocate') tenant.model.deallocate(pool, machine.name);
    else if (op === 'drain' || op === 'undrain') tenant.model.drain(pool, machine.name, op === 'drain');
    else if (op === 'remove') tenant.model.removeHost(pool, machine.name);
    else if (op === 'takes-next') machine.takesNext = true;
    else machine.nextBoot = op === 'fail-next-boot' ? 'failed' : 'never-available';
    tenant.changed();
    response.json({ power: machine.power });
  });

  router.post('/scaling-plan', (request, response) => {
    const { pool, enabled } = checked(planRequest, request.body);
    const citrix = citrixPools(tenant.organisation).find(({ id }) => id === pool);
    if (citrix) {
      tenant.citrix.group(citrix).autoscale = enabled;
      tenant.changed();
      return void response.json({ pool, autoscale: enabled });
    }
    const name = 'plan-1';
    const plan = tenant.arm.scalingPlans.find((each) => each.name === name) ?? { name, pools: {} };
    if (!tenant.arm.scalingPlans.includes(plan)) tenant.arm.scalingPlans.push(plan);
    plan.pools[pool] = enabled;
    tenant.changed();
    response.json(plan);
  });

  router.post('/stop', (_request, response) => {
    response.json({ ok: true });
    response.on('finish', stop);
  });

  router.use(answerRefusals);
  return router;
}
