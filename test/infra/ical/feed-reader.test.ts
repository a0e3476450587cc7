import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CalendarFeed } from '../../../flows/calendar/calendar-sources.ts';
import type { FeedMarks } from '../../../flows/calendar/feed-reader.ts';
import { feedReader } from '../../../infra/ical/feed-reader.ts';
import { fetchFeed, isInner } from '../../../infra/ical/fetch-feed.ts';
import { at, TOKYO } from '../../support/builders.ts';

const WINDOW = { from: at('2026-12-01 00:00'), to: at('2027-01-01 00:00') };
const event = (uid: string, day: string, summary = 'テレワーク') =>
  `BEGIN:VEVENT\r\nUID:${uid}\r\nDTSTART;VALUE=DATE:${day}\r\nSUMMARY:${summary}\r\nEND:VEVENT\r\n`;
const calendar = (...events: string[]) => `BEGIN:VCALENDAR\r\nVERSION:2.0\r\n${events.join('')}END:VCALENDAR\r\n`;
const feed = (source: Partial<CalendarFeed>): CalendarFeed => ({
  id: 'feed',
  url: null,
  file: null,
  folder: null,
  for: { person: 'hanako@city.example', section: null },
  everyMinutes: 15,
  ...source,
});
const read = (source: Partial<CalendarFeed>, marks: FeedMarks | null = null) =>
  feedReader.read(feed(source), { window: WINDOW, timeZone: TOKYO, marks });
const readNew = async (source: Partial<CalendarFeed>) => {
  const reading = await read(source);
  assert.ok(reading.state === 'read');
  return reading;
};

