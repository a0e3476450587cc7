import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import type { SeenEntry } from '../../../flows/calendar/feed-reader.ts';
import { localDayOf, wallTimeOf } from '../../../flows/local-time.ts';
import { decodeText } from '../../../infra/ical/decode-text.ts';
import { readIcal } from '../../../infra/ical/read-ical.ts';
import { at, TOKYO } from '../../support/builders.ts';

const WINDOW = { from: at('2026-12-01 00:00'), to: at('2027-01-01 00:00') };
const read = (text: string, timeZone = TOKYO) => readIcal(text, { window: WINDOW, timeZone });
const file = (name: string) => read(decodeText(readFileSync(new URL(`./files/${name}`, import.meta.url))));

/** `2026-12-02 08:30–12:00 subject`, or the day alone, with `+` and more days, where it is all day. */
function line(entry: SeenEntry): string {
  const { startsAt, endsAt, allDay, subject } = entry;
  const day = localDayOf(startsAt, TOKYO);
  const days = Math.round((endsAt.getTime() - startsAt.getTime()) / 86_400_000);
  if (allDay) return `${day}${days > 1 ? `+${days - 1}` : ''} ${subject}`;
  return `${day} ${wallTimeOf(startsAt, TOKYO)}–${wallTimeOf(endsAt, TOKYO)} ${subject}`;
}
const lines = ({ entries }: { entries: SeenEntry[] }) => entries.map(line).sort();

function calendar(...events: string[]): string {
  const written = events.map((event) => `BEGIN:VEVENT\n${event}\nEND:VEVENT`).join('\n');
  return `BEGIN:VCALENDAR\nVERSION:2.0\n${written}\nEND:VCALENDAR\n`;
}

