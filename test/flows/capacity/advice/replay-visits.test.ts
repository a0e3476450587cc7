import assert from 'node:assert/strict';
import fc from 'fast-check';
import { adviseSizes, type AdviceQuestion } from '../../../../flows/capacity/advice/advise-sizes.ts';
import { hostSizings } from '../../../../flows/capacity/advice/host-sizings.ts';
import { replayVisits, type SeenPeople } from '../../../../flows/capacity/advice/replay-visits.ts';
import { aPool } from '../../../support/builders.ts';
import { pooledSettings } from '../../../support/capacity-simulation.ts';

const [MINUTE, HOUR] = [60_000, 3_600_000];
const DAY = 24 * HOUR;
/** Midnight in Japan, Monday, 7 December 2026. */
const MONDAY = Date.UTC(2026, 11, 6, 15);
const TODAY = { kind: 'as-today' as const, hosts: 4, places: 4, price: 1 };
const SETTINGS = pooledSettings({ maxSessions: 4 });

/** People who book 8:30 to 17:15 and come one after the other, a minute apart, from ten minutes before. */
function people(count: number, days: number): SeenPeople {
  const visits = [];
  const bookings = [];
  for (let day = 0; day < days; day++)
    for (let person = 0; person < count; person++) {
      const [at, upn] = [MONDAY + day * DAY, `p${person}`];
      bookings.push({
        id: `${day}-${person}`,
        personId: upn,
        upn,
        startsAt: new Date(at + 8.5 * HOUR),
        endsAt: new Date(at + 17.25 * HOUR),
        knownAt: new Date(at - DAY),
      });
      const came = at + 8.5 * HOUR + (person - 10) * MINUTE;
      visits.push({ upn, came, leftOpen: null, ended: at + 17.25 * HOUR + person * MINUTE });
    }
  return { visits, bookings, boots: [], failures: 0 };
}
const from = new Date(MONDAY);
const to = (days: number) => new Date(MONDAY + days * DAY);

const CITY = { timeZone: 'Asia/Tokyo', closures: [], workedDays: [], specialDays: [] };

describe('the replay of visits', function () {
  this.timeout(60_000);

  it('has a desktop for everybody who booked, and pays for little more than they need', () => {
    const days = replayVisits(people(12, 3), TODAY, SETTINGS, from, to(3));

    for (const { waitedOver60s, ourHostMinutes, ourPeakHosts } of days) {
      assert.equal(waitedOver60s, 0);
      assert.ok(ourPeakHosts >= 3 && ourHostMinutes > 3 * 525 && ourHostMinutes < 4 * 600, `${ourHostMinutes}`);
    }
    assert.equal(days.length, 3);
  });

  it('lets people wait where the hosts cannot hold them', () => {
    const [day] = replayVisits(people(12, 1), { ...TODAY, hosts: 2 }, SETTINGS, from, to(1));

    assert.deepEqual([day!.ourPeakHosts, day!.refused], [2, 4]);
  });

  it('knows of nobody before they were known: who books at noon for noon waits for a boot', () => {
    const at = MONDAY + 12 * HOUR;
    const late = { startsAt: new Date(at), endsAt: new Date(at + HOUR), knownAt: new Date(at) };
    const seen: SeenPeople = {
      visits: [{ upn: 'a', came: at + MINUTE, leftOpen: null, ended: at + HOUR }],
      bookings: [{ id: 'b', personId: 'a', upn: 'a', ...late }],
      boots: [],
      failures: 0,
    };

    const [day] = replayVisits(seen, TODAY, SETTINGS, from, to(1));

    assert.deepEqual([day!.starts, day!.waitedOver60s, day!.refused], [1, 1, 0]);
  });

  it('is the same each time, whatever it is handed, and holds its figures', () => {
    const visit = fc.record({
      upn: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      came: fc.integer({ min: -60, max: 2880 }).map((minute) => MONDAY + minute * MINUTE),
      stays: fc.integer({ min: -5, max: 900 }),
      open: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(visit, { maxLength: 12 }), (drawn) => {
        const visits = drawn.map(({ upn, came, stays, open }) => ({
          upn,
          came,
          leftOpen: open && stays > 1 ? came + MINUTE : null,
          ended: came + stays * MINUTE,
        }));
        const seen = { ...people(3, 2), visits };
        const run = () => replayVisits(seen, { ...TODAY, places: 2 }, SETTINGS, from, to(2));

        const days = run();

        assert.deepEqual(run(), days);
        for (const one of days) {
          assert.ok(one.ourPeakHosts <= 4 && one.ourHostMinutes <= 4 * 1440);
          assert.ok(one.refused <= one.waitedOver300s && one.longestWaitMinutes <= 15);
        }
      }),
      { numRuns: 6 },
    );
  });
});

describe('advice on sizes', () => {
  it('compares half and double hosts at the same price a seat, and other limits on the same machines', () => {
    const said = (pool: { hosts: number; maxSessions: number }) =>
      hostSizings(pool).map(({ kind, hosts, places, price }) => `${kind} ${hosts}x${places} at ${price}`);

    assert.deepEqual(said({ hosts: 70, maxSessions: 16 }), [
      'as-today 70x16 at 1',
      'half 140x8 at 0.5',
      'double 35x32 at 2',
      'limit 70x12 at 1',
      'limit 70x20 at 1',
    ]);
    assert.deepEqual(said({ hosts: 3, maxSessions: 1 }), ['as-today 3x1 at 1', 'double 2x2 at 2']);
  });

  const question = (seen: SeenPeople): AdviceQuestion => ({
    pool: aPool({ hosts: { prefix: 'h', count: 6 }, maxSessions: 4 }),
    begins: '2026-12-07',
    from: '2026-12-08',
    to: '2026-12-09',
    people: seen,
  });

  it('prefers smaller hosts where one of the large ones stays on for a single person', () => {
    const seen = people(5, 3);
    // Four leave at noon, one stays.
    const visits = seen.visits.map((one) => (one.upn === 'p4' ? one : { ...one, ended: one.came + 3 * HOUR }));

    const advice = adviseSizes(question({ ...seen, visits }), CITY)!;

    const [today, half] = advice.sizings;
    assert.equal(advice.visits, 10);
    assert.ok(half!.hostHours < today!.hostHours && half!.percent! < 0);
    assert.equal(today!.percent, 0);
    assert.equal(advice.better, 'half');
  });

  it('is none where nobody was seen', () => {
    assert.equal(adviseSizes(question({ visits: [], bookings: [], boots: [], failures: 0 }), CITY), null);
  });
});
