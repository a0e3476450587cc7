import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { arrivalCurves, EARLIEST } from '../../../flows/capacity/arrival-habits.ts';
import { readMorning, withArrival } from '../../../flows/capacity/arrivals-today.ts';
import { expectedArrivals } from '../../../flows/capacity/expected-arrivals.ts';
import { nothingLearned } from '../../../flows/capacity/learned.ts';
import { plannerParameters } from '../../../flows/capacity/planner-parameters.ts';
import { PoolPicture } from '../../../flows/capacity/pool-picture.ts';
import { inventVisits } from '../../bench/capacity/invent-visits.ts';
import { anOffice } from '../../bench/capacity/organisation-kind.ts';
import { ours } from '../../bench/capacity/policies/ours.ts';
import { runPool } from '../../bench/capacity/pool-run.ts';
import { at, bookingsOf } from './capacity-builders.ts';

const MINUTE = 60_000;
const EIGHT = at('08:00').getTime();

/** People booked for 8:30, of whom some have come, a second after each other, by 8:00. */
function morningOf(people: number, come: number): PoolPicture {
  const picture = new PoolPicture({ timeZone: 'Etc/UTC', holidays: null });
  const bookings = bookingsOf(people);
  for (const booking of bookings) picture.book(booking, at('06:00').getTime());
  for (const [index, { upn }] of bookings.slice(0, come).entries()) {
    picture.signedIn(upn, 'h1', EIGHT - 5 * MINUTE + index);
  }
  picture.advance(EIGHT);
  return picture;
}

const expectedOf = (picture: PoolPicture, now: number) =>
  expectedArrivals(picture, now, 100, 0, plannerParameters).bookedSoon;

