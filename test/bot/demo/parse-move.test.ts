import assert from 'node:assert/strict';
import { parse } from 'yaml';
import { parseMove } from '../../../bot/demo/demo-routes.ts';
import { playgroundConfig } from '../../../bot/demo/playground.ts';
import { NOW, TENANT } from '../../support/builders.ts';

const moved = (body: unknown) => {
  const move = parseMove(body);
  return typeof move === 'string' ? move : move(NOW).getTime() - NOW.getTime();
};

describe('moving the demo’s clock', () => {
  it('goes to an instant or by a duration', () => {
    assert.equal(moved({ now: '2026-12-01T10:00:00+09:00' }), 3_600_000);
    assert.equal(moved({ advance: 'PT90M' }), 5_400_000);
    assert.equal(moved({ advance: 'P1DT2H3M4S' }), 93_784_000);
    assert.equal(moved({ advance: 'PT0S' }), 0);
  });

  it('names the field that it cannot read', () => {
    for (const now of [
      '',
      'tomorrow',
      '2026-12-01',
      '2026-12-01T10:00:00',
      '2026-02-30T00:00:00Z',
      '2026-12-01T25:00:00Z',
    ])
      assert.match(`${moved({ now })}`, /^now: /, now);
    for (const advance of ['', 'P', 'PT', 'P1', '-PT1M', 'PT1.5H', 'P1Y', 'pt1m', 'PT9999999999S', 'PT1M '])
      assert.match(`${moved({ advance })}`, /^advance: /, advance);
    for (const body of [
      undefined,
      null,
      5,
      'PT1M',
      [],
      {},
      { now: 5 },
      { now: '2026-12-01T10:00:00Z', advance: 'PT1M' },
    ])
      assert.match(`${moved(body)}`, /^body: /);
  });

  it('goes no further than a year and a month at once', () => {
    for (const body of [{ advance: 'P401D' }, { now: '9999-12-31T00:00:00Z' }])
      assert.throws(() => moved(body), RangeError);
  });
});

describe('the configuration of a Playground window', () => {
  it('names its person, the bot and five more, whatever the names hold', () => {
    const person = { id: 'id0', displayName: '花子: #1 \'x\' "y"\n- z', upn: 'hanako@city.example' };
    const others = Array.from({ length: 7 }, (_, index) => ({
      id: `id${index + 1}`,
      displayName: `p${index}`,
      upn: `p${index}@x`,
    }));

    const config = parse(
      playgroundConfig({
        dataDir: '/x',
        name: 'staff',
        port: 1,
        endpoint: 'http://127.0.0.1:3978',
        tenantId: TENANT,
        person,
        others,
      }),
    ) as { tenantId: string; currentUser: Record<string, string>; users: unknown[] };

    assert.equal(config.tenantId, TENANT);
    assert.deepEqual([config.currentUser.aadObjectId, config.currentUser.name], ['id0', person.displayName]);
    assert.equal(config.users.length, 5);
  });
});
