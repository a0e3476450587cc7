import assert from 'node:assert/strict';
import fc from 'fast-check';
import { PoolPicture } from '../../../flows/capacity/pool-picture.ts';
import { noHistory } from '../../../flows/forecast/booking-history.ts';
import { forecastDay } from '../../../flows/forecast/forecast-day.ts';
import { instantOf, wallTimeOf } from '../../../flows/local-time.ts';
import { at, TOKYO } from '../../support/builders.ts';
import { aForecastInput, aSupply, comingBookings } from '../../support/forecast-builders.ts';

const DAY = '2026-12-02';

describe('the forecast of a day', () => {
  const bookings = fc
    .array(
      fc.record({
        count: fc.integer({ min: 1, max: 40 }),
        time: fc.constantFrom(['08:30', '17:15'], ['08:30', '12:00'], ['13:00', '17:15'], ['20:00', '23:30']),
        status: fc.constantFrom('approved' as const, 'pending' as const, 'waitlisted' as const),
      }),
      { maxLength: 6 },
    )
    .map((blocks) =>
      blocks.flatMap(({ count, time, status }, index) =>
        comingBookings(DAY, count, { from: time[0], to: time[1], status, first: index * 100 }),
      ),
    );
  const supplies = fc
    .record({
      hosts: fc.integer({ min: 1, max: 12 }),
      maxSessions: fc.constantFrom(1, 4, 16),
      licences: fc.option(fc.integer({ min: 1, max: 120 })),
    })
    .map(aSupply);

  it('has what is expected within its range, and asks for no more hosts than the upper end needs and than there are', () => {
    fc.assert(
      fc.property(bookings, supplies, (coming, supply) => {
        const { halfHours, hostHours, peak } = forecastDay(aForecastInput({ supply }), DAY, coming);

        for (const { sessions, hosts } of halfHours) {
          assert.ok(sessions.low <= Math.round(sessions.expected) && Math.round(sessions.expected) <= sessions.high);
          assert.equal(hosts.high, Math.ceil(Math.min(sessions.high, supply.seats) / supply.maxSessions));
          assert.ok(hosts.low <= hosts.expected && hosts.expected <= hosts.high && hosts.high <= supply.hosts);
          assert.ok(sessions.expected <= peak.sessions.expected);
        }
        const high = halfHours.reduce((sum, { hosts }) => sum + hosts.high / 2, 0);
        assert.ok(hostHours.low <= hostHours.expected && hostHours.expected <= hostHours.high + 0.05);
        assert.ok(hostHours.high >= high && hostHours.high <= 24 * supply.hosts);
      }),
      { numRuns: 60 },
    );
  });

  it('grows with every booking', () => {
    fc.assert(
      fc.property(bookings, fc.integer({ min: 1, max: 30 }), (coming, more) => {
        const input = aForecastInput();

        const before = forecastDay(input, DAY, coming);
        const after = forecastDay(input, DAY, [...coming, ...comingBookings(DAY, more, { first: 5000 })]);

        after.halfHours.forEach(({ sessions }, index) =>
          assert.ok(sessions.expected >= before.halfHours[index]!.sessions.expected),
        );
        assert.ok(after.peak.sessions.high > before.peak.sessions.low);
      }),
      { numRuns: 40 },
    );
  });

  it('is the same whatever the order of the bookings', () => {
    const coming = [
      ...comingBookings(DAY, 20),
      ...comingBookings(DAY, 9, { from: '13:00', first: 50, status: 'pending' }),
    ];

    assert.deepEqual(
      forecastDay(aForecastInput(), DAY, coming.toReversed()),
      forecastDay(aForecastInput(), DAY, coming),
    );
  });

  it('expects nobody where nothing is booked and nothing was ever seen', () => {
    const empty = forecastDay(aForecastInput({ hostHourYen: 80 }), DAY, []);

    assert.deepEqual(empty.peak.sessions, { expected: 0, low: 0, high: 0 });
    assert.deepEqual([empty.hostHours.high, empty.yen, empty.stillToCome], [0, 0, 0]);
  });

  it('counts approved, undecided and waiting bookings apart, and trusts the undecided less', () => {
    const now = at('2026-12-02 08:29');
    const coming = [
      ...comingBookings(DAY, 10),
      ...comingBookings(DAY, 3, { status: 'pending', first: 10 }),
      ...comingBookings(DAY, 2, { status: 'waitlisted', first: 20 }),
    ];

    const day = forecastDay(aForecastInput({ now }), DAY, coming);
    const approved = forecastDay(aForecastInput({ now }), DAY, comingBookings(DAY, 15));

    assert.deepEqual([day.booked, day.pending, day.waiting], [10, 3, 2]);
    assert.equal(day.halfHours.find((one) => wallTimeOf(one.at, TOKYO) === '10:00')!.booked, 10);
    assert.ok(day.peak.sessions.expected < approved.peak.sessions.expected);
  });

  it('expects never more of those booked than all of them', () => {
    const now = at('2026-12-02 08:30');

    const { peak } = forecastDay(aForecastInput({ now }), DAY, comingBookings(DAY, 112));

    assert.equal(peak.booked, 112);
    assert.ok(peak.sessions.high <= 112 && peak.sessions.expected > 100, JSON.stringify(peak.sessions));
  });

  it('has half days come and go at noon', () => {
    const coming = [
      ...comingBookings(DAY, 30, { to: '12:00' }),
      ...comingBookings(DAY, 10, { from: '13:00', first: 100 }),
    ];

    const { halfHours } = forecastDay(aForecastInput(), DAY, coming);

    const at10 = halfHours.find((one) => wallTimeOf(one.at, TOKYO) === '10:00')!;
    const at15 = halfHours.find((one) => wallTimeOf(one.at, TOKYO) === '15:00')!;
    assert.ok(at10.sessions.expected > 2 * at15.sessions.expected && at15.sessions.expected > 8);
    assert.equal(halfHours.find((one) => wallTimeOf(one.at, TOKYO) === '12:00')!.booked, 0);
  });

  it('counts a booking over midnight on the day on which it begins, and its sessions on both', () => {
    const night = [
      {
        upn: 'n@city.example',
        section: null,
        startsAt: at('2026-12-02 22:00'),
        endsAt: at('2026-12-03 06:00'),
        status: 'approved' as const,
      },
    ];

    const first = forecastDay(aForecastInput(), '2026-12-02', night);
    const second = forecastDay(aForecastInput(), '2026-12-03', night);

    assert.deepEqual([first.booked, second.booked], [1, 0]);
    assert.ok(first.halfHours.at(-1)!.sessions.expected > 0.8);
    assert.ok(second.halfHours[0]!.sessions.expected > 0.8 && second.halfHours[0]!.booked === 1);
    assert.equal(second.halfHours[20]!.booked, 0);
  });

  it('has 46 and 50 half hours where clocks are changed, each at its own time', () => {
    const timeZone = 'Europe/Berlin';
    const input = aForecastInput({ timeZone, now: instantOf('2026-10-20', '09:00', timeZone) });
    const coming = (day: string) => comingBookings(day, 20, { timeZone });

    const autumn = forecastDay(input, '2026-10-25', coming('2026-10-25'));
    const spring = forecastDay(input, '2027-03-28', coming('2027-03-28'));

    assert.deepEqual([autumn.halfHours.length, spring.halfHours.length], [50, 46]);
    for (const { halfHours } of [autumn, spring]) {
      assert.equal(wallTimeOf(halfHours[0]!.at, timeZone), '00:00');
      assert.equal(wallTimeOf(halfHours.at(-1)!.at, timeZone), '23:30');
      const booked = halfHours.filter((one) => one.booked > 0);
      assert.deepEqual(
        [wallTimeOf(booked[0]!.at, timeZone), wallTimeOf(booked.at(-1)!.at, timeZone)],
        ['08:30', '17:00'],
      );
    }
  });

  it('says what the organisation calls a day, before a public holiday, and which half is closed', () => {
    const name = { ja: '防災訓練', en: 'Drill' };
    const input = aForecastInput({ named: () => ({ name, kind: 'training', half: 'pm' }) });

    const [working, holiday] = [forecastDay(input, DAY, []), forecastDay(input, '2027-01-11', [])];

    assert.deepEqual([working.holiday, working.half], [name, 'pm']);
    assert.deepEqual(holiday.holiday, { ja: '防災訓練・成人の日', en: 'Drill, Coming of Age Day' });
    assert.equal(holiday.half, null, 'all of it is free');
  });

  it('names holidays and closed days', () => {
    const holiday = forecastDay(aForecastInput(), '2027-01-11', []);

    assert.deepEqual(
      [holiday.holiday?.ja, holiday.holiday?.en, holiday.closed],
      ['成人の日', 'Coming of Age Day', true],
    );
    assert.deepEqual(
      [forecastDay(aForecastInput(), DAY, []).holiday, forecastDay(aForecastInput(), DAY, []).closed],
      [null, false],
    );
  });

  it('costs what its host-hours cost', () => {
    const day = forecastDay(aForecastInput({ hostHourYen: 100 }), DAY, comingBookings(DAY, 60));

    assert.ok(Math.abs(day.yen - day.hostHours.expected * 100) <= 5);
    const sum = day.halfHours.reduce((total, { yen }) => total + yen, 0);
    assert.ok(Math.abs(sum - day.yen) < 48);
  });

  it('keeps as many hosts on as the organisation wants at any time', () => {
    const { hostHours, halfHours } = forecastDay(aForecastInput({ fewestHosts: 2 }), DAY, comingBookings(DAY, 10));

    assert.ok(halfHours[0]!.hosts.high === 0 && hostHours.expected === 48, String(hostHours.expected));
  });

  it('adds what is usually booked later: a lot for next week, little for this morning, nothing on a day off', () => {
    const past = ['2026-11-16', '2026-11-17', '2026-11-18', '2026-11-19', '2026-11-20', '2026-11-21', '2026-11-22'];
    const days = past.slice(0, 5).map((day) => ({ day, count: 80 }));
    const input = aForecastInput({ past, history: { ...noHistory(), days, granted: 400 } });

    const [soon, later, off] = ['2026-12-02', '2026-12-11', '2026-12-12'].map((day) => forecastDay(input, day, []));

    assert.ok(later!.stillToCome > 40 && later!.stillToCome < 80, String(later!.stillToCome));
    assert.ok(soon!.stillToCome < later!.stillToCome / 2);
    assert.equal(off!.stillToCome, 0);
    assert.ok(
      later!.peak.sessions.high - later!.peak.sessions.low > soon!.peak.sessions.high - soon!.peak.sessions.low,
    );
  });

  it('knows who never comes, from what the planner has learned', () => {
    const picture = new PoolPicture({ timeZone: TOKYO, holidays: null });
    const upn = 'p0@city.example';
    for (let day = 2; day <= 20; day++) {
      const on = `2026-11-${String(day).padStart(2, '0')}`;
      const now = at(`${on} 08:00`).getTime();
      const [startsAt, endsAt] = [at(`${on} 08:30`), at(`${on} 17:15`)];
      picture.advance(now);
      picture.book({ id: on, personId: upn, upn, startsAt, endsAt, knownAt: startsAt }, now);
    }
    picture.advance(at('2026-11-21 09:00').getTime());
    const coming = comingBookings(DAY, 1);

    const known = forecastDay(aForecastInput({ learned: picture.learned }), DAY, coming);
    const unknown = forecastDay(aForecastInput(), DAY, coming);

    assert.ok(known.peak.sessions.expected < 0.5 && unknown.peak.sessions.expected > 0.8);
  });

  it('expects people without a booking where they were seen, on days of that kind', () => {
    const picture = new PoolPicture({ timeZone: TOKYO, holidays: null });
    for (let day = 16; day <= 20; day++) {
      for (let person = 0; person < 12; person++) {
        const came = at(`2026-11-${day} 10:00`).getTime() + person * 60_000;
        picture.advance(came);
        picture.signedIn(`w${person}`, 'host', came);
      }
      const left = at(`2026-11-${day} 12:00`).getTime();
      picture.advance(left);
      for (let person = 0; person < 12; person++) picture.signedOut(`w${person}`, left);
    }
    picture.advance(at('2026-11-24 00:00').getTime());
    const input = aForecastInput({ learned: picture.learned });

    const [working, free] = [forecastDay(input, DAY, []), forecastDay(input, '2026-12-05', [])];

    assert.equal(wallTimeOf(working.peak.at, TOKYO), '10:00');
    assert.ok(working.peak.sessions.expected > 8 && working.peak.sessions.high > working.peak.sessions.expected);
    assert.ok(free.peak.sessions.expected < 1);
  });
});
