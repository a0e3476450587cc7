import assert from 'node:assert/strict';
import fc from 'fast-check';
import { licenceStandingOf, personalStanding } from '../../../flows/licences/licence-standing.ts';
import { readLicenceDetails } from '../../../flows/licences/read-licence-details.ts';
import { addMinutes } from '../../../flows/minutes.ts';
import { aPool, anOrganisation, at, idOf, NOW } from '../../support/builders.ts';
import { FakeLicenceDetails } from '../../support/fakes/fake-licence-details.ts';
import { openStage, type Stage } from '../../support/flow-harness.ts';
import { aLicensed, aPersonalLicence } from './licence-builders.ts';

const DAY = '2026-12-02';

describe("a person's own licence", () => {
  let stage: Stage;
  let details: FakeLicenceDetails;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.database.close());
  beforeEach(async () => {
    await stage.reset(aLicensed([aPersonalLicence()]));
    await stage.people(['hanako', { manager: 'manager' }], ['taro', { manager: 'manager' }], 'manager');
    details = new FakeLicenceDetails();
    details.plans.set(idOf('hanako'), ['MAIL', 'win']);
    details.plans.set(idOf('taro'), ['MAIL']);
  });
  const standing = async (name: string, pool = aPool()) => {
    const person = await stage.person(name);
    return stage.tx((tx) => licenceStandingOf(tx, stage.deps, person, pool, DAY));
  };
  const read = () => readLicenceDetails({ ...stage.deps, licenceDetails: details });

  it('is not known before it was read, and asks to be read', async () => {
    const found = await standing('hanako');

    assert.equal(found.state, 'unknown');
    const due = await stage.tx((tx) => tx.due.list(stage.clock.now()));
    assert.deepEqual(
      due.map(({ kind, subject }) => `${kind} ${subject}`),
      ['licence-details all'],
    );
  });

  it('is there or missing by the service plans that Entra names, whatever their case', async () => {
    await stage.request('hanako');
    await stage.request('taro');

    await read();

    assert.deepEqual(await standing('hanako'), { state: 'ok', reason: 'assigned' });
    const his = await standing('taro');
    assert.deepEqual([his.state, his.reason], ['missing', 'not-assigned']);
  });

  it('is read of those alone who have a booking in the coming fortnight, once a day', async () => {
    await stage.request('hanako');
    await stage.request('taro', { days: ['2026-12-28'] });

    await read();
    stage.clock.forward(60);
    const next = await read();
    const once = [...details.asked];
    stage.clock.forward(23 * 60);
    await read();

    assert.deepEqual(once, [idOf('hanako')]);
    assert.deepEqual(details.asked, [idOf('hanako'), idOf('hanako')]);
    assert.deepEqual(next, addMinutes(NOW, 120));
  });

  it('gets old, and says what it was', async () => {
    await stage.request('hanako', { days: ['2026-12-04'] });
    await read();
    stage.clock.set(at('2026-12-02 09:00'));

    const found = await standing('hanako');

    assert.deepEqual([found.state, found.reason], ['stale', 'assigned-then']);
  });

  it('keeps what was read before a fault, and goes on after it', async () => {
    await stage.request('hanako');
    await stage.request('taro', { days: ['2026-12-03'] });
    const answer = details.of.bind(details);
    details.of = (id) => {
      if (details.asked.length === 1) details.failures.order('throttled');
      return answer(id);
    };

    await assert.rejects(read());
    const kept = (await standing('hanako')).state;
    details.of = answer;
    await read();

    assert.equal(kept, 'ok');
    assert.equal((await standing('taro')).state, 'missing');
  });

  it('is asked of nobody where no pool needs one', async () => {
    await stage.reset(anOrganisation());
    await stage.people('hanako');

    assert.equal(await read(), null);
    assert.deepEqual(await standing('hanako'), { state: 'ok', reason: 'none-needed' });
  });

  it('of a pool whose licences are counted is kept by the booking, and missing for who waits', async () => {
    await stage.reset(anOrganisation({ pools: [aPool({ licences: 1 })] }));
    await stage.people(['hanako', { manager: 'manager' }], 'manager');
    await stage.request('hanako');

    assert.deepEqual(await standing('hanako'), { state: 'ok', reason: 'kept-for-booking' });
    await stage.database.owner.query(`UPDATE booking SET seat_held = false`);
    const without = await standing('hanako');
    assert.deepEqual([without.state, without.reason], ['missing', 'none-free']);
  });

  it('is ok only by a plan that counts, read within its hours', () => {
    const plans = fc.subarray(['WIN', 'MAIL', 'OFFICE']);
    fc.assert(
      fc.property(
        plans,
        fc.integer({ min: 0, max: 72 * 60 }),
        fc.integer({ min: 1, max: 48 }),
        (had, age, readHours) => {
          const kept = { readAt: addMinutes(NOW, -age), skus: [], plans: had };
          const { state } = personalStanding(aPersonalLicence({ readHours }), kept, NOW);

          const old = age >= readHours * 60;
          assert.equal(state, old ? 'stale' : had.includes('WIN') ? 'ok' : 'missing');
        },
      ),
    );
  });
});
