import { join } from 'node:path';
import express, { Router } from 'express';
import { z } from 'zod';
import type { Pool } from '../../flows/organisation.ts';
import { faultRequest } from './faults.ts';
import { GraphFault } from './graph/wire.ts';
import { answerRefusals, checked, Refusal } from './refusal.ts';
import { stateOf } from './state-view.ts';
import type { Tenant } from './tenant.ts';

const text = (name: string) => z.string({ error: `${name}: expected text` }).min(1, `${name}: expected text`);
const instant = (name: string) =>
  z.iso
    .datetime({
      offset: true,
      error: `${name}: expected an instant with its offset, such as 2026-12-02T08:30:00+09:00`,
    })
    .transform((value) => new Date(value));

const sessionRequest = z.strictObject({
  user: text('user'),
  op: z.enum(['on', 'off', 'disconnect'], { error: 'op: expected on, off or disconnect' }),
  pool: text('pool').optional(),
});

const subjectText = z.string({ error: 'subject: expected text' }).max(255, 'subject: expected at most 255 characters');
const shownAs = z.enum(['free', 'tentative', 'busy', 'oof', 'workingElsewhere', 'unknown'], {
  error: 'showAs: expected free, tentative, busy, oof, workingElsewhere or unknown',
});
const categoryNames = z.array(text('categories'), { error: 'categories: expected a list of texts' });
const allDay = z.boolean({ error: 'allDay: expected true or false' }).optional();
/** Checked where the calendar keeps it. */
const recurrence = z.looseObject({}, { error: "recurrence: expected Graph's pattern and range" }).nullable().optional();

const eventRequest = z
  .strictObject({
    user: text('user'),
    subject: subjectText.default(''),
    start: instant('start'),
    end: instant('end'),
    showAs: shownAs.default('busy'),
    categories: categoryNames.default([]),
    allDay,
    recurrence,
    invitedBy: text('invitedBy').optional(),
  })
  .refine(({ start, end }) => end > start, 'end: expected an instant after start');

const eventChange = z.strictObject({
  subject: subjectText.optional(),
  start: instant('start').optional(),
  end: instant('end').optional(),
  showAs: shownAs.optional(),
  categories: categoryNames.optional(),
  allDay,
  recurrence,
});

const mailboxRequest = z.strictObject({
  user: text('user'),
  op: z.enum(['forget-tokens', 'reauthorizationRequired', 'subscriptionRemoved', 'missed'], {
    error: 'op: expected forget-tokens, reauthorizationRequired, subscriptionRemoved or missed',
  }),
});

const peopleRequest = z.strictObject({ behave: z.boolean({ error: 'behave: expected true or false' }) });

