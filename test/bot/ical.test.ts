import assert from 'node:assert/strict';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import nodeIcal, { type VEvent } from 'node-ical';
import type { FeedWish } from '../../bot/commands/calendar-feeds.ts';
import { feedsIn } from '../../bot/main/calendar-commands.ts';
import { icalRoutes } from '../../bot/ical.ts';
import { calendarFile } from '../../bot/calendar-file.ts';
import { vtimezone } from '../../bot/vtimezone.ts';
import { answerMessage } from '../../flows/conversation/answer-message.ts';
import { bookingOfUid, isOurUid, ourUidIn, uidOfBooking } from '../../flows/calendar/feed-uid.ts';
import { forgetAddress, makeFeed, showFeeds, stopFeed } from '../../flows/calendar/keep-feeds.ts';
import type { FeedKind } from '../../flows/calendar/feed-store.ts';
import type { FeedFile } from '../../flows/calendar/read-feed.ts';
import { aPerson, aPool, anOrganisation, idOf } from '../support/builders.ts';
import { openStage, type Stage } from '../support/flow-harness.ts';

describe('calendar feeds', () => {
  let stage: Stage;
  let server: Server;

  before(async () => {
    stage = await openStage();
    const app = express();
    icalRoutes(app, stage.deps);
    server = app.listen(0, '127.0.0.1');
  });

  after(async () => {
    server.close();
    await stage.database.close();
  });

  beforeEach(async () => {
    const sections = [
      {
        id: 'a',
        department: '総務課',
        name: { ja: '総務課, 庶務', en: 'General' },
        head: aPerson('manager').upn,
        deputy: null,
      },
    ];
    const closures = [{ from: '2026-12-28', to: '2026-12-28', name: { ja: '設備点検', en: 'Maintenance' } }];
    await stage.reset(anOrganisation({ sections, closures, pools: [aPool()] }));
    await stage.people(
      ['manager', { department: '総務課' }],
      ['hanako', { manager: 'manager', department: '総務課' }],
      ['taro', { manager: 'manager', department: '税務課' }],
    );
  });

  async function feedOf(name: string, feed: FeedKind = 'own'): Promise<string> {
    const person = await stage.person(name);
    const view = await stage.tx((tx) => makeFeed(tx, stage.deps, person, { feed }));
    assert.ok(view.kind === 'feeds' && view.made, JSON.stringify(view));
    return view.made.address.replace(stage.deps.publicUrl, '');
  }

  function get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`, { headers });
  }

  const eventsIn = (text: string) =>
    Object.values(nodeIcal.sync.parseICS(text)).filter((one): one is VEvent => one?.type === 'VEVENT');

  it('show a person’s bookings as they stand, and nothing private', async () => {
    const [asked] = await stage.request('hanako', { days: ['2026-12-02'], reason: '通院' });
    const [granted] = await stage.request('hanako', { days: ['2026-12-03'], part: 'am' });
    await stage.decide('manager', [granted!], 'approved', 'どうぞ');
    const [gone] = await stage.request('hanako', { days: ['2026-12-04'] });
    await stage.cancel('hanako', gone!);

    const text = await (await get(await feedOf('hanako'))).text();

    assert.deepEqual(
      eventsIn(text).map(({ uid, status, summary, start, end }) => [
        uid,
        status,
        summary,
        start.toISOString(),
        end?.toISOString(),
      ]),
      [
        [asked!, 'TENTATIVE', 'テレワーク（申請中）'] as const,
        [granted!, 'CONFIRMED', 'テレワーク（午前）'] as const,
        [gone!, 'CANCELLED', 'テレワーク（取り消し）'] as const,
      ].map(([booking, status, summary]) => [
        uidOfBooking(booking.id),
        status,
        summary,
        booking.startsAt.toISOString(),
        booking.endsAt.toISOString(),
      ]),
    );
    assert.doesNotMatch(text, /通院|どうぞ|manager/);
    // In the organisation's zone, wherever the program that reads it is.
    assert.equal(text.match(/^(DTSTART|DTEND);TZID=Asia\/Tokyo:\d{8}T\d{6}\r?$/gm)?.length, 6);
  });

  it('grow the sequence with each change and keep the id', async () => {
    const [booking] = await stage.request('hanako');
    const path = await feedOf('hanako');
    const before = eventsIn(await (await get(path)).text())[0]!;
    stage.clock.forward(10);
    await stage.decide('manager', [booking!]);
    const after = eventsIn(await (await get(path)).text())[0]!;

    assert.equal(after.uid, before.uid);
    assert.ok(Number(after.sequence) > Number(before.sequence));
    assert.ok(after.lastmodified! > before.lastmodified!);
  });

  it('answer 304 until something changes, and may be kept by nobody on the way', async () => {
    const [booking] = await stage.request('hanako');
    const path = await feedOf('hanako');
    const first = await get(path);
    stage.clock.forward(30);
    const etag = first.headers.get('etag')!;
    const since = first.headers.get('last-modified')!;
    const unchanged = [await get(path, { 'if-none-match': etag }), await get(path, { 'if-modified-since': since })];
    await stage.decide('manager', [booking!]);
    const changed = await get(path, { 'if-none-match': etag });

    assert.equal(first.headers.get('content-type'), 'text/calendar; charset=utf-8');
    assert.match(first.headers.get('cache-control')!, /private/);
    assert.deepEqual(
      [...unchanged, changed].map(({ status }) => status),
      [304, 304, 200],
    );
    assert.notEqual(changed.headers.get('last-modified'), since);
  });

  it('are the same 404 where they are unknown, renewed, ended, or their person has left', async () => {
    const old = await feedOf('hanako');
    const renewed = await feedOf('hanako');
    const taro = await feedOf('taro');
    const leaver = await feedOf('manager');
    const person = await stage.person('taro');
    await stage.tx((tx) => stopFeed(tx, stage.deps, person, { feed: 'own' }));
    await stage.tx((tx) => tx.people.markGone([idOf('manager')], stage.clock.now()));

    const paths = [old, taro, leaver, `/ical/${'A'.repeat(43)}.ics`, '/ical/x.ics'];
    const answers = await Promise.all(
      paths.map(async (path) => [(await get(path)).status, await (await get(path)).text()]),
    );
    assert.deepEqual(new Set(answers.map((one) => JSON.stringify(one))).size, 1);
    assert.equal(answers[0]![0], 404);
    assert.equal((await get(renewed)).status, 200);
  });

  it('keep the hash of an address alone, and forget the answer that showed it', async () => {
    const path = await feedOf('hanako');
    const secret = path.slice('/ical/'.length, -'.ics'.length);
    const now = stage.clock.now();
    await stage.tx(async (tx) => {
      await tx.activities.claim('tap', now);
      await tx.activities.answer('tap', { invoke: `${stage.deps.publicUrl}${path}` });
      await tx.activities.claim('other', now);
      await tx.activities.answer('other', { invoke: 'hello' });
    });
    const [due] = await stage.tx((tx) =>
      tx.due.list(new Date(now.getTime() + 3_600_000)).then((all) => all.filter(({ kind }) => kind === 'feed-address')),
    );
    await forgetAddress(stage.deps, due!.subject);

    const { rows } = await stage.database.owner.query<{ all: string }>(
      `SELECT string_agg(t, ' ') AS all FROM (SELECT f::text AS t FROM calendar_feed f UNION ALL SELECT a::text FROM activity a
        UNION ALL SELECT e::text FROM audit_entry e UNION ALL SELECT o::text FROM outbox o) x`,
    );
    assert.equal(Buffer.from(secret, 'base64url').length, 32);
    assert.ok(!rows[0]!.all.includes(secret));
    assert.ok(rows[0]!.all.includes('hello'));
    assert.deepEqual(await stage.audit(idOf('hanako')), ['calendar-feed-made']);
  });

  it('of a section are its head’s, or everybody’s in it where the organisation says so', async () => {
    const [booking] = await stage.request('hanako');
    await stage.decide('manager', [booking!]);
    await stage.request('hanako', { days: ['2026-12-03'] });
    const head = await (await get(await feedOf('manager', 'section'))).text();
    const kinds = async (name: string) => {
      const person = await stage.person(name);
      return (await stage.tx((tx) => showFeeds(tx, stage.deps, person))).feeds.map(({ feed }) => feed);
    };
    const before = await kinds('hanako');
    stage.organisation.calendar.out.sectionFeeds = 'members';
    const after = await kinds('hanako');
    const member = await feedOf('hanako', 'section');
    const open = (await get(member)).status;
    stage.organisation.calendar.out.sectionFeeds = 'head';

    const name = (await stage.person('hanako')).displayName;
    assert.deepEqual(
      eventsIn(head).map(({ summary }) => summary),
      [`${name}：在宅`],
    );
    assert.deepEqual([before, after], [['own'], ['own', 'section']]);
    assert.deepEqual([open, (await get(member)).status], [200, 404]);
  });

  it('of the ICT section say what is expected of each pool, and which days are closed or unlike others', async () => {
    stage.roles.set('ict', [idOf('taro')]);
    const on = (day: string, name: string) => ({ from: day, to: day, name: { ja: name, en: name } });
    stage.organisation = {
      ...stage.organisation,
      closures: [
        ...stage.organisation.closures,
        on('2026-12-28', '設備点検'),
        { ...on('2026-12-25', '大掃除'), half: 'pm' },
        on('2026-12-24', '創立記念日（閉庁）'),
      ],
      workedDays: [on('2026-12-05', '振替の日')],
      specialDays: [
        { ...on('2026-12-06', '市長選挙'), kind: 'election' },
        { ...on('2026-12-10', '情報セキュリティ'), kind: 'training' },
      ],
    };
    const [booking] = await stage.request('hanako');
    await stage.decide('manager', [booking!]);
    const text = await (await get(await feedOf('taro', 'capacity'))).text();
    const summaries = eventsIn(text).flatMap(({ summary }) => (typeof summary === 'string' ? [summary] : []));
    stage.roles.clear();

    assert.ok(
      summaries.some((one) => /^プール：最大[1-9]/.test(one)),
      summaries.join(),
    );
    assert.deepEqual(
      summaries.filter((one) => !one.startsWith('プール')),
      [
        '閉庁：設備点検',
        '閉庁（午後）：大掃除',
        '創立記念日（閉庁）',
        '開庁：振替の日',
        '市長選挙',
        '研修：情報セキュリティ',
      ],
    );
  });

  it('are listed for the operator without their addresses, and ended', async () => {
    const path = await feedOf('hanako');
    await feedOf('taro');
    const ask = (wish: FeedWish) => stage.tx((tx) => feedsIn(tx, wish, stage.clock.now()));
    const listed = await ask({ do: 'list', person: null, ended: false });
    const { upn } = await stage.person('hanako');
    const ended = await ask({ do: 'revoke', feed: null, person: upn });
    const again = await ask({ do: 'revoke', feed: null, person: upn });
    const unknown = await ask({ do: 'revoke', feed: 'x', person: null });

    assert.equal(listed.ok && listed.feeds.length, 2);
    assert.ok(!JSON.stringify(listed).includes(path.slice(6, 20)));
    assert.deepEqual([ended.ok && ended.said, again.ok && again.said], ['Ended: 1.', 'Ended: 0.']);
    assert.match(unknown.ok ? '' : unknown.said, /^--feed: x is not known/);
    assert.equal((await get(path)).status, 404);
    assert.deepEqual(await stage.audit(idOf('hanako')), ['calendar-feed-made', 'calendar-feed-revoked']);
  });

  it('are asked for in words, and shown without an address', async () => {
    const person = await stage.person('hanako');
    const kinds: string[] = [];
    for (const text of [
      '予定表の購読アドレス',
      'カレンダーのURLを教えて',
      'calendar address',
      'my bookings',
      '予定表を見せて',
    ])
      kinds.push((await stage.tx((tx) => answerMessage(tx, stage.deps, person, text))).view.kind);

    assert.deepEqual(kinds, ['feeds', 'feeds', 'feeds', 'list', 'list']);
  });

  it('are bounded in how often they are read', async () => {
    const path = await feedOf('hanako');
    const statuses: number[] = [];
    for (let n = 0; n < 62; n += 1) statuses.push((await get(path)).status);

    assert.deepEqual([statuses[0], statuses.at(-1)], [200, 429]);
  });

  describe('as files', () => {
    const file = (timeZone: string, more: Partial<FeedFile> = {}): string =>
      calendarFile({
        feedId: 'x',
        kind: 'section',
        section: { ja: '総務課, 庶務; 係', en: 'A, B' },
        language: 'ja',
        timeZone,
        contentHash: 'x',
        changedAt: new Date('2026-11-20T00:00:00Z'),
        entries: ['2026-07-01', '2026-12-01'].map((day) => ({
          uid: uidOfBooking('9d5a3c1e-0000-4000-8000-00000000000b'),
          sequence: 3,
          status: 'confirmed' as const,
          time: { startsAt: new Date(`${day}T09:00:00Z`), endsAt: new Date(`${day}T10:00:00Z`) },
          changedAt: null,
          says: { what: 'away' as const, name: '長い名前の職員, 花子; '.repeat(4), part: 'am' as const, place: null },
        })),
        ...more,
      });

    it('are lines of at most 75 octets that end in CRLF and cut no character', () => {
      const text = file('Asia/Tokyo');

      assert.ok(text.endsWith('END:VCALENDAR\r\n'));
      assert.doesNotMatch(text.replaceAll('\r\n', ''), /[\r\n]/);
      for (const line of text.split('\r\n')) assert.ok(Buffer.byteLength(line) <= 75, line);
      assert.ok(!text.includes('\uFFFD'));
      assert.match(text.replaceAll('\r\n ', ''), /X-WR-CALNAME:総務課\\, 庶務\\; 係の在宅/);
      assert.match(text.replaceAll('\r\n ', ''), /SUMMARY:長い名前の職員\\, 花子\\; /);
    });

    it('are stamped in UTC, whatever their zone', () => {
      const stamps = file('Asia/Tokyo').match(/^(DTSTAMP|LAST-MODIFIED):.*$/gm);

      assert.deepEqual(stamps, [
        'DTSTAMP:20261120T000000Z',
        'LAST-MODIFIED:20261120T000000Z',
        'DTSTAMP:20261120T000000Z',
        'LAST-MODIFIED:20261120T000000Z',
      ]);
    });

    it('say the same times in every zone, with summer time described', () => {
      for (const zone of ['Asia/Tokyo', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'UTC']) {
        const [first, second] = Object.values(nodeIcal.sync.parseICS(file(zone).replace('UID:', 'UID:other-'))).filter(
          (one): one is VEvent => one?.type === 'VEVENT',
        );
        assert.deepEqual(
          [first!.start.toISOString(), second!.start.toISOString()].sort(),
          ['2026-07-01T09:00:00.000Z', '2026-12-01T09:00:00.000Z'],
          zone,
        );
      }
    });

    it('describe Tokyo by one time, and Berlin by its changes to the hour', () => {
      const span = { from: new Date('2026-07-01T00:00:00Z'), to: new Date('2026-12-01T00:00:00Z') };
      const tokyo = vtimezone('Asia/Tokyo', span);
      const berlin = vtimezone('Europe/Berlin', span);

      assert.deepEqual(tokyo.match(/BEGIN:(STANDARD|DAYLIGHT)/g), ['BEGIN:STANDARD']);
      assert.match(tokyo, /TZOFFSETTO:\+0900/);
      assert.match(berlin, /BEGIN:DAYLIGHT\nDTSTART:20260329T020000\nTZOFFSETFROM:\+0100\nTZOFFSETTO:\+0200/);
      assert.match(berlin, /BEGIN:STANDARD\nDTSTART:20261025T030000\nTZOFFSETFROM:\+0200\nTZOFFSETTO:\+0100/);
    });

    it('are known as ours by their ids, whatever a program wraps around them', () => {
      const id = '9d5a3c1e-0000-4000-8000-00000000000b';

      assert.equal(bookingOfUid(`${uidOfBooking(id)}@google.com`), id);
      assert.equal(ourUidIn(null, `<p>${uidOfBooking(id)}</p>`, uidOfBooking('other')), uidOfBooking(id));
      assert.equal(ourUidIn('someone@else', 'my-zaitaku-notes'), null);
      assert.deepEqual([uidOfBooking(id), `x:zaitaku-peak-pool-2026-12-01`, 'someone@else'].map(isOurUid), [
        true,
        true,
        false,
      ]);
    });
  });
});
