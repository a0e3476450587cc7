import assert from 'node:assert/strict';
import fc from 'fast-check';
import { confirmBooking } from '../../../flows/booking/confirm-booking.ts';
import type { DatedUse, LicenceWant } from '../../../flows/licences/licence-store.ts';
import { licenceDays } from '../../../flows/licences/licence-report.ts';
import { readLedger } from '../../../flows/licences/read-ledger.ts';
import { licenceReport, type LicenceQuery } from '../../../flows/licences/read-licence-report.ts';
import { addMinutes } from '../../../flows/minutes.ts';
import { anOrganisation, aPool, at } from '../../support/builders.ts';
import { openStage, type Stage } from '../../support/flow-harness.ts';
import { booked } from '../no-show/no-show-stage.ts';
import { aConcurrent, aLicensed, aUserLicence } from './licence-builders.ts';

const DAY = '2026-12-02';
const hours = anOrganisation();
const use = (holder: string, from: string, to: string, asked = 0): DatedUse => ({
  holder,
  from: at(`${DAY} ${from}`),
  to: at(`${DAY} ${to}`),
  askedAt: addMinutes(at('2026-11-20 09:00'), asked),
});
const want = (
  personId: string,
  from: string,
  to: string,
  outcome: LicenceWant['outcome'] = 'refused',
): LicenceWant => ({
  licenceId: 'shared',
  personId,
  day: DAY,
  from: at(`${DAY} ${from}`),
  to: at(`${DAY} ${to}`),
  askedAt: at('2026-11-21 09:00'),
  outcome,
});

describe("a licence's day", () => {
  it('has its peak, its average, who found none, and what one more or fewer would have meant', () => {
    const held = [use('a', '08:30', '12:00', 1), use('b', '08:30', '17:15', 2), use('c', '13:00', '17:15', 3)];
    const wants = [want('d', '08:30', '17:15'), want('e', '13:00', '17:15', 'waitlisted')];

    const [day] = licenceDays({ licence: aConcurrent({ count: 2 }), held, wants }, ['2026-12-01', DAY], hours);

    assert.deepEqual(day, {
      licence: 'shared',
      name: { ja: 'ライセンス', en: 'Licence' },
      kind: 'concurrent',
      day: DAY,
      count: 2,
      peak: 2,
      average: 2,
      refused: 1,
      waitlisted: 1,
      oneMore: 1,
      oneFewer: 1,
    });
  });

  it('serves a morning and an afternoon with one more licence', () => {
    const wants = [want('d', '08:30', '12:00'), want('e', '13:00', '17:15')];

    const [day] = licenceDays(
      { licence: aConcurrent({ count: 1 }), held: [use('a', '08:30', '17:15')], wants },
      [DAY],
      hours,
    );

    assert.equal(day?.oneMore, 2);
  });

  it('counts who is bound on days without a booking, and loses none of their bookings with one fewer', () => {
    const licence = aUserLicence({ count: 1 });
    const held = [{ ...use('a', '08:30', '17:15'), to: at('2027-03-02 17:15') }];

    const days = licenceDays({ licence, held, wants: [] }, [DAY, '2026-12-03'], hours);

    assert.deepEqual(
      days.map(({ peak, average, oneFewer }) => [peak, average, oneFewer]),
      [
        [1, 1, 1],
        [1, 1, 0],
      ],
    );
  });

  it('is left out where nobody held or wanted one', () => {
    assert.deepEqual(licenceDays({ licence: aConcurrent(), held: [], wants: [] }, [DAY], hours), []);
  });

  it('never serves more by one more than there were wants, and loses nobody by one fewer while one lies idle', () => {
    const slot = fc.tuple(fc.constantFrom('a', 'b', 'c', 'd', 'e'), fc.nat(7), fc.integer({ min: 1, max: 4 }));
    const clock = (n: number) => `${String(8 + n).padStart(2, '0')}:00`;
    fc.assert(
      fc.property(
        fc.uniqueArray(slot, { selector: ([who]) => who }),
        fc.integer({ min: 1, max: 4 }),
        (slots, count) => {
          const held = slots.map(([who, from, length]) => use(who, clock(from), clock(from + length)));
          const wants = slots.map(([who, from, length]) => want(`w${who}`, clock(from), clock(from + length)));

          const [day] = licenceDays({ licence: aConcurrent({ count }), held, wants }, [DAY], hours);

          if (!day) return assert.equal(slots.length, 0);
          assert.ok(day.oneMore <= wants.length);
          assert.equal(day.oneFewer === 0, day.peak < count, `${day.oneFewer} lost of a peak of ${day.peak}`);
          assert.ok(day.average <= day.peak);
        },
      ),
    );
  });
});

