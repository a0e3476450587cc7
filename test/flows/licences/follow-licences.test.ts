import assert from 'node:assert/strict';
import type { JudgedDay } from '../../../flows/booking/proposal.ts';
import { takeAgain } from '../../../flows/no-show/take-again.ts';
import { anOrganisation, aPool, at, idOf } from '../../support/builders.ts';
import { openStage, type Stage } from '../../support/flow-harness.ts';
import { begin, booked, comes, follow, until } from '../no-show/no-show-stage.ts';
import { ledger } from './ledger-stage.ts';
import { aLicensed, aUserLicence, twoPools, aConcurrent } from './licence-builders.ts';

const DAY = '2026-12-02';
const time = (clock: string) => at(`${DAY} ${clock}`);
const refusalOf = (day: JudgedDay | undefined) => day && !day.verdict.ok && day.verdict.refusal;

describe('the ledger of licences', () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.database.close());
  beforeEach(async () => {
    await stage.reset(anOrganisation({ pools: [aPool({ licences: 1 })] }));
    await stage.people(['hanako', { manager: 'manager' }], ['taro', { manager: 'manager' }], 'manager');
  });

  const advanceTo = async (clock: string, day = DAY) => {
    stage.clock.set(at(`${day} ${clock}`));
    await stage.advance();
  };

  it('lends one when a booking begins and has it back when it ends, each with its entry in the log', async () => {
    const booking = await booked(stage, 'hanako');
    await advanceTo('08:30');
    await advanceTo('17:15');

    const [lease, ...more] = await ledger(stage);
    assert.deepEqual(more, []);
    assert.deepEqual(lease, {
      id: lease?.id,
      licence: 'pool',
      person: idOf('hanako'),
      booking: booking.id,
      from: time('08:30'),
      until: time('17:15'),
      returned: time('17:15'),
      why: 'completed',
      lockedUntil: null,
    });
    assert.deepEqual((await stage.audit()).slice(-4), [
      'booking-active',
      'licence-lent',
      'booking-completed',
      'licence-returned',
    ]);
  });

  it('tells booked time, however late somebody looks', async () => {
    await booked(stage, 'hanako');
    await advanceTo('11:00');
    await advanceTo('23:00');

    const [lease] = await ledger(stage);
    assert.deepEqual([lease?.from, lease?.returned], [time('08:30'), time('17:15')]);
  });

  it('has a morning and an afternoon share one licence', async () => {
    await booked(stage, 'hanako', { part: 'am' });
    await booked(stage, 'taro', { part: 'pm' });

    for (const clock of ['08:30', '12:00', '13:00', '17:15']) await advanceTo(clock);

    const lines = await ledger(stage);
    assert.deepEqual(
      lines.map(({ person, from, returned }) => [person, from, returned]),
      [
        [idOf('hanako'), time('08:30'), time('12:00')],
        [idOf('taro'), time('13:00'), time('17:15')],
      ],
    );
  });

  it('has it back when a day that has begun is cancelled, and repeating that changes nothing', async () => {
    const booking = await booked(stage, 'hanako');
    await advanceTo('10:00');

    await stage.cancel('hanako', booking);
    await stage.cancel('hanako', booking);
    await stage.advance();

    const lines = await ledger(stage);
    assert.deepEqual(
      lines.map(({ returned, why }) => [returned, why]),
      [[time('10:00'), 'cancelled']],
    );
    assert.equal((await stage.audit('pool')).filter((kind) => kind === 'licence-returned').length, 1);
  });

  it('lends nothing for a day that nobody approved', async () => {
    await stage.request('hanako');
    await advanceTo('12:00');

    assert.deepEqual(await ledger(stage), []);
  });

  it('lends from the approval where it comes after the start', async () => {
    const [booking] = await stage.request('hanako');
    await advanceTo('10:00');

    await stage.decide('manager', [booking!]);
    await stage.advance();

    assert.deepEqual(
      (await ledger(stage)).map(({ from }) => from),
      [time('10:00')],
    );
  });

  it('takes it from who does not come, and lends it anew to who takes the day again', async () => {
    await begin(stage, anOrganisation({ pools: [aPool({ licences: 1, noShow: { afterMinutes: 120 } })] }), 'hanako');
    const { id } = await booked(stage, 'hanako');
    await until(stage, '10:40');
    await follow(stage);
    await until(stage, '11:20');
    const hanako = await stage.person('hanako');
    const { version } = await stage.booking(id);

    await stage.tx((tx) => takeAgain(tx, stage.deps, hanako, { bookingId: id, version }));
    comes(stage, 'hanako');
    await until(stage, '17:20');

    const lines = await ledger(stage);
    assert.deepEqual(
      lines.map(({ why }) => why),
      ['no-show', 'completed'],
    );
    assert.deepEqual(lines[1]?.from, time('11:20'));
  });

  it('goes from the old day to the new one with an approved change', async () => {
    stage.organisation = anOrganisation({ pools: [aPool({ licences: 1 })] });
    const booking = await booked(stage, 'hanako', { part: 'am' });
    await stage.cancel('hanako', booking);
    await booked(stage, 'hanako', { part: 'pm' });

    for (const clock of ['08:30', '12:00', '13:00', '17:15']) await advanceTo(clock);

    assert.deepEqual(
      (await ledger(stage)).map(({ from, why }) => [from, why]),
      [[time('13:00'), 'completed']],
    );
  });

  it('binds a user licence until ninety days after its last use', async () => {
    stage.organisation = aLicensed([aUserLicence({ count: 2 })]);
    await booked(stage, 'hanako');
    await advanceTo('08:30');
    await advanceTo('17:15');

    const [lease] = await ledger(stage);
    assert.deepEqual([lease?.licence, lease?.lockedUntil], ['bound', at('2027-03-02 17:15')]);
  });

  it('does not bind it to who did not come', async () => {
    await begin(stage, aLicensed([aUserLicence()], [aPool({ noShow: { afterMinutes: 120 } })]), 'hanako');
    await booked(stage, 'hanako');
    await until(stage, '10:40');

    await follow(stage);

    const [lease] = await ledger(stage);
    assert.deepEqual([lease?.why, lease?.lockedUntil], ['no-show', null]);
  });

  it('lets nobody else book what is bound, and its holder again and again', async () => {
    await stage.reset(aLicensed([aUserLicence({ count: 1 })]));
    await stage.people(['hanako', { manager: 'manager' }], ['taro', { manager: 'manager' }], 'manager');
    await booked(stage, 'hanako');
    await advanceTo('08:30');
    await advanceTo('17:15');

    const [hers] = (await stage.propose('hanako', { days: ['2026-12-09'] })).days;
    const [his] = (await stage.propose('taro', { days: ['2026-12-09'] })).days;
    const [afterwards] = (await stage.propose('taro', { days: ['2027-03-10'] })).days;

    assert.equal(hers?.verdict.ok, true);
    assert.equal(refusalOf(his), 'no-seat');
    assert.equal(afterwards?.verdict.ok, true);
  });

  it('warns the ICT section once a day when nearly all are bound', async () => {
    await stage.reset(aLicensed([aUserLicence({ count: 2, warnPercent: 90 })]));
    await stage.people(['hanako', { manager: 'manager' }], ['taro', { manager: 'manager' }], 'manager', 'officer');
    stage.roles.set('ict', [idOf('officer')]);
    await booked(stage, 'hanako');
    await advanceTo('08:30');
    assert.deepEqual(await stage.toldTo('officer'), []);
    stage.clock.set(time('09:00'));
    const [booking] = await stage.request('taro', { days: ['2026-12-03'] });
    await stage.decide('manager', [booking!]);

    await advanceTo('08:30', '2026-12-03');
    await advanceTo('17:15', '2026-12-03');

    assert.deepEqual(await stage.toldTo('officer'), ['fault']);
  });

  it('counts what pools share: the last one is gone in both, and comes back to who waits in either', async () => {
    const { pools, sections } = twoPools();
    await stage.reset(aLicensed([aConcurrent({ count: 1, pools: ['parks', 'roads'] })], pools, { sections }));
    const roads = { manager: 'manager', department: 'Roads' };
    await stage.people(['hanako', { manager: 'manager' }], ['ken', roads], 'manager');
    const hers = await booked(stage, 'hanako', { part: 'am' });

    const [morning] = (await stage.propose('ken', { days: [DAY], part: 'am' })).days;
    const [afternoon] = (await stage.propose('ken', { days: [DAY], part: 'pm' })).days;
    await stage.cancel('hanako', hers);
    const [freed] = (await stage.propose('ken', { days: [DAY], part: 'am' })).days;

    assert.equal(refusalOf(morning), 'no-seat');
    assert.equal(afternoon?.verdict.ok, true);
    assert.equal(freed?.verdict.ok, true);
  });
});