describe('a feed at an address', () => {
  let server: Server;
  let base: string;
  let answer: (request: IncomingMessage, response: ServerResponse) => void;

  before(async () => {
    server = createServer((request, response) => answer(request, response));
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  after(() => new Promise((closed) => server.close(closed)));

  it('is asked by its ETag and its date, and says in a word that nothing has changed', async () => {
    const asked: (string | undefined)[][] = [];
    answer = ({ headers }, response) => {
      asked.push([headers['if-none-match'], headers['if-modified-since']]);
      if (headers['if-none-match'] === '"7"') return void response.writeHead(304).end();
      const marks = { etag: '"7"', 'last-modified': 'Tue, 01 Dec 2026 00:00:00 GMT' };
      response.writeHead(200, { 'content-type': 'text/calendar', ...marks }).end(calendar(event('a', '20261202')));
    };

    const first = await readNew({ url: `${base}/a.ics` });
    const second = await read({ url: `${base}/a.ics` }, first.marks);

    assert.equal(first.entries.length, 1);
    assert.deepEqual(second, { state: 'unchanged' });
    assert.deepEqual(asked, [
      [undefined, undefined],
      ['"7"', 'Tue, 01 Dec 2026 00:00:00 GMT'],
    ]);
  });

  it('without an ETag has not changed where its bytes have not', async () => {
    answer = (_request, response) => response.end(calendar(event('a', '20261202')));

    const { marks } = await readNew({ url: base });

    assert.deepEqual(await read({ url: base }, marks), { state: 'unchanged' });
  });

  it('is read in the charset that it names', async () => {
    // 在宅 in EUC-JP.
    const euc = Buffer.from([0xba, 0xdf, 0xc2, 0xf0]);
    const [head, tail] = calendar(event('a', '20261202', '|')).split('|');
    answer = (_request, response) =>
      response
        .writeHead(200, { 'content-type': 'text/calendar; charset=euc-jp' })
        .end(Buffer.concat([Buffer.from(head!), euc, Buffer.from(tail!)]));

    assert.equal((await readNew({ url: base })).entries[0]?.subject, '在宅');
  });

  for (const [status, kind] of [
    [401, 'denied'],
    [404, 'not-found'],
    [429, 'throttled'],
    [503, 'unavailable'],
  ] as const)
    it(`that answers ${status} is ${kind}, and its secret address is not told`, async () => {
      answer = (_request, response) => void response.writeHead(status).end();

      await assert.rejects(read({ url: `${base}/private-s3cret/basic.ics` }), (error: Error & { kind?: string }) => {
        assert.equal(error.kind, kind);
        assert.ok(!error.message.includes('s3cret'));
        return true;
      });
    });

  it('is told from a page that asks to sign in', async () => {
    answer = (_request, response) => response.end('<!doctype html><title>Sign in</title>');

    await assert.rejects(read({ url: base }), /web page/);
  });

  it('is left where it is too large or too slow', async () => {
    answer = (_request, response) => response.end(Buffer.alloc(2000));
    await assert.rejects(fetchFeed(base, null, { mostBytes: 1000 }), /larger than 1000/);

    answer = () => undefined;
    await assert.rejects(fetchFeed(base, null, { timeoutMs: 50 }), { kind: 'unavailable' });
  });

  it('may send on to https alone, a few times, and never into an inner network', async () => {
    const to = (location: string) => {
      answer = (_request, response) => void response.writeHead(302, { location }).end();
    };

    to('http://example.com/a.ics');
    await assert.rejects(read({ url: base }), /expected https/);
    to(`http://127.0.0.1:1/a.ics`);
    await assert.rejects(read({ url: base }), /expected https/);
    to('https://192.168.0.1/a.ics');
    await assert.rejects(read({ url: base }), /inner network/);
    to('https://[::1]/a.ics');
    await assert.rejects(read({ url: base }), /inner network/);
    to('https://localhost/a.ics');
    await assert.rejects(read({ url: base }), /inner network/);
    to(base);
    await assert.rejects(read({ url: base }), /more than 3 times/);
  });

  it('knows addresses of inner networks', () => {
    for (const inner of [
      '10.1.2.3',
      '172.31.0.1',
      '192.168.1.1',
      '127.0.0.2',
      '169.254.169.254',
      '::1',
      'fd00::1',
      'fe80::1',
      '::ffff:10.0.0.1',
      '::ffff:a00:1',
      '::a00:1',
      '64:ff9b::a00:1',
      '2002:a00:1::',
      'fec0::1',
      'ff02::1',
      '224.0.0.1',
      '255.255.255.255',
    ])
      assert.equal(isInner(inner), true, inner);
    for (const outer of ['203.0.113.7', '172.32.0.1', '2001:db8::1', 'calendar.example'])
      assert.equal(isInner(outer), false, outer);
  });
});

describe('a feed of files', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'zaitaku-feed-'));
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  const drop = (name: string, text: string | Buffer, minute: number) => {
    writeFileSync(join(folder, name), text);
    const when = at(`2026-12-01 09:${String(minute).padStart(2, '0')}`);
    utimesSync(join(folder, name), when, when);
  };
  const keys = async () => (await readNew({ folder })).entries.map(({ key, subject }) => `${key} ${subject}`).sort();

  it('is what its files say together, the later one about the same entry; what lies beside is left', async () => {
    drop('1.ics', calendar(event('a', '20261202', 'old'), event('b', '20261203', 'b')), 1);
    drop('2.ics', calendar(event('a', '20261202', 'new')), 2);
    drop('notes.docx', 'no calendar', 3);

    assert.deepEqual(await keys(), ['a new', 'b b']);
    const { marks } = await readNew({ folder });
    assert.deepEqual(await read({ folder }, marks), { state: 'unchanged' });
    rmSync(join(folder, '1.ics'));
    assert.deepEqual(await keys(), ['a new']);
  });

  it('names a file that cannot be read, and reads the others', async () => {
    drop('bad.ics', 'BEGIN:VCALENDAR\r\nBEGIN:VEVENT', 1);
    drop('good.ics', calendar(event('a', '20261202')), 2);

    const { entries, wrong } = await readNew({ folder });

    assert.equal(entries.length, 1);
    assert.match(wrong.join(), /^bad\.ics: .*cut off/);
  });

  it('reads CSV in Shift_JIS by the names in its first line', async () => {
    // 日付,件名 and 2026/12/2,在宅 as Excel saves them.
    const csv = Buffer.from([
      0x93,
      0xfa,
      0x95,
      0x74,
      0x2c,
      0x8c,
      0x8f,
      0x96,
      0xbc,
      0x0d,
      0x0a,
      ...Buffer.from('2026/12/2,'),
      0x8d,
      0xdd,
      0x91,
      0xee,
      0x0d,
      0x0a,
    ]);
    drop('days.csv', csv, 1);

    const { entries } = await readNew({ file: join(folder, 'days.csv') });

    assert.deepEqual(
      entries.map(({ subject, startsAt, allDay }) => [subject, startsAt, allDay]),
      [['在宅', at('2026-12-02 00:00'), true]],
    );
  });

  it('that is not there is named', async () => {
    await assert.rejects(read({ file: join(folder, 'none.ics') }), /none\.ics: there is no such file or folder/);
    await assert.rejects(read({ folder: join(folder, 'none') }), /none: there is no such file or folder/);
  });
});
