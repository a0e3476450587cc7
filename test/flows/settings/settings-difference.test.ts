import assert from 'node:assert/strict';
import fc from 'fast-check';
import { settingsDifference } from '../../../flows/settings/settings-difference.ts';
import { anOrganisation, aPool, someRules } from '../../support/builders.ts';

const difference = (before: unknown, after: unknown) =>
  settingsDifference(JSON.parse(JSON.stringify(before)), JSON.parse(JSON.stringify(after)));

describe('the difference of settings', () => {
  it('names what changed by its path, members of lists by their ids', () => {
    const before = anOrganisation();
    const after = anOrganisation({
      rules: someRules({ daysPerWeek: 2 }),
      pools: [aPool({ maxSessions: 3 })],
      feedback: { every: 10 },
    });

    assert.deepEqual(difference(before, after), [
      { path: 'feedback', from: null, to: { every: 10 } },
      { path: 'pools[pool].maxSessions', from: 2, to: 3 },
      { path: 'rules.daysPerWeek', from: 3, to: 2 },
    ]);
  });

  it('takes a list of plain values as one setting', () => {
    const after = anOrganisation({ rules: someRules({ forbiddenWeekdays: ['MO'] }) });

    assert.deepEqual(difference(anOrganisation(), after), [{ path: 'rules.forbiddenWeekdays', from: [], to: ['MO'] }]);
  });

  it('tells what was added or taken away once, whole', () => {
    const other = aPool({ id: 'other' });

    assert.deepEqual(difference({ pools: [aPool()] }, { pools: [aPool(), other] }), [
      { path: 'pools[other]', from: undefined, to: JSON.parse(JSON.stringify(other)) },
    ]);
    assert.deepEqual(
      difference({ pools: [aPool(), other] }, { pools: [other] }).map(({ path, to }) => [path, to]),
      [['pools[pool]', undefined]],
    );
  });

  it('finds none in the order of fields, which a database may change, and in a list that is empty or not there', () => {
    const [before, after] = [
      { counter: [{ from: '08:30', to: '17:15' }] },
      { counter: [{ to: '17:15', from: '08:30' }] },
    ];

    assert.deepEqual(difference(before, { ...after, tasks: [] }), []);
  });

  it('tells of members that changed places, for the first that fits counts', () => {
    const [a, b, c] = ['a', 'b', 'c'].map((id) => aPool({ id }));
    const order = (from: unknown[], to: unknown[]) =>
      difference({ pools: from }, { pools: to }).filter(({ path }) => path.includes('order'));

    assert.deepEqual(order([a, b], [b, a]), [{ path: 'pools(order)', from: ['a', 'b'], to: ['b', 'a'] }]);
    assert.deepEqual(order([a, b], [a, c, b]), []);
    assert.deepEqual(order([a, b, c], [a, c]), []);
  });

  it('is none between the same, the other way round with from and to changed, and whole', () => {
    const leaf = fc.oneof(fc.integer(), fc.boolean(), fc.constant(null), fc.string());
    const member = fc.record({ id: fc.constantFrom('x', 'y', 'z'), size: fc.integer() });
    const settings = fc.record(
      {
        rules: fc.record({ daysPerWeek: leaf, parts: fc.array(fc.constantFrom('am', 'pm')) }, { requiredKeys: [] }),
        pools: fc.uniqueArray(member, { selector: (one) => one.id }),
        pledge: fc.option(fc.record({ version: fc.string() })),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(settings, settings, (before, after) => {
        const there = settingsDifference(before, after);
        const back = settingsDifference(after, before);

        assert.deepEqual(settingsDifference(before, before), []);
        assert.deepEqual(
          back.map(({ path, from, to }) => ({ path, from: to, to: from })),
          there,
        );
        const turned = Object.fromEntries(Object.entries(before).reverse());
        assert.deepEqual(settingsDifference(turned, after), there);
        if (there.length === 0)
          assert.deepEqual([before.pools ?? [], before.pledge], [after.pools ?? [], after.pledge]);
      }),
    );
  });
});