describe('an iCalendar file', () => {
  it('says which entries their person keeps private', async () => {
    const event = (uid: string, kind: string) =>
      `UID:${uid}\nDTSTART;VALUE=DATE:20261202\nSUMMARY:${uid}\n${kind ? `CLASS:${kind}` : 'PRIORITY:5'}`;
    const { entries } = await read(
      calendar(event('a', 'PRIVATE'), event('b', 'confidential'), event('c', 'PUBLIC'), event('d', '')),
    );

    assert.deepEqual(
      entries.map(({ subject, isPrivate }) => [subject, isPrivate ?? false]),
      [
        ['a', true],
        ['b', true],
        ['c', false],
        ['d', false],
      ],
    );
  });

  it('of Garoon: whole days, halves, a series with an exception and a moved day, folded Japanese', async () => {
    const found = await file('garoon.ics');

    assert.deepEqual(found.wrong, []);
    assert.deepEqual(lines(found), [
      '2026-12-02 08:30–17:15 定例テレワーク',
      '2026-12-03 在宅勤務：テレワーク',
      '2026-12-04 13:00–17:15 テレワーク（午後）とても長い件名の予定なので行が折り返されて七十五オクテットを超えるように書かれています',
      '2026-12-07+1 休み:年休',
      '2026-12-17 08:30–12:00 定例テレワーク（振替）',
      '2026-12-23 08:30–17:15 定例テレワーク',
    ]);
    assert.deepEqual(found.entries.find(({ allDay }) => allDay)?.categories, ['在宅勤務']);
  });

  it("of desknet's NEO: Shift_JIS, times without a zone, lengths instead of ends, whose it is by attendee or property", async () => {
    const found = await file('desknets.ics');

    assert.deepEqual(lines(found), [
      '2026-12-02 08:30–12:00 [在宅] 在宅勤務（午前）',
      '2026-12-03+1 在宅勤務',
      '2026-12-08 08:30–17:15 在宅勤務',
      '2026-12-09 08:30–17:15 在宅勤務',
      '2026-12-10 08:30–17:15 在宅勤務',
    ]);
    const owners = Object.fromEntries(found.entries.map((one) => [line(one).slice(0, 10), one.owners.join()]));
    assert.deepEqual(owners, {
      '2026-12-02': 'hanako@city.example',
      '2026-12-03': 'jiro@city.example',
      '2026-12-08': 'jiro@city.example',
      '2026-12-09': 'jiro@city.example',
      '2026-12-10': 'jiro@city.example',
    });
  });

  it('of Google Calendar: instants in UTC, a series without end, moved, cancelled and single occurrences', async () => {
    const found = await file('google.ics');

    assert.deepEqual(lines(found), [
      '2026-12-02 08:30–17:15 WFH',
      '2026-12-03 08:30–17:15 Telework',
      "2026-12-15 09:00–10:00 Only this one of Jiro's series",
      '2026-12-18 08:30–12:00 Telework',
      '2026-12-21 Out of office',
      '2026-12-31 08:30–17:15 Telework',
    ]);
    const series = found.entries.filter((one) => one.series === '6f7g8h9i0j@google.com').map(({ key }) => key);
    assert.deepEqual(series.sort(), [
      '6f7g8h9i0j@google.com/2026-12-02T23:30:00.000Z',
      '6f7g8h9i0j@google.com/2026-12-16T23:30:00.000Z',
      '6f7g8h9i0j@google.com/2026-12-30T23:30:00.000Z',
    ]);
    assert.equal(found.entries.find(({ subject }) => subject === 'WFH')?.showAs, 'free');
  });

  it('of Exchange: zones by their Windows name or by rules of the file alone, midnights as whole days, exceptions as times', async () => {
    const found = await file('exchange.ics');

    assert.deepEqual(found.wrong, []);
    assert.deepEqual(lines(found), [
      '2026-12-07 Whole days with exceptions written as times',
      '2026-12-10 08:30–12:00 Elsewhere',
      '2026-12-10 Closed for inventory',
      '2026-12-14 Whole days with exceptions written as times',
      '2026-12-15 Whole days with exceptions written as times',
    ]);
    const shown = found.entries.map(({ showAs }) => showAs);
    assert.deepEqual([...new Set(shown)].sort(), ['busy', 'oof', 'workingElsewhere']);
  });

  it('takes a zone that nobody knows for the organisation’s', async () => {
    const found = await read(
      calendar('UID:a\nDTSTART;TZID=Nowhere/Land:20261202T090000\nDTEND;TZID=Nowhere/Land:20261202T100000\nSUMMARY:x'),
    );

    assert.deepEqual(lines(found), ['2026-12-02 09:00–10:00 x']);
  });

  it('keeps the wall time of a series over a change of clocks', async () => {
    const winter = { from: new Date('2026-10-20T00:00:00Z'), to: new Date('2026-11-05T00:00:00Z') };
    const text = calendar(
      'UID:a\nDTSTART;TZID=Europe/Berlin:20261020T090000\nDTEND;TZID=Europe/Berlin:20261020T100000\nRRULE:FREQ=WEEKLY;COUNT=2\nSUMMARY:x',
    );

    const found = await readIcal(text, { window: winter, timeZone: 'Europe/Berlin' });

    assert.deepEqual(
      found.entries.map(({ startsAt }) => startsAt.toISOString()),
      ['2026-10-20T07:00:00.000Z', '2026-10-27T08:00:00.000Z'],
    );
  });

  it('names an event that cannot be read, and reads the others', async () => {
    const good = 'UID:good\nDTSTART:20261202T090000Z\nDTEND:20261202T100000Z\nSUMMARY:good';
    for (const bad of [
      'UID:bad\nSUMMARY:no beginning',
      'UID:bad\nDTSTART:tomorrow\nSUMMARY:x',
      'UID:bad\nDTSTART:20261202T090000Z\nRRULE:FREQ=OFTEN\nSUMMARY:x',
      'UID:bad\nDTSTART:20261202T090000Z\nDTSTART:20261203T090000Z\nSUMMARY:x',
      'UID:bad\nDTSTART:20261202T090000Z\nDTEND:20261202T090100Z\nRRULE:FREQ=SECONDLY\nSUMMARY:x',
      'UID:bad\nDTSTART:20261202T090000Z\nDTEND:20261202T090100Z\nRRULE:FREQ=DAILY;BYHOUR=1,2,3;BYMINUTE=0,15,30,45\nSUMMARY:x',
    ]) {
      const { entries, wrong } = await read(calendar(bad, good));

      assert.deepEqual(
        entries.map(({ key }) => key),
        ['good'],
        bad,
      );
      assert.match(wrong.join(), /^event bad: /, bad);
    }
  });

  it('reads a series of four centuries and one without end no further than the time asked for', async () => {
    const old = 'UID:a\nDTSTART;VALUE=DATE:16010101\nRRULE:FREQ=DAILY\nSUMMARY:x';

    assert.equal((await read(calendar(old))).entries.length, 31);
  });

  it('is never laid out by a rule that names no day: others need not wait, and the operator is told which event it is', async () => {
    const series = (uid: string, rule: string) =>
      `UID:${uid}\nDTSTART;TZID=Asia/Tokyo:20261202T083000\nDTEND;TZID=Asia/Tokyo:20261202T171500\nSUMMARY:${uid}\nRRULE:FREQ=${rule}`;
    const text = calendar(
      series('no-day', 'YEARLY;BYMONTH=2;BYMONTHDAY=30'),
      series('weekly', 'WEEKLY;UNTIL=20261217T000000Z'),
      series('leap', 'YEARLY;BYMONTH=2;BYMONTHDAY=29'),
    );
    const asked: string[] = [];

    const found = await readIcal(
      text,
      { window: WINDOW, timeZone: TOKYO },
      {
        expand: (rule, { from, to }) => {
          asked.push(rule.toString());
          return rule.between(from, to, true);
        },
      },
    );

    assert.equal(asked.length, 1);
    assert.match(asked[0]!, /FREQ=WEEKLY/);
    assert.equal(found.entries.length, 3);
    assert.deepEqual(found.wrong, [
      'event no-day: its repetition never names a day (FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30)',
    ]);
  });

  it('is left where it takes too long, and lets others have their turn meanwhile', async () => {
    const never = (uid: number) =>
      `UID:${uid}\nDTSTART:20261202T090000\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30\nSUMMARY:x`;
    const text = calendar(...Array.from({ length: 60 }, (_, uid) => never(uid)));
    let turns = 0;
    const others = setInterval(() => (turns += 1), 0);
    try {
      const reading = readIcal(text, { window: WINDOW, timeZone: TOKYO }, { mostMs: 1 });

      await assert.rejects(reading, /takes longer than 0.001 seconds to read/);
      assert.deepEqual((await read(calendar(never(1), never(2)))).entries, []);
      assert.ok(turns > 0);
    } finally {
      clearInterval(others);
    }
  });

  it('names a series with more exceptions than there are days', async () => {
    const series = 'UID:a\nDTSTART:20261202T090000\nRRULE:FREQ=DAILY\nSUMMARY:x';
    const exdate = `EXDATE:${Array.from({ length: 2_001 }, () => '20261203T090000').join(',')}`;
    const changed = Array.from(
      { length: 2_001 },
      () => 'UID:a\nRECURRENCE-ID:20261203T090000\nDTSTART:20261203T100000',
    );

    assert.match((await read(calendar(`${series}\n${exdate}`))).wrong.join(), /2001 days taken out/);
    assert.match((await read(calendar(series, ...changed))).wrong.join(), /2002 changed occurrences/);
  });

  it('reads what is long over by its day alone, and nothing else so', async () => {
    const over = (more: string) => `UID:o\n${more}\nSUMMARY:x`;
    const kept = [
      over('DTSTART;VALUE=DATE:20200101\nDTEND;VALUE=DATE:20300101'),
      over('DTSTART:20200101T090000\nRRULE:FREQ=DAILY'),
      over('DTSTART:20200101T090000\nDURATION:P4000D'),
      over('DTSTART;VALUE=DATE:20261201'),
    ];

    for (const one of kept) assert.notEqual((await read(calendar(one))).entries.length, 0, one);
    const gone = await read(calendar(over('DTSTART:20200101T090000Z\nDTEND:20200101T100000Z\nDTSTART:junk')));
    assert.deepEqual([gone.entries, gone.wrong], [[], []]);
  });

  it('refuses what is no calendar, or a part of one', async () => {
    await assert.rejects(() => read('<!doctype html><title>Sign in</title>'), /no iCalendar file/);
    await assert.rejects(() => read('BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\n'), /cut off/);
  });

  it('reads each entry once, whatever the order of its lines and the machine’s zone', async () => {
    const days = fc.uniqueArray(fc.integer({ min: 1, max: 31 }), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(days, fc.constantFrom('UTC', 'Asia/Tokyo', 'America/Los_Angeles'), async (picked, machine) => {
        const two = (day: number) => String(day).padStart(2, '0');
        const before = process.env['TZ'];
        process.env['TZ'] = machine;
        try {
          const found = await read(
            calendar(...picked.map((day) => `UID:${day}\nDTSTART;VALUE=DATE:202612${two(day)}\nSUMMARY:d`)),
          );

          assert.deepEqual(lines(found), picked.map((day) => `2026-12-${two(day)} d`).sort());
        } finally {
          if (before === undefined) delete process.env['TZ'];
          else process.env['TZ'] = before;
        }
      }),
      { numRuns: 40 },
    );
  });
});
