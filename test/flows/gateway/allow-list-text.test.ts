import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  type AllowList,
  allowListJson,
  allowListTag,
  allowListText,
  isWholeList,
  linesWithin,
} from '../../../flows/gateway/allow-list-text.ts';
import { secondsPattern } from '../../../flows/gateway/seconds-pattern.ts';
import { addMinutes } from '../../../flows/minutes.ts';
import { at, idOf, NOW } from '../../support/builders.ts';

function aList(list: Partial<AllowList> = {}): AllowList {
  return {
    asOf: NOW,
    until: at('2026-12-02 12:00'),
    entries: [
      {
        personId: idOf('hanako'),
        upn: 'hanako@city.example',
        serial: 'a1b2',
        fingerprint: null,
        from: at('2026-12-01 09:00'),
        to: at('2026-12-01 17:15'),
      },
    ],
    ...list,
  };
}

describe('a pattern of seconds', () => {
  it('fits exactly the seconds from its beginning to before its end', () => {
    const second = fc.integer({ min: 1_000_000_000, max: 9_999_999_999 });
    fc.assert(
      fc.property(second, fc.integer({ min: 1, max: 400_000 }), second, fc.integer(), (from, length, far, near) => {
        const to = Math.min(from + length, 9_999_999_999);
        fc.pre(to > from);
        const pattern = new RegExp(`^${secondsPattern(new Date(from * 1000), new Date(to * 1000))}$`);

        const edge = from + (Math.abs(near) % (length + 4)) - 2;
        for (const one of [from - 1, from, to - 1, to, edge, far])
          assert.equal(pattern.test(String(one)), from <= one && one < to, `${one} in [${from}, ${to})`);
      }),
      { numRuns: 2000 },
    );
  });

  it('fits each second of a small stretch, and none beside it', () => {
    for (let from = 1_799_999_890; from < 1_800_000_020; from += 7)
      for (const length of [1, 9, 10, 11, 99, 100, 101]) {
        const pattern = new RegExp(`^${secondsPattern(new Date(from * 1000), new Date((from + length) * 1000))}$`);
        for (let one = from - 3; one < from + length + 3; one += 1)
          assert.equal(pattern.test(String(one)), from <= one && one < from + length);
      }
  });

  it('begins at the next whole second, so that nobody passes early, and may be empty', () => {
    const pattern = secondsPattern(new Date(1_800_000_000_001), new Date(1_800_000_003_000))!;

    assert.deepEqual(
      ['1800000000', '1800000001', '1800000002', '1800000003'].map((one) => new RegExp(`^${pattern}$`).test(one)),
      [false, true, true, false],
    );
    assert.equal(secondsPattern(new Date(1_800_000_000_001), new Date(1_800_000_000_900)), null);
  });
});

describe('the plain form of the allow-list', () => {
  it('says who, which certificate, from and to, for programs that read lines', () => {
    const lines = allowListText(aList()).split('\n');

    assert.ok(lines.includes('# as of 2026-12-01T00:00:00.000Z'));
    assert.ok(lines.includes('# hanako@city.example a1b2 - 2026-12-01T00:00:00.000Z 2026-12-01T08:15:00.000Z'));
  });

  it('has a pattern that nginx compares with serial and clock', () => {
    const [, pattern = ''] = /^"~\*(.+)" 1;$/m.exec(allowListText(aList())) ?? [];
    const passes = (key: string) => new RegExp(pattern, 'i').test(key);
    const second = (time: string) => at(`2026-12-01 ${time}`).getTime() / 1000;

    assert.ok(passes(`A1B2:${second('09:00')}.000`) && passes(`00A1B2:${second('17:15') - 1}.999`));
    assert.ok(!passes(`A1B2:${second('17:15')}.000`) && !passes(`A1B2:${second('09:00') - 1}.999`));
    assert.ok(!passes(`FFA1B2:${second('10:00')}.000`) && !passes(`A1B:${second('10:00')}.000`));
  });

  it('shows when it was cut off or altered', () => {
    const text = allowListText(aList());

    assert.ok(isWholeList(text));
    for (const wrong of ['', text.slice(0, -2), text.replace('a1b2', 'a1b3'), `${text}"~*^0*ff:" 1;\n`])
      assert.ok(!isWholeList(wrong), JSON.stringify(wrong.slice(-40)));
  });

  it('lets no name end a comment or a pattern', () => {
    const entries = [{ ...aList().entries[0]!, upn: 'x\n"~*." 1;\n#', serial: 'a"b' }];

    const lines = allowListText(aList({ entries })).split('\n');

    assert.equal(lines.filter((line) => !line.startsWith('#') && line !== '').length, 1);
  });

  it('is compared by the lines that count in a stretch of time, and by any line that is none of its own', () => {
    const text = allowListText(aList());
    const within = (from: string, to: string) => linesWithin(text, at(`2026-12-01 ${from}`), at(`2026-12-01 ${to}`));

    assert.equal(within('17:00', '18:00').length, 1);
    assert.equal(within('17:15', '18:15').length, 0);
    assert.deepEqual(linesWithin('"~*^." 1;\n', NOW, addMinutes(NOW, 60)), ['"~*^." 1;']);
  });

  it('believes no comment that stands above another line than its own', () => {
    const old = '# somebody a1b2 - 2020-01-01T00:00:00.000Z 2020-01-01T01:00:00.000Z';
    const older = '# somebody a1b2 - 1970-01-01T00:00:00.000Z 2020-01-01T01:00:00.000Z';
    const own = allowListText(aList())
      .split('\n')
      .find((line) => line.startsWith('"'))!;
    const within = (...lines: string[]) => linesWithin(`${lines.join('\n')}\n`, NOW, addMinutes(NOW, 60));

    assert.deepEqual(within(old, '"~*^." 1;'), ['"~*^." 1;']);
    assert.deepEqual(within(older, '"~*^." 1;'), ['"~*^." 1;']);
    assert.deepEqual(within(old, own), [own]);
  });
});

describe('the tag of the allow-list', () => {
  it('stays while the list says the same, and changes with every entry', () => {
    const list = aList();
    const [entry] = list.entries;

    assert.equal(allowListTag(list), allowListTag({ ...list, asOf: addMinutes(NOW, 5) }));
    assert.notEqual(allowListTag(list), allowListTag({ ...list, entries: [] }));
    assert.notEqual(allowListTag(list), allowListTag({ ...list, entries: [{ ...entry!, to: addMinutes(NOW, 1) }] }));
    assert.deepEqual(allowListJson(list).entries[0]?.serial, 'a1b2');
  });
});