/** What people do and what tests look at: `/simulator/...` (the clock's route is the bot's). Mounted at `/simulator`. */
export function simulatorRouter(tenant: Tenant): Router {
  const router = Router();
  router.use(express.json({ limit: '256kb', type: () => true }));

  router.get('/state', (_request, response) => {
    response.json(stateOf(tenant));
  });

  router.post('/sessions', (request, response) => {
    const { user, op, pool: poolName } = checked(sessionRequest, request.body);
    const person = personOf(tenant, user);
    const pool = poolOf(tenant, person.id, poolName);
    tenant.playFromOutside(person.id);
    response.json({ host: op === 'on' ? signIn(tenant, person.id, pool) : leave(tenant, person.id, pool, op) });
  });

  router.post('/events', (request, response) => {
    const event = checked(eventRequest, request.body);
    const made = inExchange(() => tenant.graph.addEvent({ ...event, user: personOf(tenant, event.user).id }));
    const { id, user, subject, start, end, showAs, categories } = made;
    response.status(201).json({ id, user, subject, start, end, showAs, categories });
  });

  router.patch('/events/:id', (request, response) => {
    const change = checked(eventChange, request.body);
    const changed = inExchange(() => tenant.graph.editEvent(request.params.id, change));
    if (!changed) throw new Refusal(404, 'no event has this id');
    const { id, user, subject, start, end, showAs, categories } = changed;
    response.json({ id, user, subject, start, end, showAs, categories });
  });

  router.post('/mailboxes', (request, response) => {
    const { user, op } = checked(mailboxRequest, request.body);
    const { id } = personOf(tenant, user);
    if (op === 'forget-tokens') tenant.graph.calendars.forgetTokens(id);
    const subscriptions = op === 'forget-tokens' ? 0 : tenant.graph.subscriptions.happens(op, id, tenant.clock());
    tenant.changed();
    response.json({ user: id, op, subscriptions });
  });

  router.delete('/events/:id', (request, response) => {
    if (!inExchange(() => tenant.graph.removeEvent(request.params.id))) throw new Refusal(404, 'no event has this id');
    response.status(204).end();
  });

  router.post('/people', (request, response) => {
    const { behave } = checked(peopleRequest, request.body);
    tenant.setBehave(behave);
    response.json({ behave });
  });

  router.post('/faults', (request, response) => {
    const body: unknown = request.body;
    const none = typeof body === 'object' && body !== null && !Array.isArray(body) && Object.keys(body).length === 0;
    if (none) tenant.faults.clear();
    else tenant.faults.add(checked(faultRequest, body));
    response.json({ faults: tenant.faults.faults });
  });

  router.use((_request, response, next) => {
    response.set({
      'Content-Security-Policy': "default-src 'self'; style-src 'self'; frame-ancestors 'none'",
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'no-referrer',
    });
    next();
  });
  router.get('/', (request, response, next) => {
    if (request.originalUrl.split('?')[0]?.endsWith('/')) next();
    else response.redirect('simulator/'); // the page's addresses are relative
  });
  const pages = join(import.meta.dirname, 'page');
  router.get('/desktop', (_request, response) => response.sendFile('desktop.html', { root: pages }));
  router.use(express.static(pages, { index: 'index.html', etag: false, maxAge: 0 }));
  router.use((request) => {
    throw new Refusal(404, `the simulated tenant does not serve ${request.method} /simulator${request.path}`);
  });
  router.use(answerRefusals);
  return router;
}

/** What Exchange would refuse, in its words. */
function inExchange<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof GraphFault) throw new Refusal(error.status, error.message);
    throw error;
  }
}

function personOf(tenant: Tenant, user: string) {
  const person = tenant.person(user);
  if (!person) throw new Refusal(400, 'user: nobody has this Entra object id or user principal name');
  return person;
}

function poolOf(tenant: Tenant, user: string, name: string | undefined): Pool {
  const { pools } = tenant.organisation;
  const pool =
    name === undefined
      ? tenant.poolFor(user)
      : pools.find((one) => one.id === name || (one.provider === 'avd' ? one.hostPool : one.deliveryGroup) === name);
  if (!pool) throw new Refusal(400, `pool: expected one of ${pools.map(({ id }) => id).join(', ')}`);
  return pool;
}

function signIn(tenant: Tenant, user: string, pool: Pool): string {
  const result = tenant.model.signIn(user, pool.id);
  tenant.changed();
  if (result.ok) return result.host;
  if (result.refusal === 'no-access')
    throw new Refusal(403, `no access to pool ${pool.id} now; a change of the group is felt 15 to 60 minutes later`);
  throw new Refusal(503, `no session host of pool ${pool.id} has room now; try again in a few minutes`);
}

function leave(tenant: Tenant, user: string, pool: Pool, op: 'off' | 'disconnect'): string {
  const session = tenant.model.sessionOf(user, pool.id);
  if (!session) throw new Refusal(404, `this person has no session in pool ${pool.id}`);
  if (op === 'off') tenant.model.signOff(user, pool.id);
  else tenant.model.disconnect(user, pool.id);
  tenant.changed();
  return session.host;
}
