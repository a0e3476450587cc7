import assert from 'node:assert/strict';
import fc from 'fast-check';
import { emptyMemory } from '../../../flows/capacity/capacity-memory.ts';
import type { PlannedBooking, SeenPool } from '../../../flows/capacity/capacity.ts';
import { PoolPicture, type KeptPicture } from '../../../flows/capacity/pool-picture.ts';
import { syncPicture } from '../../../flows/capacity/sync-picture.ts';
import { whoHasCome } from '../../../flows/capacity/who-has-come.ts';
import { addMinutes } from '../../../flows/minutes.ts';
import { at, TOKYO } from '../../support/builders.ts';
import { aSeenHost } from '../../support/fakes/fake-desktop-provider.ts';

const START = at('2026-12-02 08:30');
const UPN = 'Hanako@city.example';

function aPlanned(booking: Partial<PlannedBooking> = {}): PlannedBooking {
  return {
    id: 'day',
    personId: 'hanako',
    upn: UPN,
    startsAt: START,
    endsAt: addMinutes(START, 525),
    knownAt: addMinutes(START, -1000),
    ...booking,
  };
}

/** A reading so many minutes from the start: who is there, or a reading without its list. */
interface Look {
  minute: number;
  there?: string[];
  list?: boolean;
  counted?: number;
}

function readingOf({ minute, there = [], list = true, counted = there.length }: Look): SeenPool {
  return {
    hosts: [aSeenHost({ power: 'running', sessions: counted })],
    sessions: list ? there.map((upn) => ({ id: upn, host: 'avd-01', upn, state: 'active' as const })) : null,
    balance: 'breadth',
    maxSessions: 8,
    handsOff: null,
    readAt: addMinutes(START, minute),
  };
}

/** What a minute's question answers after these looks, each from the memory that the one before left. */
function asked(looks: Look[], minute: number, bookings = [aPlanned()], about = bookings.at(-1)!) {
  let kept: KeptPicture | undefined;
  for (const look of looks) {
    const picture = new PoolPicture({ timeZone: TOKYO, holidays: null }, kept);
    syncPicture(picture, readingOf(look), bookings, addMinutes(START, look.minute).getTime());
    kept = JSON.parse(JSON.stringify(picture)) as KeptPicture;
  }
  const memory = { ...emptyMemory(), picture: kept ?? null };
  return whoHasCome(memory, [about], addMinutes(START, minute)).get(about.id);
}

const every = (step: number, from: number, to: number, look: Partial<Look> = {}): Look[] =>
  Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, nth) => ({ minute: from + nth * step, ...look }));

describe('who has come', () => {
  it('is who was seen at any time since, whatever became of them', () => {
    assert.equal(asked([...every(5, -30, 20), { minute: 25, there: [UPN] }, ...every(5, 30, 120)], 120), 'come');
    assert.equal(asked([{ minute: 60, there: [UPN.toUpperCase()] }], 400), 'come', 'seen is seen, however long ago');
  });

  it('is not whoever was never seen while the pool was watched without a gap', () => {
    assert.equal(asked(every(5, -30, 120), 120), 'not-come');
    assert.equal(asked(every(5, -30, 120, { list: false }), 120), 'not-come', 'nobody is counted: nobody is there');
  });

  it('cannot be told where the pool was not watched from the start, with a gap, or not lately', () => {
    assert.equal(asked([], 120), 'unknown');
    assert.equal(asked(every(5, 5, 120), 120), 'unknown');
    assert.equal(asked([...every(5, -30, 40), ...every(5, 60, 120)], 120), 'unknown');
    assert.equal(asked(every(5, -30, 100), 120), 'unknown');
    assert.equal(asked(every(5, -30, 120, { list: false, counted: 3 }), 120), 'unknown');
    assert.equal(asked(every(5, -30, 120), 120, [aPlanned()], aPlanned({ id: 'another' })), 'unknown');
  });

  it('is who stayed on from a booking shortly before', () => {
    const am = aPlanned({ id: 'am', endsAt: addMinutes(START, 210) });
    const pm = aPlanned({ id: 'pm', startsAt: addMinutes(START, 270) });
    const looks = [...every(5, -30, 0), ...every(5, 5, 300, { there: [UPN] }), ...every(5, 305, 390)];

    assert.equal(asked(looks, 390, [am, pm]), 'come');
  });

  it('never calls somebody absent who was in any reading since their start', () => {
    const looks = fc.array(
      fc.record({ minute: fc.integer({ min: -60, max: 240 }), there: fc.subarray([UPN, 'taro@city.example']) }),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(looks, (some) => {
        const inOrder = [...some].sort((a, b) => a.minute - b.minute);
        const seen = inOrder.some(({ minute, there }) => minute >= 0 && there.includes(UPN));

        const answer = asked(inOrder, 240);

        if (seen) assert.equal(answer, 'come');
        if (answer === 'not-come')
          assert.ok(
            inOrder.some(({ minute }) => minute <= 0),
            'watched from the start',
          );
      }),
    );
  });
});

describe('a booking that is taken out of the list', () => {
  it('teaches that its person stayed away, where they were waited for over an hour', () => {
    const shows = (minute: number, there: string[] = []) => {
      const picture = new PoolPicture({ timeZone: TOKYO, holidays: null });
      syncPicture(picture, readingOf({ minute: 0, there }), [aPlanned()], START.getTime());
      syncPicture(picture, readingOf({ minute }), [], addMinutes(START, minute).getTime());
      return JSON.stringify(picture.toJSON().learned.people);
    };

    assert.equal(
      shows(30),
      JSON.stringify(new PoolPicture({ timeZone: TOKYO, holidays: null }).toJSON().learned.people),
    );
    assert.notEqual(shows(120), shows(30));
  });
});
