import assert from 'node:assert/strict';
import { keptSince } from '../../../bot/main/kept-since.ts';
import { NO_TEXTS } from '../../../flows/booking/booking.ts';
import { newCase } from '../../../flows/readiness/readiness-case.ts';
import { tidy } from '../../../infra/store/tidy.ts';
import { verifyAudit } from '../../../infra/store/verify-audit.ts';
import { aBooking, anOrganisation, at, idOf } from '../../support/builders.ts';
import { runZaitaku } from '../../support/zaitaku-process.ts';
import { openStage, type Stage } from '../../support/flow-harness.ts';

/** Every kind has a period of its own, so that one taken for another shows. */
const keepDays = {
  reasons: 100,
  contacts: 10,
  workingTimes: 200,
  conversations: 5,
  audit: 300,
  feedback: 50,
  visits: 20,
};
const TEXTS = { ...NO_TEXTS, reason: '通院', category: 'care', contact: '090', material: '台帳', comment: '了解' };

describe('housekeeping', () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.database.close());
  beforeEach(() => stage.reset(anOrganisation({ keepDays })));

  const keepHouse = (now: Date) => tidy(stage.database.db, keptSince(stage.organisation, now));
  const days = (count: number, from = at('2026-12-02 17:15')) => new Date(from.getTime() + count * 86_400_000);
  const done = (name: string) =>
    aBooking({ id: idOf(name), requestId: idOf(`request ${name}`), status: 'completed', decidedBy: idOf('boss') });
  const textsOf = async (id: string) => (await stage.tx((tx) => tx.bookings.texts([id]))).get(id) ?? null;

  it('deletes who found no licence, what was assigned, and sessions’ licences with the visits, and no lock that still holds', async () => {
    const lease = { licenceId: 'pool', poolId: 'pool', bookingId: null, from: at('2026-12-02 09:00'), until: null };
    const back = (lockedUntil: Date | null) => ({
      returnedAt: at('2026-12-02 17:15'),
      why: 'signed-out' as const,
      lockedUntil,
    });
    await stage.tx(async ({ licences }) => {
      for (const name of ['free', 'bound']) await licences.lend([{ ...lease, personId: idOf(name) }]);
      const [free, bound] = await licences.openSessions(['pool'], 'pool');
      await licences.giveBack(free!.id, back(null));
      await licences.giveBack(bound!.id, back(at('2027-03-02 17:15')));
      const time = { from: at('2026-12-02 08:30'), to: at('2026-12-02 17:15'), askedAt: at('2026-12-01 09:00') };
      await licences.want({
        licenceId: 'pool',
        personId: idOf('free'),
        day: '2026-12-02',
        ...time,
        outcome: 'refused',
      });
      await licences.saveDetails(idOf('free'), { readAt: at('2026-12-02 17:15'), skus: ['SKU'], plans: ['PLAN'] });
    });
    const kept = () =>
      stage.tx(async ({ licences }) => {
        const { leases, wants } = await licences.ofPerson(idOf('free'));
        const bound = (await licences.ofPerson(idOf('bound'))).leases;
        return [leases.length, wants.length, Number((await licences.details(idOf('free'))) !== null), bound.length];
      });

    await keepHouse(days(20));
    const all = await kept();
    await keepHouse(days(20.01));
    const after = await kept();
    await keepHouse(days(120));

    assert.deepEqual(all, [1, 1, 1, 1]);
    assert.deepEqual(after, [0, 0, 0, 1]);
    assert.deepEqual(await kept(), [0, 0, 0, 0]);
  });

  it('deletes contact and material, then reasons, comments and notes, counted from the end of the booking', async () => {
    const booking = done('b');
    await stage.tx(async (tx) => {
      await tx.bookings.add([booking], { ...TEXTS, comment: null });
      await tx.bookings.saveTexts(booking.id, TEXTS);
      await tx.notes.add(booking.requestId, { by: idOf('boss'), at: at('2026-12-01 10:00'), text: 'なぜ' });
    });
    const notes = async () => (await stage.tx((tx) => tx.notes.of(booking.requestId))).length;

    await keepHouse(days(10));
    const all = [await textsOf(booking.id), await notes()];
    await keepHouse(days(10.01));
    const withoutContact = [await textsOf(booking.id), await notes()];
    await keepHouse(days(100));
    const still = [await textsOf(booking.id), await notes()];
    await keepHouse(days(100.01));
    const none = [await textsOf(booking.id), await notes()];

    assert.deepEqual(all, [TEXTS, 1]);
    assert.deepEqual(withoutContact, [{ ...TEXTS, contact: null, material: null }, 1]);
    assert.deepEqual(still, withoutContact);
    assert.deepEqual(none, [null, 0]);
    assert.equal((await stage.booking(booking.id)).status, 'completed');
  });

  it('deletes what was missing before a day and what was said of it, and facts of people who are gone', async () => {
    const value = { registered: true, capable: true, methods: [] };
    await stage.people('hanako', 'taro');
    await stage.tx(async (tx) => {
      await tx.readiness.saveCase({ ...newCase(idOf('hanako'), '2026-12-02'), words: '来週に' });
      await tx.readiness.saveFacts(
        'second-factor',
        ['hanako', 'taro'].map((name) => ({ subject: idOf(name), value })),
        at('2026-12-01 09:00'),
      );
      await tx.people.markGone([idOf('taro')], at('2026-12-02 17:15'));
      await tx.readiness.saveTask('request', 'tax');
    });
    const kept = () =>
      stage.tx(async (tx) => [
        (await tx.readiness.cases([idOf('hanako')], '2026-12-01')).length,
        [...(await tx.readiness.facts('second-factor', [idOf('hanako'), idOf('taro')])).keys()].length,
      ]);

    await keepHouse(days(4));
    const all = await kept();
    await keepHouse(days(6));
    const after = await kept();

    assert.deepEqual(
      [all, after],
      [
        [1, 2],
        [0, 1],
      ],
    );
  });

  it('keeps the notes of a request as long as one of its days is not over for so long', async () => {
    const [first, last] = [done('first'), done('last')];
    const together = { requestId: idOf('request'), status: 'approved' as const };
    await stage.tx(async (tx) => {
      await tx.bookings.add([{ ...first, ...together }], TEXTS);
      await tx.bookings.add(
        [{ ...last, ...together, day: '2027-03-07', startsAt: days(95), endsAt: days(95.2) }],
        TEXTS,
      );
      await tx.notes.add(together.requestId, { by: idOf('boss'), at: at('2026-12-01 10:00'), text: 'なぜ' });
    });

    await keepHouse(days(101));

    assert.equal((await stage.tx((tx) => tx.notes.of(together.requestId))).length, 1);
    assert.deepEqual(await textsOf(first.id), null);
    assert.deepEqual(await textsOf(last.id), TEXTS);
  });

  it('deletes working times, feedback, drafts and deputies, each in its time', async () => {
    const booking = done('b');
    await stage.tx(async (tx) => {
      await tx.bookings.add([booking], NO_TEXTS);
      await tx.work.begin(booking.personId, '2026-12-02', booking.id);
      await tx.work.add([
        {
          personId: booking.personId,
          day: '2026-12-02',
          number: 1,
          move: 'start',
          at: booking.startsAt,
          writtenAt: booking.startsAt,
          writtenBy: booking.personId,
          corrects: null,
        },
      ]);
      await tx.feedback.ask(booking.id, booking.personId, booking.endsAt);
      await tx.activities.claim('activity', booking.endsAt);
      const deputy = { approverId: idOf('boss'), deputyId: idOf('taro'), fromDay: '2026-12-01', toDay: '2026-12-02' };
      await tx.deputies.save({ ...deputy, source: 'words', createdAt: booking.startsAt });
      await tx.records.addLink(booking.personId, booking.endsAt);
    });
    const tables = ['work_day', 'work_entry', 'feedback', 'activity', 'deputy', 'record_link'];
    const kept = async () => {
      const found: string[] = [];
      for (const table of tables)
        if ((await stage.database.owner.query(`SELECT FROM ${table}`)).rowCount) found.push(table);
      return found;
    };
    const after: [number, string[]][] = [];
    for (const day of [0, 5, 6, 31, 32, 50, 51, 200, 201]) {
      await keepHouse(days(day));
      after.push([day, await kept()]);
    }

    const work = ['work_day', 'work_entry'];
    assert.deepEqual(after, [
      [0, [...work, 'feedback', 'activity', 'deputy', 'record_link']],
      [5, [...work, 'feedback', 'activity', 'deputy']],
      [6, [...work, 'feedback', 'deputy']],
      [31, [...work, 'feedback', 'deputy']],
      [32, [...work, 'feedback']],
      [50, [...work, 'feedback']],
      [51, work],
      [200, work],
      [201, []],
    ]);
  });

  it('deletes what is kept of calendars, and devices that nothing is bound to any more, each in its time', async () => {
    const over = done('over');
    const ends = over.endsAt.toISOString();
    await stage.tx((tx) => tx.bookings.add([over], NO_TEXTS));
    const put = (sql: string) => stage.database.owner.query(sql);
    await put(
      `INSERT INTO calendar_entry VALUES ('p', 'outlook', 'k', NULL, 'looks-like', NULL, 'my own words', false, '[]', '{}', '2026-12-02')`,
    );
    await put(`INSERT INTO absence VALUES ('p', 'k', '2026-12-01', '${ends}', '{}')`);
    await put(`INSERT INTO calendar_question VALUES ('${over.id}', 'q', 'p', NULL, 1, 1, '2026-12-01')`);
    await put(`INSERT INTO section_event VALUES ('${over.id}', 'm', 'e', NULL, '${ends}')`);
    for (const [id, revoked] of [
      ['ended', `'${ends}'`],
      ['counts', 'NULL'],
    ] as const)
      await put(`INSERT INTO calendar_feed (id, kind, person_id, token_hash, made_at, revoked_at)
        VALUES ('${id}', 'own', 'p', '${id}', '2026-12-01', ${revoked})`);
    await put(
      `INSERT INTO office_day VALUES ('k', 'closure', '2026-12-02', '2026-12-02', NULL, 'n', '2026-12-01', '${ends}')`,
    );
    await put(`INSERT INTO licence_device VALUES ('l', 'p', 'device:PC', '2026-12-01', '${ends}')`);
    await put(`INSERT INTO host_day VALUES ('pool', '2026-12-02', 60, 60)`);
    const tables = ['calendar_entry', 'absence', 'calendar_question', 'section_event', 'calendar_feed', 'office_day'];
    const kept = async () => {
      const found: string[] = [];
      for (const table of [...tables, 'licence_device', 'host_day']) {
        const { rowCount } = await put(`SELECT FROM ${table}`);
        if (rowCount) found.push(`${table} ${rowCount}`);
      }
      return found;
    };
    const after: [number, string[]][] = [];
    for (const day of [5, 6, 20, 20.1, 90, 90.1]) {
      await keepHouse(days(day));
      after.push([day, await kept()]);
    }

    const feed = 'calendar_feed 1';
    const [office, device, host] = ['office_day 1', 'licence_device 1', 'host_day 1'];
    assert.deepEqual(after, [
      [
        5,
        [
          'calendar_entry 1',
          'absence 1',
          'calendar_question 1',
          'section_event 1',
          'calendar_feed 2',
          office,
          device,
          host,
        ],
      ],
      [6, [feed, office, device, host]],
      [20, [feed, office, device, host]],
      [20.1, [feed, office, host]],
      [90, [feed, office, host]],
      // Host-hours say nothing of people, and last year's cost is compared with.
      [90.1, [feed, host]],
    ]);
  });

  it('deletes the reasons of emergencies that are over, never of one that is on', async () => {
    const emergency = (id: string, state: 'on' | 'ended') => ({
      id: idOf(id),
      sections: null,
      reason: '台風',
      state,
      askedBy: idOf('boss'),
      askedAt: at('2026-12-01 09:00'),
      confirmedBy: null,
      beganAt: at('2026-12-01 09:00'),
      endedBy: null,
      endedAt: state === 'ended' ? at('2026-12-02 17:15') : null,
      version: 1,
    });
    await stage.tx(async (tx) => {
      await tx.emergencies.add(emergency('on', 'on'));
      await tx.emergencies.add(emergency('ended', 'ended'));
    });
    const reasons = () =>
      stage.tx(async (tx) => [
        (await tx.emergencies.byId(idOf('on')))?.reason,
        (await tx.emergencies.byId(idOf('ended')))?.reason,
      ]);

    await keepHouse(days(100));
    const before = await reasons();
    await keepHouse(days(101));

    assert.deepEqual(
      [before, await reasons()],
      [
        ['台風', '台風'],
        ['台風', ''],
      ],
    );
  });

  it('deletes the words beside the audit log, reasons not later than with their booking, and the chain stays whole', async function () {
    this.timeout(30_000);
    const booking = done('b');
    await stage.tx(async (tx) => {
      await tx.bookings.add([booking], TEXTS);
      const entry = (kind: string, subject: string, personal?: Record<string, unknown>) =>
        tx.audit.add(
          { kind, by: idOf('boss'), subject, facts: {}, ...(personal ? { personal } : {}) },
          booking.createdAt,
        );
      entry('booking-requested', booking.id, { reason: '通院' });
      entry('request-question', booking.requestId, { text: 'なぜ' });
      entry('booking-approved', booking.id);
      entry('settings-changed', 'city', { changed: [] });
    });
    const words = async () =>
      (
        await stage.database.owner.query<{ kind: string }>(
          'SELECT kind FROM audit_entry JOIN audit_personal USING (seq) ORDER BY seq',
        )
      ).rows.map((row) => row.kind);
    const verdict = () => verifyAudit({ db: stage.database.db, key: stage.database.auditKey });

    await keepHouse(days(100));
    const first = await words();
    await keepHouse(days(101));
    const second = await words();
    const between = await verdict();
    await keepHouse(days(301));
    await keepHouse(days(301));
    const ZAITAKU_AUDIT_KEY = stage.database.auditKey.toString('base64');
    const env = { ...process.env, NODE_OPTIONS: '', ZAITAKU_CONFIG: '', DATABASE_URL: stage.database.url };
    const command = await runZaitaku({ ...env, ZAITAKU_AUDIT_KEY }, ['audit', 'verify']);

    assert.deepEqual([command.code, command.stdout], [0, 'unbroken: 4 entries\n'], command.stderr);
    assert.deepEqual(first, ['booking-requested', 'request-question', 'settings-changed']);
    assert.deepEqual([second, await words()], [['settings-changed'], []]);
    assert.deepEqual(
      [between, await verdict()],
      [
        { ok: true, entries: 4 },
        { ok: true, entries: 4 },
      ],
    );
  });

  it('leaves no free text of a person in the database but what people are called, when every period is over', async () => {
    await stage.people('boss', ['hanako', { manager: 'boss' }]);
    const [booking] = await stage.request('hanako', { reason: 'とても個人的な理由' });
    await stage.decide('boss', [booking!], 'rejected', 'とても個人的なコメント');
    await stage.database.owner.query('UPDATE outbox SET done_at = $1', [stage.clock.now()]);

    await keepHouse(days(400));

    const { rows } = await stage.database.owner.query<{ dump: string }>(
      `SELECT string_agg(query_to_xml('SELECT * FROM ' || quote_ident(tablename), true, false, '')::text, '') AS dump
         FROM pg_tables WHERE schemaname = 'public'`,
    );
    assert.ok(rows[0]!.dump.includes(booking!.id));
    assert.ok(!rows[0]!.dump.includes('とても個人的な'));
    const verdict = await verifyAudit({ db: stage.database.db, key: stage.database.auditKey });
    assert.equal(verdict.ok, true);
  });
});
