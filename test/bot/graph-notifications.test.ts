import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CloudAdapter } from 'botbuilder';
import { graphNotificationRoutes, type NotificationCounts } from '../../bot/graph-notifications.ts';
import { createApp, listen } from '../../bot/server.ts';
import { ChannelAuthentication } from '../../bot/teams/channel-authentication.ts';
import { idOf } from '../support/builders.ts';
import { openStage, type Stage } from '../support/flow-harness.ts';
import { MailboxStage } from '../support/mailbox-stage.ts';

describe('notifications of Microsoft Graph', () => {
  let stage: Stage;
  let outlook: MailboxStage;
  let server: Server;
  let url: string;
  let counts: NotificationCounts;
  let down = false;
  let transactions = 0;
  before(async () => {
    stage = await openStage();
    outlook = new MailboxStage(stage);
    const { store } = stage.deps;
    const deps = {
      ...stage.deps,
      store: {
        ...store,
        transaction: <T>(work: Parameters<typeof store.transaction<T>>[0]) =>
          (transactions += 1) && down ? Promise.reject(new Error('no database')) : store.transaction(work),
      },
    };
    const app = createApp({
      adapter: new CloudAdapter(new ChannelAuthentication({})),
      onTurn: () => Promise.resolve(),
      authenticated: true,
      ready: () => Promise.resolve({ ok: true, detail: '' }),
      metrics: () => Promise.resolve({ contentType: 'text/plain', text: '' }),
      routes: (express) => {
        counts = graphNotificationRoutes(express, deps, stage.log);
      },
      log: stage.log,
    });
    server = await listen(app, 0, '127.0.0.1');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/graph/notifications`;
  });
  after(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
    await stage.database.close();
  });
  beforeEach(async () => {
    down = false;
    await outlook.reset();
    await stage.people('hanako', 'jiro');
    await outlook.people();
    await outlook.settle();
    Object.assign(counts, { taken: 0, unknown: 0, refused: 0, unreadable: 0 });
  });

  const post = (body: unknown, query = '') =>
    fetch(url + query, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  const ofPerson = (name: string, more: Record<string, unknown> = {}) => {
    const held = [...outlook.calendars.subscriptionsHeld.values()].find(({ personId }) => personId === idOf(name))!;
    return {
      subscriptionId: held.id,
      clientState: held.secret,
      tenantId: stage.organisation.tenantId,
      changeType: 'updated',
      ...more,
    };
  };
  const notified = async (name: string) => (await outlook.mailbox(name))!.notified;

  it('shake hands with the token as plain text', async () => {
    const token = 'Validation: Testing+client application 検証 <b>';

    const answer = await post('', `?validationToken=${encodeURIComponent(token)}`);

    assert.equal(answer.status, 200);
    assert.match(answer.headers.get('content-type') ?? '', /^text\/plain/);
    assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
    assert.match(answer.headers.get('content-security-policy') ?? '', /default-src 'none'/);
    assert.equal(await answer.text(), token);
  });

  it('shake hands over nothing else', async () => {
    const answers = [
      await post('', `?validationToken=${'x'.repeat(5_000)}`),
      await post('', '?validationToken='),
      await post('', '?validationToken=a&validationToken=b'),
      await post('', '?validationToken[html]=%3Cscript%3E'),
    ];

    for (const answer of answers) {
      assert.equal(answer.status, 400);
      assert.ok(!(await answer.text()).includes('script'));
    }
    assert.equal((await fetch(`${url}?validationToken=a`)).status, 404);
  });

  it('make a mailbox due, one or many in a call, also twice', async () => {
    const answer = await post({ value: [ofPerson('hanako'), ofPerson('jiro'), ofPerson('hanako')] });

    assert.equal(answer.status, 202);
    assert.equal(await answer.text(), '');
    assert.deepEqual([await notified('hanako'), await notified('jiro')], [true, true]);
    assert.equal(counts.taken, 3);
  });

  it('tell of a subscription that was taken away', async () => {
    await post({ value: [ofPerson('hanako', { lifecycleEvent: 'subscriptionRemoved' })] });

    assert.equal((await outlook.mailbox('hanako'))!.subscription, null);
  });

  it('are followed only with the secret, from our tenant, for a subscription of ours, and look the same from outside', async () => {
    const wrong = [
      ofPerson('hanako', { clientState: 'guess' }),
      ofPerson('hanako', { clientState: undefined }),
      ofPerson('hanako', { clientState: { toString: 1 } }),
      ofPerson('hanako', { clientState: 'x'.repeat(10_000) }),
      ofPerson('hanako', {
        clientState: outlook.calendars.subscriptionsHeld.get(ofPerson('jiro').subscriptionId)!.secret,
      }),
      ofPerson('hanako', { tenantId: '99999999-0000-4000-8000-000000000000' }),
      ofPerson('hanako', { subscriptionId: 'subscription-unknown' }),
      ofPerson('hanako', { subscriptionId: "' OR 1=1 --" }),
      ofPerson('hanako', { subscriptionId: 'nul\0' }),
      ofPerson('hanako', { subscriptionId: ['a'] }),
      ofPerson('hanako', { lifecycleEvent: 'dropDatabase' }),
      null,
      'text',
    ];

    for (const one of wrong) {
      const answer = await post({ value: [one] });
      assert.deepEqual([answer.status, await answer.text()], [202, ''], JSON.stringify(one));
    }

    assert.equal(await notified('hanako'), false);
    assert.deepEqual(counts, { taken: 0, unknown: 3, refused: 6, unreadable: 4 });
  });

  it('are refused where they are none, too many or too large', async () => {
    const bad = [
      await post('{'),
      await post('[]'),
      await post({}),
      await post({ value: 'x' }),
      await post({ value: Array.from({ length: 1_001 }, () => ({})) }),
    ];

    for (const answer of bad) assert.equal(answer.status, 400);
    assert.equal((await post({ value: ['x'.repeat(2_000_000)] })).status, 413);
    assert.equal((await fetch(url)).status, 404);
  });

  it('shake hands without a header or a page of the token’s making', async () => {
    const token = 'a\r\nSet-Cookie: x=1\r\n\r\n<script>alert(1)</script>';

    const answer = await post('', `?validationToken=${encodeURIComponent(token)}`);

    assert.deepEqual([answer.status, answer.headers.get('set-cookie')], [200, null]);
    assert.match(answer.headers.get('content-type') ?? '', /^text\/plain/);
    assert.equal(await answer.text(), token);
  });

  it('that come in thousands cost a transaction a call, and leave one wish a mailbox', async () => {
    const flood = Array.from({ length: 1_000 }, (_, n) => ofPerson(n % 2 ? 'hanako' : 'jiro'));
    const forged = Array.from({ length: 1_000 }, (_, n) => ofPerson('hanako', { clientState: `guess ${n}` }));
    const before = (await outlook.mailbox('hanako'))!.wishes;
    transactions = 0;

    for (let call = 0; call < 10; call += 1)
      assert.equal((await post({ value: call % 2 ? forged : flood })).status, 202);

    assert.equal(transactions, 10);
    assert.equal((await outlook.mailbox('hanako'))!.wishes, before + 5);
    const { rows } = await stage.database.owner.query("SELECT FROM due WHERE kind = 'mailboxes' AND subject = 'looks'");
    assert.equal(rows.length, 1);
    assert.deepEqual([counts.taken, counts.refused], [5_000, 5_000]);
  });

  it('are read however deep they are nested', async () => {
    const deep = `{"value":[${'['.repeat(100_000)}${']'.repeat(100_000)},{"subscriptionId":{"a":${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}}}]}`;

    const answer = await post(deep);

    assert.ok([202, 400].includes(answer.status), `${answer.status}`);
    assert.equal((await post({ value: [ofPerson('hanako')] })).status, 202);
  });

  it('are asked for again when they cannot be kept', async () => {
    down = true;

    assert.equal((await post({ value: [ofPerson('hanako')] })).status, 503);
    down = false;
    assert.equal((await post({ value: [ofPerson('hanako')] })).status, 202);

    assert.equal(await notified('hanako'), true);
  });
});
