import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseFilter } from '../../../../infra/simulator/graph/filter.ts';
import { GraphFault } from '../../../../infra/simulator/graph/wire.ts';
import { instantOf, toZone } from '../../../../infra/simulator/graph/zones.ts';

const item = {
  name: "O'Hara",
  age: 40,
  enabled: true,
  nothing: null,
  start: { dateTime: '2026-12-02T00:00:00' },
  list: [
    { id: 'a', value: '1' },
    { id: 'b', value: '2' },
  ],
};

describe('$filter', () => {
  it('reads comparisons, logic, functions and lambdas', () => {
    const cases: [string, boolean][] = [
      ["name eq 'o''hara'", true],
      ["name eq 'x' or age ge 40 and enabled eq true", true],
      ["(name eq 'x' or age ge 40) and enabled eq false", false],
      ["startswith(name,'o') and not (age lt 40)", true],
      ['nothing eq null', true],
      ["name in ('a', 'O''Hara')", true],
      ["start/dateTime ge '2026-12-03'", false],
      ["list/any(e: e/id eq 'a' and e/value eq '1')", true],
      ["list/any(e: e/id eq 'a' and e/value eq '2')", false],
      ["list/Any(e:e/id eq 'b') and age ne 41", true],
    ];

    for (const [text, expected] of cases) assert.equal(parseFilter(text).test(item), expected, text);
  });

  it('knows what Entra answers as an advanced query alone', () => {
    assert.equal(parseFilter("department eq 'x'").advanced, false);
    assert.equal(parseFilter("department ne 'x'").advanced, true);
    assert.equal(parseFilter("endsWith(mail,'x')").advanced, true);
  });

  it('refuses everything else with 400 and never otherwise', () => {
    const part = fc.constantFrom('name', "'x'", 'eq', 'and', 'or', 'not', '(', ')', ',', ':', '4', 'any', '&', 'null');
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(part).map((parts) => parts.join(' ')),
        ),
        (text) => {
          try {
            parseFilter(text).test(item);
          } catch (error) {
            assert.ok(error instanceof GraphFault);
            assert.equal(error.status, 400);
          }
        },
      ),
    );
    for (const text of [
      '',
      'name',
      "name eq 'x",
      "name equals 'x'",
      'name eq',
      "name eq 'x' and",
      "unknown(name,'x')",
    ]) {
      assert.throws(() => parseFilter(text), GraphFault, text);
    }
  });
});

describe('dateTimeTimeZone', () => {
  it('is the same wall clock after it was read and written, but in the hour that a spring skips', () => {
    const zones = fc.constantFrom('Asia/Tokyo', 'Tokyo Standard Time', 'UTC', 'America/New_York', 'Europe/Berlin');
    const hours = fc.integer({ min: 0, max: 24 * 365 * 2 });
    fc.assert(
      fc.property(zones, hours, (timeZone, hour) => {
        const wall = new Date(Date.UTC(2026, 0, 1) + hour * 3_600_000).toISOString().slice(0, 19);
        const month = Number(wall.slice(5, 7));
        if (month === 3 && wall.slice(11, 13) <= '03') return;

        const written = toZone(instantOf({ dateTime: wall, timeZone }, 'start'), timeZone);

        assert.deepEqual(written, { dateTime: `${wall}.0000000`, timeZone });
      }),
    );
  });
});
