import assert from 'node:assert/strict';
import { aPool, at, idOf } from '../../support/builders.ts';
import { openStage, type Stage } from '../../support/flow-harness.ts';
import { begin, booked, comes, DAY, leaves, round, until } from '../no-show/no-show-stage.ts';
import { ledger } from './ledger-stage.ts';
import { aLicensed } from './licence-builders.ts';

describe('people without a booking in an open pool', function () {
  this.timeout(60_000);
  let stage: Stage;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.database.close());
  const city = async (admission: 'open' | 'booked-only' = 'open', licences = 2) => {
    await begin(stage, aLicensed([], [aPool({ admission, licences })]), 'hanako', 'taro', 'jiro', 'officer');
    stage.roles.set('ict', [idOf('officer')]);
  };

  it('take a licence while they are signed in, with its entries in the log', async () => {
    await city();
    await until(stage, '09:00');
    comes(stage, 'taro');
    await until(stage, '10:00');
    leaves(stage, 'taro');
    await until(stage, '10:30');

    const [lease, ...more] = await ledger(stage);
    assert.deepEqual(more, []);
    assert.deepEqual(
      [lease?.person, lease?.booking, lease?.until, lease?.why],
      [idOf('taro'), null, null, 'signed-out'],
    );
    const within = (instant: Date, from: string, to: string) =>
      assert.ok(instant > at(`${DAY} ${from}`) && instant <= at(`${DAY} ${to}`), instant.toISOString());
    within(lease!.from, '09:00', '09:30');
    within(lease!.returned!, '10:00', '10:30');
    const entries = (await stage.audit('pool')).filter((kind) => kind.startsWith('licence-'));
    assert.deepEqual(entries, ['licence-lent', 'licence-returned']);
  });

  it('are written down once, however often the pool is looked at', async () => {
    await city();
    await until(stage, '09:00');
    comes(stage, 'taro');
    await until(stage, '09:20');

    await round(stage);
    await round(stage);

    assert.equal((await ledger(stage)).length, 1);
  });

  it('are those alone who have none: whoever is booked has the licence of their booking', async () => {
    await city();
    await booked(stage, 'hanako');
    await until(stage, '08:00');
    comes(stage, 'hanako');
    await until(stage, '10:00');

    const lines = await ledger(stage);
    assert.deepEqual(
      lines.map(({ booking, from }) => [booking !== null, from]),
      [[true, at(`${DAY} 08:30`)]],
    );
  });

  it('are told of to the ICT section once when they leave too few for the people booked', async () => {
    await city('open', 2);
    await booked(stage, 'hanako');
    await until(stage, '08:00');
    comes(stage, 'taro');
    await until(stage, '08:20');
    const before = await stage.toldTo('officer');
    comes(stage, 'jiro', 'avd-002');
    await until(stage, '09:00');

    const faults = (await stage.outbox()).flatMap((work) =>
      work.kind === 'tell' && work.notice.kind === 'fault' ? work.notice.fault.code : [],
    );
    assert.deepEqual(before, []);
    assert.equal(faults.filter((code) => code === 'licences-short').length, 1);
  });

  it('hold one also where the directory does not know them', async () => {
    await city('open', 1);
    await booked(stage, 'hanako');
    await until(stage, '08:00');
    comes(stage, 'guest');
    await until(stage, '09:20');
    await until(stage, '09:40');
    leaves(stage, 'guest');
    await until(stage, '10:10');

    const own = (await ledger(stage)).filter(({ booking }) => booking === null);
    assert.deepEqual(
      own.map(({ person, why }) => [person, why]),
      [['upn:guest@city.example', 'signed-out']],
    );
    assert.ok((await stage.toldTo('officer')).includes('fault'));
  });

  it('leave no licence to whoever asks for now beyond the last, until they are gone', async () => {
    await city('open', 2);
    await booked(stage, 'hanako', { part: 'pm' });
    await until(stage, '12:00');
    comes(stage, 'taro');
    await until(stage, '12:20');
    const mayBook = async (name: string, wish: { part: 'pm' } | { part: 'hours'; from: string; to: string }) => {
      const { days } = await stage.propose(name, { days: [DAY], ...wish });
      return days.map(({ verdict }) => verdict.ok);
    };

    const soon = await mayBook('jiro', { part: 'pm' });
    const themselves = await mayBook('taro', { part: 'pm' });
    const later = await mayBook('jiro', { part: 'hours', from: '14:00', to: '17:15' });
    leaves(stage, 'taro');
    await until(stage, '12:50');
    const after = await mayBook('jiro', { part: 'pm' });

    assert.deepEqual(
      { soon, themselves, later, after },
      { soon: [false], themselves: [true], later: [true], after: [true] },
    );
  });

  it('do not come into the ledger of a pool where nobody else can sign in', async () => {
    await city('booked-only');
    await until(stage, '09:00');
    comes(stage, 'taro');
    await until(stage, '09:30');

    assert.deepEqual(await ledger(stage), []);
  });
});
