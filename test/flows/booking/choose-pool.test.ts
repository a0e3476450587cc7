import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  choosePool,
  firstWithRoom,
  mayHave,
  poolsForBooking,
  poolsForNew,
  poolsLeadingTo,
  usualInstead,
} from '../../../flows/booking/choose-pool.ts';
import { seatsOf, type Pool } from '../../../flows/organisation.ts';
import { anOrganisation, aPerson, aPool } from '../../support/builders.ts';

const everybody = aPool({ id: 'all' });
const parks = aPool({ id: 'parks', for: { everyone: false, sections: ['parks'], people: [] } });
const named = aPool({ id: 'named', for: { everyone: false, sections: [], people: ['Hanako@City.example'] } });

describe('the pool of a person', () => {
  it('is the one that names them, however it writes their address', () => {
    const organisation = anOrganisation({ pools: [everybody, named] });

    assert.equal(choosePool(organisation, aPerson('hanako'))?.id, 'named');
    assert.equal(choosePool(organisation, aPerson('taro'))?.id, 'all');
  });

  it('is the one of their section, the first in the file', () => {
    const organisation = anOrganisation({ pools: [parks, named, everybody] });

    assert.equal(choosePool(organisation, aPerson('hanako'))?.id, 'parks');
    assert.equal(choosePool(organisation, aPerson('hanako', { department: 'Roads' }))?.id, 'named');
  });

  it('is none where no pool is for them, and for somebody without a department none of a section', () => {
    const organisation = anOrganisation({ pools: [parks] });

    assert.equal(choosePool(organisation, aPerson('taro', { department: 'Roads' })), null);
    assert.equal(choosePool(organisation, aPerson('taro', { department: null })), null);
  });
});

describe('the pools in which a seat is looked for', () => {
  const a = aPool({ id: 'a', for: parks.for, overflow: 'b' });
  const b = aPool({ id: 'b', for: { everyone: false, sections: [], people: [] }, overflow: 'c' });
  const c = aPool({ id: 'c' });
  const organisation = anOrganisation({ pools: [a, b, c] });
  const ids = (pools: Pool[]) => pools.map(({ id }) => id).join('');
  const hanako = aPerson('hanako');
  const stranger = aPerson('taro', { department: 'Roads' });

  it('are the usual one and those that it overflows to, whomever they are for', () => {
    assert.equal(ids(poolsForNew(organisation, hanako, null).tried), 'abc');
    assert.equal(ids(poolsForNew(organisation, hanako, 'c').tried), 'c');
    assert.equal(ids(poolsForNew(organisation, stranger, null).tried), 'c');
  });

  it('begin with the one that a booking has, and people wait in their usual one', () => {
    const { usual, tried } = poolsForBooking(organisation, hanako, 'b');

    assert.deepEqual([usual?.id, ids(tried)], ['a', 'bac']);
    assert.equal(ids(poolsForBooking(organisation, stranger, 'a').tried), 'abc', 'not theirs any more: it stays');
    assert.deepEqual(poolsForBooking(organisation, hanako, 'gone'), { usual: null, tried: [] });
  });

  it('lead to a pool where they overflow to it, and let their people have its seats', () => {
    assert.deepEqual(poolsLeadingTo(organisation, 'c'), ['a', 'b', 'c']);
    assert.deepEqual(poolsLeadingTo(organisation, 'a'), ['a']);
    assert.deepEqual([mayHave(organisation, hanako, b), mayHave(organisation, stranger, b)], [true, false]);
  });

  it('are told of only where they are not the usual one', () => {
    assert.equal(usualInstead(organisation, hanako, 'b')?.id, 'a');
    assert.equal(usualInstead(organisation, hanako, 'a'), null);
    assert.equal(usualInstead(organisation, stranger, 'b'), null);
  });

  it('end, whatever the file says', () => {
    const circle = anOrganisation({ pools: [a, { ...b, overflow: 'a' }] });

    assert.equal(ids(poolsForNew(circle, hanako, null).tried), 'ab');
  });

  it('give the same seat to the same question, never in a full pool, and keep what can be kept', () => {
    const pools = fc.uniqueArray(
      fc.record({ id: fc.constantFrom('a', 'b', 'c', 'd'), licences: fc.integer({ min: 1, max: 4 }) }),
      {
        selector: ({ id }) => id,
        minLength: 1,
      },
    );
    const taken = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.nat(5));
    fc.assert(
      fc.property(pools, taken, fc.option(fc.constantFrom('a', 'b', 'c', 'd')), (some, seatsTaken, keep) => {
        const tried = some.map((one) => aPool(one));
        const found = firstWithRoom(tried, keep, seatsTaken);
        const free = tried.filter((pool) => (seatsTaken[pool.id] ?? 0) < seatsOf(pool));

        assert.equal(found?.id, firstWithRoom(structuredClone(tried), keep, { ...seatsTaken })?.id);
        assert.equal(found?.id, (free.find(({ id }) => id === keep) ?? free[0])?.id);
      }),
    );
  });
});
