import assert from 'node:assert/strict';
import fc from 'fast-check';
import { toCsv } from '../../../bot/commands/csv.ts';

/** A reader after RFC 4180 of its own, to read back what was written. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let field = '';
  let quoted = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index]!;
    if (quoted && character === '"' && text[index + 1] === '"') {
      field += '"';
      index += 1;
    } else if (character === '"') quoted = !quoted;
    else if (!quoted && character === ',') {
      row.push(field);
      field = '';
    } else if (!quoted && text.startsWith('\r\n', index)) {
      rows.push([...row, field]);
      [row, field] = [[], ''];
      index += 1;
    } else field += character;
  }
  return rows;
}

describe('a table as CSV', () => {
  it('quotes what needs it and ends lines with CR LF', () => {
    assert.equal(
      toCsv([
        ['a', 'b,c'],
        ['say "yes"', 'two\nlines'],
      ]),
      'a,"b,c"\r\n"say ""yes""","two\nlines"\r\n',
    );
  });

  it('gives no text to a spreadsheet as a formula', () => {
    for (const text of ['=HYPERLINK("http://evil.example")', '+1', '-1', '@SUM(A1)', '＝1', '\t=1', '\r=1'])
      assert.equal(readCsv(toCsv([[text]]))[0]![0], `'${text}`);
  });

  it('leaves a number a number, also one below nothing', () => {
    assert.equal(toCsv([[-1250, 3.5, '-1']]), "-1250,3.5,'-1\r\n");
  });

  it('is read back as it was, whatever people are called', () => {
    const anything = fc.string({ unit: fc.constantFrom(...',"\n\r =+-@山田a'.split('')), maxLength: 12 });
    fc.assert(
      fc.property(fc.array(fc.array(anything, { minLength: 1, maxLength: 4 }), { maxLength: 5 }), (rows) => {
        const back = readCsv(toCsv(rows)).map((row) => row.map((text) => text.replace(/^'(?=[=+\-@\t\r\n])/, '')));

        assert.deepEqual(back, rows);
      }),
    );
  });
});
