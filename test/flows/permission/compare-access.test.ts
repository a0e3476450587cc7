import assert from 'node:assert/strict';
import fc from 'fast-check';
import { compareAccess } from '../../../flows/permission/compare-access.ts';
import { aGrant } from '../../support/builders.ts';

describe('what people can do beside what they are booked for', () => {
  const people = ['a', 'b', 'c', 'd'];
  const set = fc.subarray(people).map((chosen) => new Set(chosen));
  const grants = fc
    .array(fc.tuple(fc.constantFrom(...people), fc.constantFrom('adding', 'member', 'removing', 'standing')))
    .map((pairs) =>
      [...new Map(pairs as [string, 'member'][])].map(([personId, state]) => aGrant({ personId, state })),
    );
  const admission = fc.constantFrom('booked-only' as const, 'open' as const);

  it('differs for nobody in an order of things where members are who is booked', () => {
    const members = new Set(['a']);
    const entitled = new Set(['a']);

    const difference = compareAccess({
      pool: { admission: 'booked-only' },
      members,
      entitled,
      grants: [aGrant({ personId: 'a', state: 'member' })],
    });

    assert.deepEqual(difference, { missing: [], unbooked: [] });
  });

  it('names as missing exactly the booked who were members and are none', () => {
    fc.assert(
      fc.property(admission, set, set, grants, (pool, members, entitled, known) => {
        const { missing } = compareAccess({ pool: { admission: pool }, members, entitled, grants: known });

        for (const one of people) {
          const state = known.find(({ personId }) => personId === one)?.state;
          const was = state === 'member' || state === 'standing';
          assert.equal(missing.includes(one), entitled.has(one) && was && !members.has(one));
        }
      }),
    );
  });

  it('names as unbooked exactly the members of a booked-only group with whom zaitaku has nothing to do', () => {
    fc.assert(
      fc.property(admission, set, set, grants, (pool, members, entitled, known) => {
        const { unbooked } = compareAccess({ pool: { admission: pool }, members, entitled, grants: known });

        for (const one of people) {
          const ours = known.some(({ personId }) => personId === one);
          const right = pool === 'booked-only' && members.has(one) && !entitled.has(one) && !ours;
          assert.equal(unbooked.includes(one), right);
        }
      }),
    );
  });
});