describe('the morning of a pool', function () {
  this.timeout(120_000);

  it('does not forget those to come because many have come early, however many they are', () => {
    fc.assert(
      fc.property(fc.integer({ min: 20, max: 400 }), fc.integer({ min: 2, max: 10 }), (people, times) => {
        const few = morningOf(people, Math.floor(people / 4));
        const many = morningOf(people * times, Math.floor(people / 4) * times);

        const each = expectedOf(few, EIGHT) / (people - Math.floor(people / 4));
        const eachOfMany = expectedOf(many, EIGHT) / ((people - Math.floor(people / 4)) * times);

        assert.ok(eachOfMany > each * 0.85, `${each} and ${eachOfMany}`);
      }),
      { numRuns: 20 },
    );
  });

  it('learns how people come when nearly all of a time have come, and keeps it through a restart until then', () => {
    const picture = morningOf(100, 60);

    const kept = new PoolPicture(picture.calendar, JSON.parse(JSON.stringify(picture)));
    const before = kept.learned.people.all[0];
    kept.advance(at('10:00').getTime());

    assert.equal(kept.learned.people.all[0] - before, 60);
    kept.advance(at('13:00').getTime());
    assert.equal(kept.learned.people.all[0] - before, 100);
  });

  it('expects the later shift sooner where the first came early', () => {
    const later = bookingsOf(40, { startsAt: at('11:00'), endsAt: at('19:00') }).map((booking) => ({
      ...booking,
      id: `late-${booking.id}`,
      upn: `late-${booking.upn}`,
    }));
    const expectedAt = (early: number) => {
      const picture = new PoolPicture({ timeZone: 'Etc/UTC', holidays: null });
      const first = bookingsOf(80);
      for (const booking of [...first, ...later]) picture.book(booking, at('06:00').getTime());
      for (const { upn } of first) picture.signedIn(upn, 'h1', at('08:27').getTime() - early * MINUTE);
      picture.advance(at('10:30').getTime());
      return expectedOf(picture, at('10:30').getTime());
    };

    assert.ok(expectedAt(10) > expectedAt(0) * 1.2, `${expectedAt(10)} after ${expectedAt(0)}`);
  });

  it('is the same after a restart in the middle of it', () => {
    const picture = morningOf(300, 120);

    const kept = new PoolPicture(picture.calendar, JSON.parse(JSON.stringify(picture)));

    assert.deepEqual(kept.morning(EIGHT, 60), picture.morning(EIGHT, 60));
  });

  it('says nothing of people where everybody comes as always, at whatever minute it is looked at', () => {
    const usual = arrivalCurves([{}], ['full']).get('full')!;
    fc.assert(
      fc.property(fc.integer({ min: -60, max: 120 }), fc.integer({ min: 200, max: 5000 }), (minute, people) => {
        let today: Parameters<typeof withArrival>[0];
        let come = 0;
        for (let from = EARLIEST; from < minute; from++) {
          const until = Math.round(people * usual[from + 1 - EARLIEST]!);
          for (; come < until; come++) {
            today = withArrival(today, nothingLearned(), {
              from: EIGHT,
              unlike: false,
              kind: 'full',
              minutes: from + 0.5,
              at: EIGHT,
            });
          }
        }
        const now = EIGHT + minute * MINUTE;
        const count = people - come;
        const group = {
          start: EIGHT,
          end: EIGHT + 540 * MINUTE,
          kind: 'full',
          show: 0.995,
          shift: 0,
          unlike: false,
          count,
        };

        const { usual: onSuchADay, later, unsure } = readMorning(nothingLearned(), today, [group], now, 60);

        assert.ok(Math.abs(later) < 0.3 + 1.5 * unsure, `${later} min later, ${unsure} unsure`);
        assert.ok(minute < 0 || unsure < 1.2, `${unsure} min unsure when half have come`);
        const most = Math.max(...onSuchADay.get('full')!.map((share, index) => Math.abs(share - usual[index]!)));
        assert.ok(most < 0.02 + 0.04 * (Math.abs(later) + unsure), `the curve is ${most} off`);
      }),
    );
  });

  it('is thought to be later where few have come by now, and earlier where many have, and by half an hour never', () => {
    fc.assert(
      fc.property(fc.integer({ min: -30, max: 60 }), fc.integer({ min: 40, max: 4000 }), (minute, people) => {
        const group = { start: EIGHT, end: EIGHT + 540 * MINUTE, kind: 'full', show: 0.95, shift: 0, unlike: false };
        const laterWith = (share: number) => {
          const counted = withArrival(undefined, nothingLearned(), {
            from: EIGHT,
            unlike: true,
            kind: 'full',
            minutes: -20,
            at: EIGHT,
          });
          const come = Math.max(1, Math.round(people * share));
          counted.counts['full'] = counted.counts['full']!.map((count) => count * come);
          const waited = [{ ...group, count: people - come, unlike: true }];
          return readMorning(nothingLearned(), counted, waited, EIGHT + minute * MINUTE, 60).later;
        };

        const [few, many] = [laterWith(0.02), laterWith(0.9)];

        assert.ok(many < few && Math.abs(few) < 30 && Math.abs(many) < 30, `${few} and ${many}`);
      }),
    );
  });

  it('goes on as in the last minutes where more come than the habits say, up to those who have booked', () => {
    fc.assert(
      fc.property(fc.integer({ min: 50, max: 500 }), fc.integer({ min: 1, max: 30 }), (people, each) => {
        const expectedAt = (late: number) => {
          const picture = new PoolPicture({ timeZone: 'Etc/UTC', holidays: null });
          const bookings = bookingsOf(people);
          for (const booking of bookings) picture.book(booking, at('06:00').getTime());
          const now = at('09:05').getTime();
          const come = Math.min(people - 10, late * 10);
          for (const [index, { upn }] of bookings.slice(0, come).entries()) {
            picture.signedIn(upn, 'h1', now - 10 * MINUTE + (index * 9.9 * MINUTE) / come);
          }
          picture.advance(now);
          const { mean, booked } = expectedArrivals(picture, now, 30, 0, plannerParameters);
          assert.ok(mean.every((one) => one <= booked + 1e-9));
          assert.equal(booked, people - come);
          return mean[10]! / booked;
        };

        assert.ok(expectedAt(each + 5) > expectedAt(0) * 0.95, `${expectedAt(each + 5)} and ${expectedAt(0)}`);
      }),
      { numRuns: 30 },
    );
  });

  it('of an election teaches nothing for other days', () => {
    const learned = nothingLearned();
    const election = withArrival(undefined, learned, {
      from: EIGHT,
      unlike: true,
      kind: 'full',
      minutes: -60,
      at: EIGHT,
    });

    const next = withArrival(election, learned, {
      from: EIGHT + 1440 * MINUTE,
      unlike: false,
      kind: 'am',
      minutes: 0,
      at: EIGHT,
    });
    withArrival(next, learned, { from: EIGHT + 2880 * MINUTE, unlike: false, kind: 'am', minutes: 0, at: EIGHT });

    assert.deepEqual(Object.keys(learned.arrivals), ['am']);
  });

  for (const seed of [1, 2])
    it(`of a new pool whose hosts start slowly one after the other makes hardly anybody wait (seed ${seed})`, () => {
      const hosts = [{ count: 88, maxSessions: 16, price: 1, size: 'D8s_v5' }];
      const kind = anOffice({
        id: 'first-day',
        title: 'Authority of 2,000 on its first day',
        people: 2000,
        learningDays: 0,
        measuredDays: 1,
        pool: { hosts, zones: 3, licences: null, startsPerMinute: 6 },
      });

      const { booked, booked60, refused, forced } = runPool(kind, seed, inventVisits(kind, seed), ours());

      assert.ok(booked > 900);
      assert.deepEqual({ refused, forced }, { refused: 0, forced: 0 });
      assert.ok(booked60 <= booked / 400, `${booked60} of ${booked} waited`);
    });
});
