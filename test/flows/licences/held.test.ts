import assert from 'node:assert/strict';
import fc from 'fast-check';
import { averageHolders, freeFor, heldBy, holdersAt, mostHolders, type Held } from '../../../flows/licences/held.ts';
import { addMinutes } from '../../../flows/minutes.ts';
import { at } from '../../support/builders.ts';
import { aConcurrent, aUserLicence } from './licence-builders.ts';

const START = at('2026-12-02 08:00');
const minute = (n: number) => addMinutes(START, n);
const held = (holder: string, from: number, to: number): Held => ({ holder, from: minute(from), to: minute(to) });

const someHeld = fc.array(
  fc
    .record({ holder: fc.constantFrom('a', 'b', 'c', 'd'), from: fc.nat(40), length: fc.nat(20) })
    .map(({ holder, from, length }) => held(holder, from, from + length)),
  { maxLength: 12 },
);
const someSpan = fc
  .tuple(fc.nat(40), fc.integer({ min: 1, max: 20 }))
  .map(([from, length]) => ({ from: minute(from), to: minute(from + length) }));

/** The people who hold one in a minute, by looking at every holding. */
function byHand(all: readonly Held[], n: number, without: string | null = null): number {
  const there = all.filter(({ holder, from, to }) => holder !== without && from <= minute(n) && minute(n) < to);
  return new Set(there.map(({ holder }) => holder)).size;
}

const minutesOf = ({ from, to }: { from: Date; to: Date }) =>
  Array.from(
    { length: (to.getTime() - from.getTime()) / 60_000 },
    (_, n) => (from.getTime() - START.getTime()) / 60_000 + n,
  );

describe('holders of a licence', () => {
  it('are as many as the fullest minute has', () => {
    fc.assert(
      fc.property(someHeld, someSpan, fc.constantFrom('a', null), (all, span, without) => {
        const most = mostHolders(all, span, without);

        assert.equal(most, Math.max(...minutesOf(span).map((n) => byHand(all, n, without))));
        assert.equal(holdersAt(all, span.from), byHand(all, minutesOf(span)[0]!));
      }),
    );
  });

  it('are on the average what the minutes have', () => {
    fc.assert(
      fc.property(someHeld, fc.array(someSpan, { maxLength: 3 }), (all, spans) => {
        const minutes = spans.flatMap(minutesOf);
        const sum = minutes.reduce((total, n) => total + byHand(all, n), 0);

        const average = averageHolders(all, spans);

        assert.ok(Math.abs(average - (minutes.length === 0 ? 0 : sum / minutes.length)) < 1e-9);
      }),
    );
  });

  it('of a morning and of an afternoon share one', () => {
    const all = [held('morning', 0, 210), held('afternoon', 270, 555)];

    assert.equal(mostHolders(all, { from: minute(0), to: minute(555) }), 1);
  });
});

describe('a free licence', () => {
  it('whoever finds one free takes it, and no instant ever has more holders than there are', () => {
    const licences = [aConcurrent({ count: 2 }), aUserLicence({ count: 2, lockDays: 1 })];
    const day = 24 * 60;
    const wishes = fc.array(
      fc.record({
        holder: fc.constantFrom('a', 'b', 'c', 'd'),
        from: fc.nat(4 * day),
        length: fc.integer({ min: 1, max: 600 }),
      }),
      { maxLength: 25 },
    );
    fc.assert(
      fc.property(fc.constantFrom(...licences), wishes, (licence, all) => {
        const taken: Held[] = [];
        for (const { holder, from, length } of all) {
          const use = held(holder, from, from + length);
          if (freeFor(licence, taken, use) > 0) taken.push(heldBy(licence, use));
        }

        assert.ok(mostHolders(taken, { from: minute(-day), to: minute(10 * day) }) <= 2);
      }),
    );
  });

  it('is not kept from anybody while fewer hold one', () => {
    fc.assert(
      fc.property(someHeld, someSpan, (all, span) => {
        const licence = aConcurrent({ count: 2 });
        const free = freeFor(licence, all, { holder: 'newcomer', ...span });

        assert.equal(
          free > 0,
          minutesOf(span).every((n) => byHand(all, n) < 2),
        );
      }),
    );
  });

  it('that is bound to a person is theirs while all are bound, and nobody else finds one', () => {
    const licence = aUserLicence({ count: 1, lockDays: 90 });
    const bound = [heldBy(licence, held('hanako', 0, 555))];
    const later = (holder: string, days: number) => held(holder, days * 1440, days * 1440 + 555);

    assert.equal(freeFor(licence, bound, later('hanako', 30)), 1);
    assert.equal(freeFor(licence, bound, later('taro', 30)), 0);
    assert.equal(freeFor(licence, bound, later('taro', 91)), 1);
  });

  it('that would be bound into a time when all are booked is not free', () => {
    const licence = aUserLicence({ count: 1, lockDays: 90 });
    const booked = [heldBy(licence, held('taro', 60 * 1440, 60 * 1440 + 555))];

    assert.equal(freeFor(licence, booked, held('hanako', 0, 555)), 0);
  });
});
