import assert from 'node:assert/strict';
import { newCase } from '../../../flows/readiness/readiness-case.ts';
import { type TestDatabase, testDatabase } from '../../support/database.ts';
import { at, NOW } from './store-builders.ts';

const FACTOR = { registered: true, capable: true, methods: ['fido2SecurityKey'] };

describe('what is known before a day, in the store', () => {
  let database: TestDatabase;
  before(async () => {
    database = await testDatabase();
  });
  after(() => database.close());

  const inTransaction: TestDatabase['store']['transaction'] = (work) => database.store.transaction(work);
  const factors = (...people: string[]) => inTransaction((tx) => tx.readiness.facts('second-factor', people));

  it('keeps the newer of two readings, and forgets whom a whole reading names no more', async () => {
    const value = { ...FACTOR, methods: [] };
    await inTransaction((tx) => tx.readiness.saveFacts('second-factor', [{ subject: 'new', value: FACTOR }], at(5)));
    await inTransaction((tx) => tx.readiness.saveFacts('second-factor', [{ subject: 'old', value }], at(-60)));

    const many = Array.from({ length: 1_200 }, (_, index) => ({ subject: `p${index}`, value }));
    await inTransaction((tx) => tx.readiness.replaceFacts('second-factor', [...many, { subject: 'new', value }], NOW));

    assert.deepEqual(
      await factors('new', 'old', 'p1199'),
      new Map([
        ['new', { value: FACTOR, readAt: at(5) }],
        ['p1199', { value, readAt: NOW }],
      ]),
    );
    assert.deepEqual(await inTransaction((tx) => tx.readiness.lastWhole('second-factor')), NOW);
    assert.equal(await inTransaction((tx) => tx.readiness.lastWhole('open-ways')), null);
    assert.equal((await inTransaction((tx) => tx.readiness.facts('gateway-otp', ['new']))).size, 0);
  });

  it('knows an empty list from none at all', async () => {
    await inTransaction((tx) => tx.readiness.replaceFacts('gateway-otp', [], NOW));

    assert.deepEqual(await inTransaction((tx) => tx.readiness.lastWhole('gateway-otp')), NOW);
  });

  it('keeps the first task that a request names', async () => {
    await inTransaction((tx) => tx.readiness.saveTask('r', 'tax'));
    await inTransaction((tx) => tx.readiness.saveTask('r', 'other'));

    assert.deepEqual(await inTransaction((tx) => tx.readiness.tasks(['r', 'unknown'])), new Map([['r', 'tax']]));
  });

  it('keeps a case as it was written, whatever people write', async () => {
    const one = {
      ...newCase('a', '2026-12-02'),
      results: [
        {
          gate: 'no-saving' as const,
          standing: 'warn' as const,
          reason: 'ways-open' as const,
          mend: 'close-ways' as const,
          owner: 'ict' as const,
          ways: ['drives'],
        },
      ],
      words: 'a\u0000b',
      decidedGates: ['officer' as const],
      toldEveAt: NOW,
    };
    await inTransaction((tx) => tx.readiness.saveCase(newCase('a', '2026-12-02')));
    await inTransaction((tx) => tx.readiness.saveCase(one));
    await inTransaction((tx) => tx.readiness.saveCase({ ...newCase('a', '2026-12-03'), state: 'closed' }));

    assert.deepEqual(await inTransaction((tx) => tx.readiness.lockCase('a', '2026-12-02')), { ...one, words: 'ab' });
    assert.deepEqual(await inTransaction((tx) => tx.readiness.openCases('2026-12-01')), [
      { personId: 'a', day: '2026-12-02' },
    ]);
    assert.equal((await inTransaction((tx) => tx.readiness.cases(['a', 'b'], '2026-12-03'))).length, 1);
    assert.equal(await inTransaction((tx) => tx.readiness.lockCase('b', '2026-12-02')), null);
  });
});
