import assert from 'node:assert/strict';
import { isWholeList } from '../../flows/gateway/allow-list-text.ts';
import { aGateway, anOrganisation, at } from '../support/builders.ts';
import { openStage, type Stage } from '../support/flow-harness.ts';
import { booked, certified, GATEWAY_SECRET, serveGateway } from '../support/gateway-stage.ts';

describe('the gateway’s questions', () => {
  let stage: Stage;
  let gateway: Awaited<ReturnType<typeof serveGateway>>;
  before(async () => {
    stage = await openStage();
    gateway = await serveGateway(stage);
  });
  after(async () => {
    await gateway.close();
    await stage.database.close();
  });
  beforeEach(async () => {
    await stage.reset(anOrganisation({ gateway: aGateway() }));
    await stage.people('hanako', 'jiro');
    await certified(stage, 'hanako', { serial: 'a1b2', fingerprint: 'ab'.repeat(32) });
    await certified(stage, 'jiro', { serial: 'c3' });
  });

  const ask = (query = '', headers: Record<string, string> = { Authorization: `Bearer ${GATEWAY_SECRET}` }) =>
    fetch(`${gateway.url}/gateway/allow${query}`, { headers });
  const status = async (query: string) => (await ask(query)).status;

  it('are answered to whoever has the secret alone', async () => {
    const answers = [
      await ask('', {}),
      await ask('', { Authorization: 'Bearer wrong' }),
      await ask('?serial=a1b2', { Authorization: `Basic ${GATEWAY_SECRET}` }),
    ];

    assert.deepEqual(
      answers.map((one) => one.status),
      [401, 401, 401],
    );
    assert.ok(!(await answers[0]!.text()).includes('a1b2'));
    assert.equal((await ask()).status, 200);
  });

  it('are not answered without a secret, or where there is no gateway', async () => {
    const closed = await serveGateway(stage, { secret: null });
    assert.equal((await fetch(`${closed.url}/gateway/allow`)).status, 503);
    await closed.close();

    stage.organisation = anOrganisation();
    assert.equal((await ask()).status, 404);
  });

  it('are told who, which certificate, from and to, as of an instant and for the coming hours', async () => {
    await booked(stage, 'hanako');

    const response = await ask();

    assert.deepEqual(await response.json(), {
      asOf: '2026-12-01T00:00:00.000Z',
      until: '2026-12-02T03:00:00.000Z',
      entries: [
        {
          upn: 'hanako@city.example',
          serial: 'a1b2',
          fingerprint: 'ab'.repeat(32),
          from: '2026-12-01T23:30:00.000Z',
          to: '2026-12-02T08:15:00.000Z',
        },
      ],
    });
  });

  it('are answered 304 as long as the list says the same', async () => {
    const booking = await booked(stage, 'hanako');
    const tag = (await ask()).headers.get('ETag')!;
    const again = () => ask('', { Authorization: `Bearer ${GATEWAY_SECRET}`, 'If-None-Match': tag });

    stage.clock.forward(5);
    assert.equal((await again()).status, 304);
    await stage.cancel('hanako', booking);
    assert.equal((await again()).status, 200);
  });

  it('may be answered in the plain form', async () => {
    await booked(stage, 'hanako');

    const response = await ask('?format=nginx');
    const text = await response.text();

    assert.match(response.headers.get('Content-Type')!, /^text\/plain/);
    assert.ok(isWholeList(text) && text.includes('# hanako@city.example a1b2'), text);
    assert.equal(await status('?format=xml'), 400);
  });

  it('of one certificate are answered by the minute', async () => {
    await booked(stage, 'hanako', { part: 'am' });
    const at0 = async (time: string) => {
      stage.clock.set(at(`2026-12-02 ${time}`));
      return status('?serial=0A1B2');
    };

    assert.deepEqual(
      [await at0('08:29'), await at0('08:30'), await at0('11:59'), await at0('12:00')],
      [403, 204, 204, 403],
    );
  });

  it('of one certificate are refused to anybody not booked, unknown, or with another’s fingerprint', async () => {
    await booked(stage, 'hanako');
    stage.clock.set(at('2026-12-02 10:00'));

    const answers = [];
    for (const query of ['c3', 'ff', '', `a1b2&fingerprint=${'cd'.repeat(32)}`, `a1b2&fingerprint=${'ab'.repeat(32)}`])
      answers.push(await status(`?serial=${query}`));
    assert.deepEqual(answers, [403, 403, 403, 403, 204]);
    assert.equal(await status('?serial=%22;'), 400);
    assert.equal(await status('?serial=a1b2&fingerprint=zz'), 400);
  });

  it('of one certificate are refused at once when the booking is cancelled, given back, or the certificate revoked', async () => {
    const booking = await booked(stage, 'hanako');
    stage.clock.set(at('2026-12-02 10:00'));
    assert.equal(await status('?serial=a1b2'), 204);

    await stage.tx(async (tx) => {
      const [certificate] = await tx.certificates.lock(['a1b2']);
      await tx.certificates.save({ ...certificate!, state: 'revoked', revokedAt: stage.clock.now(), reason: 'lost' });
    });
    assert.equal(await status('?serial=a1b2'), 403);

    await certified(stage, 'hanako', { serial: 'd4' });
    assert.equal(await status('?serial=d4'), 204);
    await stage.tx((tx) => tx.bookings.save({ ...booking, status: 'no-show' }));
    assert.equal(await status('?serial=d4'), 403);
  });

  it('follow a booking that is cancelled at noon', async () => {
    const booking = await booked(stage, 'hanako');
    stage.clock.set(at('2026-12-02 12:00'));
    assert.equal(await status('?serial=a1b2'), 204);

    await stage.cancel('hanako', booking);

    assert.equal(await status('?serial=a1b2'), 403);
    assert.deepEqual(((await (await ask()).json()) as { entries: unknown[] }).entries, []);
  });

  it('know days with a mobile PC where the settings name that device', async () => {
    await booked(stage, 'hanako', { poolId: null, device: 'mobile-pc' });
    stage.clock.set(at('2026-12-02 10:00'));
    assert.equal(await status('?serial=a1b2'), 403);

    stage.organisation = anOrganisation({ gateway: aGateway({ devices: ['mobile-pc'] }) });

    assert.equal(await status('?serial=a1b2'), 204);
    assert.equal(((await (await ask()).json()) as { entries: unknown[] }).entries.length, 1);
  });
});