describe('the report of licences', () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.database.close());
  beforeEach(async () => {
    await stage.reset(aLicensed([], [aPool({ licences: 1 })]));
    const staff = ['hanako', 'taro', 'jiro'].map((name) => [name, { manager: 'manager' }] as [string, object]);
    await stage.people(...staff, 'manager');
  });
  const report = (query: Partial<LicenceQuery> = {}) =>
    stage.tx((tx) =>
      licenceReport(tx, stage.organisation, { from: DAY, to: DAY, pool: null, ...query, now: stage.clock.now() }),
    );
  const wait = async (name: string) => {
    const { draftId, version } = await stage.propose(name);
    const person = await stage.person(name);
    await stage.tx((tx) => confirmBooking(tx, stage.deps, person, { draftId, version, wait: true }));
  };

  it('tells of who was refused, who waits, and what was held, of the days to come and of those gone by', async () => {
    const [booking] = await stage.request('hanako');
    await stage.decide('manager', [booking!]);
    await stage.propose('taro');
    await wait('jiro');

    const before = await report();
    for (const clock of ['08:30', '17:15']) {
      stage.clock.set(at(`${DAY} ${clock}`));
      await stage.advance();
    }
    const after = await report();

    const [day] = before ?? [];
    assert.deepEqual([day?.count, day?.peak, day?.average, day?.refused, day?.waitlisted], [1, 1, 1, 1, 1]);
    assert.deepEqual([day?.oneMore, day?.oneFewer], [1, 1]);
    assert.deepEqual(after, before);
  });

  it('forgets who was refused once they have a booking for that time', async () => {
    const [booking] = await stage.request('hanako');
    await stage.propose('taro');
    const before = await report();
    await stage.cancel('hanako', booking!);

    await stage.request('taro');

    const after = await report();
    assert.deepEqual([before?.[0]?.refused, after?.[0]?.refused, after?.[0]?.peak], [1, 0, 1]);
  });

  it('counts nobody as refused whom hosts, and not licences, had no room for', async () => {
    await stage.reset(aLicensed([], [aPool({ hosts: { prefix: 'avd-', count: 1 }, maxSessions: 1, licences: 5 })]));
    await stage.people(['hanako', { manager: 'manager' }], ['taro', { manager: 'manager' }], 'manager');
    await stage.request('hanako');
    await stage.propose('taro');

    assert.deepEqual(
      (await report())?.map(({ refused, peak }) => [refused, peak]),
      [[0, 1]],
    );
  });

  it('is of one pool where that is asked for, and null for a pool that there is not', async () => {
    await stage.request('hanako');

    assert.equal((await report({ pool: 'pool' }))?.length, 1);
    assert.equal(await report({ pool: 'other' }), null);
  });

  it('has a ledger beside it: who had one, from when to when, and why', async () => {
    const given = await booked(stage, 'hanako');
    stage.clock.set(at(`${DAY} 08:30`));
    await stage.advance();
    stage.clock.set(at(`${DAY} 10:00`));
    await stage.cancel('hanako', given);

    const ledger = (query: Partial<LicenceQuery> = {}) =>
      stage.tx((tx) =>
        readLedger(tx, stage.organisation, { from: DAY, to: DAY, pool: null, ...query, now: stage.clock.now() }),
      );
    assert.deepEqual(await ledger(), [
      {
        licence: 'pool',
        pool: 'pool',
        person: 'hanako@city.example',
        why: 'booking',
        booking: given.id,
        from: at(`${DAY} 08:30`),
        until: at(`${DAY} 17:15`),
        returned: at(`${DAY} 10:00`),
        because: 'cancelled',
        boundUntil: null,
      },
    ]);
    assert.deepEqual(await ledger({ from: '2026-12-03', to: '2026-12-03' }), []);
    assert.equal(await ledger({ pool: 'other' }), null);
  });

  it('is empty where no licences are counted', async () => {
    await stage.reset(aLicensed([], [aPool()]));

    assert.deepEqual(await report({ from: null, to: null }), []);
  });
});
