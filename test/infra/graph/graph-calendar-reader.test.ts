import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createCredential } from '../../../infra/azure-credential.ts';
import type {
  MailboxAnswer,
  MailboxQuestion,
  MailboxSubscription,
  SubscriptionWish,
} from '../../../flows/calendar/calendar-reader.ts';
import { ProviderError } from '../../../flows/provider-error.ts';
import { createGraphCaller } from '../../../infra/graph/graph-caller.ts';
import { GraphCalendarReader } from '../../../infra/graph/graph-calendar-reader.ts';
import { at, TOKYO } from '../../support/builders.ts';
import { type GraphAlone, startGraphAlone } from '../../support/graph-simulator.ts';
import { personId } from '../../support/simulated-tenant.ts';

const window = { from: at('2026-12-01 00:00'), to: at('2026-12-31 00:00') };
const tokyo = (dateTime: string) => ({ dateTime, timeZone: 'Tokyo Standard Time' });
const me = personId(2);

describe('Outlook calendars of the simulated Graph', () => {
  let graph: GraphAlone;
  let reader: GraphCalendarReader;
  let receiver: Server;
  let notificationUrl: string;
  before(async () => {
    receiver = createServer((request, response) => {
      const token = new URL(request.url!, 'http://x').searchParams.get('validationToken');
      response.writeHead(token === null ? 202 : 200, { 'content-type': 'text/plain' }).end(token ?? '');
    }).listen(0, '127.0.0.1');
    await once(receiver, 'listening');
    notificationUrl = 'https://zaitaku.example.jp/api/graph/notifications';
  });
  after(() => void receiver.close());
  beforeEach(async () => {
    const { port } = receiver.address() as AddressInfo;
    graph = await startGraphAlone(0, { botUrl: `http://127.0.0.1:${port}/api/messages` });
    const caller = createGraphCaller({ endpoint: graph.endpoint, credential: createCredential([graph.endpoint]) });
    reader = new GraphCalendarReader(caller, () => TOKYO);
  });
  afterEach(() => graph.close());

  const write = (body: Record<string, unknown>, owner = me) =>
    graph.state.calendars.create(owner, body, graph.host.now, 'person').id;
  const timed = (day: string, more: Record<string, unknown> = {}) => ({
    subject: 'テレワーク',
    start: tokyo(`${day}T08:30:00`),
    end: tokyo(`${day}T17:15:00`),
    ...more,
  });
  const weekly = {
    pattern: { type: 'weekly', interval: 1, daysOfWeek: ['wednesday'], firstDayOfWeek: 'monday' },
    range: { type: 'endDate', startDate: '2026-12-02', endDate: '2026-12-23' },
  };
  const question = (more: Partial<MailboxQuestion> = {}): MailboxQuestion => ({
    personId: me,
    window,
    token: null,
    series: [],
    ...more,
  });
  const ask = async (more: Partial<MailboxQuestion> = {}) =>
    (await reader.look([question(more)])).get(more.personId ?? me)!;
  const read = async (more: Partial<MailboxQuestion> = {}): Promise<MailboxAnswer> => {
    const answer = await ask(more);
    assert.ok(
      answer !== 'begin-anew' && !(answer instanceof Error),
      answer instanceof Error ? answer.message : 'begin anew',
    );
    return answer;
  };
  const daysIn = ({ changes }: MailboxAnswer) => changes.entries.map((one) => one.startsAt.toISOString()).sort();

  it('are read as a whole, with all that matters of an event', async () => {
    const key = write(timed('2026-12-02', { categories: ['Telework'], showAs: 'workingElsewhere' }));
    write(timed('2027-02-02'));

    const { changes } = await read();

    assert.deepEqual(changes, {
      entries: [
        {
          key,
          series: null,
          subject: 'テレワーク',
          categories: ['Telework'],
          showAs: 'workingElsewhere',
          startsAt: at('2026-12-02 08:30'),
          endsAt: at('2026-12-02 17:15'),
          allDay: false,
          invited: false,
          ourUid: null,
        },
      ],
      gone: [],
      whole: window,
    });
  });

  it('say of a day without hours which day it is here, whatever zone it was written in', async () => {
    for (const timeZone of ['Asia/Tokyo', 'UTC', 'Pacific Standard Time', 'W. Europe Standard Time'])
      write({
        subject: timeZone,
        isAllDay: true,
        start: { dateTime: '2026-12-03T00:00:00', timeZone },
        end: { dateTime: '2026-12-05T00:00:00', timeZone },
      });

    const { changes } = await read();

    assert.equal(changes.entries.length, 4);
    for (const { subject, startsAt, endsAt, allDay } of changes.entries)
      assert.deepEqual(
        [subject, startsAt, endsAt, allDay],
        [subject, at('2026-12-03 00:00'), at('2026-12-05 00:00'), true],
      );
  });

  it('come in pages, each event once', async () => {
    for (let n = 0; n < 230; n += 1) write(timed('2026-12-02', { subject: `${n}` }));

    const { changes } = await read();

    assert.equal(new Set(changes.entries.map(({ subject }) => subject)).size, 230);
    assert.equal(changes.entries.length, 230);
  });

  it('tell afterwards only what came, changed and went', async () => {
    const [kept, gone, moved] = [write(timed('2026-12-02')), write(timed('2026-12-03')), write(timed('2026-12-04'))];
    const { token } = await read();
    graph.state.editEvent(kept, { subject: '出張' });
    graph.state.removeEvent(gone);
    graph.state.editEvent(moved, { start: at('2027-03-01 08:30'), end: at('2027-03-01 17:15') });

    const second = await read({ token });
    const third = await read({ token: second.token });

    assert.deepEqual(
      second.changes.entries.map(({ key, subject }) => [key, subject]),
      [[kept, '出張']],
    );
    assert.deepEqual(second.changes.gone.sort(), [gone, moved].sort());
    assert.equal(second.changes.whole, null);
    assert.deepEqual(third.changes, { entries: [], gone: [], whole: null });
  });

  it('tell of a series by its occurrences, each with the subject of all', async () => {
    const series = write(timed('2026-12-02', { recurrence: weekly }));

    const answer = await read();

    assert.deepEqual(
      daysIn(answer),
      ['2026-12-01', '2026-12-08', '2026-12-15', '2026-12-22'].map((day) => `${day}T23:30:00.000Z`),
    );
    for (const one of answer.changes.entries) assert.deepEqual([one.subject, one.series], ['テレワーク', series]);
    assert.deepEqual(answer.series, [series]);
  });

  it('are read anew when something of a series changed: nobody tells which occurrences are gone', async () => {
    const series = write(timed('2026-12-02', { recurrence: weekly }));
    const first = await read();
    const [one, two] = first.changes.entries.sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime());
    graph.state.removeEvent(one!.key);
    assert.equal(await ask(first), 'begin-anew');
    graph.state.editEvent(two!.key, { start: at('2026-12-10 08:30'), end: at('2026-12-10 12:00') });

    const after = await read();

    assert.deepEqual(
      daysIn(after),
      ['2026-12-09', '2026-12-15', '2026-12-22'].map((day) => `${day}T23:30:00.000Z`),
    );
    assert.equal(
      after.changes.entries.find(({ key }) => key === two!.key)?.endsAt.toISOString(),
      at('2026-12-10 12:00').toISOString(),
    );
    graph.state.removeEvent(series);
    assert.equal(await ask({ token: after.token, series: after.series }), 'begin-anew');
    assert.deepEqual((await read()).changes.entries, []);
  });

  it('say who asked the person to it', async () => {
    const event = {
      user: me,
      subject: '会議',
      start: at('2026-12-02 10:00'),
      end: at('2026-12-02 11:00'),
      showAs: 'busy',
    };
    graph.state.addEvent({ ...event, categories: [], invitedBy: personId(3) });

    const { changes } = await read();

    assert.deepEqual(
      changes.entries.map(({ invited }) => invited),
      [true],
    );
  });

  it('are read anew with a token that Graph knows no more', async () => {
    write(timed('2026-12-02'));
    const { token } = await read();
    graph.state.calendars.forgetTokens();

    assert.equal(await ask({ token }), 'begin-anew');
    const answers = await reader.look([question({ token }), question({ personId: personId(3) })]);

    assert.equal(answers.get(me), 'begin-anew');
    assert.ok(!(answers.get(personId(3)) instanceof Error));
  });

  it('are asked twenty at once, and each is answered on its own', async () => {
    const people = Array.from({ length: 20 }, (_, n) => personId(n + 1));
    const calls: string[] = [];
    graph.state.setMailbox(personId(7), false);
    graph.faults.next = ({ path, inBatch }) => {
      calls.push(`${inBatch ? 'item' : 'call'} ${path}`);
      return path.includes(personId(3)) ? { status: 429, headers: { 'Retry-After': '7' } } : null;
    };

    const answers = await reader.look(people.map((id) => question({ personId: id })));

    const [throttled, without] = [answers.get(personId(3)), answers.get(personId(7))];
    assert.ok(throttled instanceof ProviderError && without instanceof ProviderError);
    assert.deepEqual([throttled.kind, throttled.retryAfterMs, without.kind], ['throttled', 7_000, 'not-found']);
    assert.equal([...answers.values()].filter((one) => one instanceof Error).length, 2);
    assert.equal(calls.filter((call) => call.startsWith('call')).length, 0);
    assert.equal(calls.length, 20);
  });

  it('may be subscribed to once, with an https address, and renewed until they are given up', async () => {
    const until = new Date(graph.host.now.getTime() + 10_000 * 60_000);
    const wish = { personId: me, notificationUrl, secret: 's'.repeat(43), until };

    const made = (await reader.subscribe([wish])).get(me) as MailboxSubscription;
    const again = (await reader.subscribe([wish])).get(me);
    const later = new Date(until.getTime() + 60_000);
    const renewed = (await reader.renew([made.id], later)).get(made.id);
    const listed = await reader.subscriptions();
    const failures = [await reader.unsubscribe([made.id]), await reader.unsubscribe([made.id])];

    assert.deepEqual(listed, [{ id: made.id, personId: me, notificationUrl, until: later }]);
    assert.ok(again instanceof ProviderError && again.kind === 'conflict');
    assert.deepEqual(renewed, later);
    assert.equal((await reader.renew([made.id], later)).get(made.id), null);
    assert.deepEqual(
      failures.map(({ size }) => size),
      [0, 0],
    );
    assert.deepEqual(await reader.subscriptions(), []);
  });

  it('cannot be subscribed to from an address that does not shake hands', async () => {
    const until = new Date(graph.host.now.getTime() + 60 * 60_000);
    const wish = { personId: me, secret: 's', until };

    for (const url of ['http://zaitaku.example.jp/x', 'http://127.0.0.1:1/x', 'no address'])
      assert.equal(await kindOf({ ...wish, notificationUrl: url }), 'invalid');

    async function kindOf(one: SubscriptionWish): Promise<string | undefined> {
      return ((await reader.subscribe([one])).get(me) as ProviderError).kind;
    }
  });

  it('are subscribed to, renewed and given up twenty in one call, each answered on its own', async () => {
    const people = Array.from({ length: 20 }, (_, n) => personId(n + 1));
    const until = new Date(graph.host.now.getTime() + 10_000 * 60_000);
    const wishes = people.map((id) => ({ personId: id, notificationUrl, secret: `secret of ${id}`, until }));
    const calls: string[] = [];
    graph.faults.next = ({ method, path, inBatch }) => {
      calls.push(`${inBatch ? 'item' : 'call'} ${method} ${path.split('/')[1]}`);
      return null;
    };
    await reader.subscribe(wishes.slice(0, 1));
    calls.length = 0;

    const made = await reader.subscribe(wishes);
    const ids = [...made.values()].flatMap((one) => (one instanceof Error ? [] : [one.id]));
    const later = new Date(until.getTime() + 60_000);
    const renewed = await reader.renew([...ids, 'unknown'], later);
    const failures = await reader.unsubscribe([...ids, 'unknown']);

    assert.equal(ids.length, 19);
    assert.equal((made.get(people[0]!) as ProviderError).kind, 'conflict');
    assert.deepEqual(new Set(ids.map((id) => (renewed.get(id) as Date).getTime())), new Set([later.getTime()]));
    assert.equal(renewed.get('unknown'), null);
    assert.equal(failures.size, 0);
    assert.deepEqual(calls.filter((call) => call.startsWith('call')).length, 0);
    assert.equal((await reader.subscriptions()).length, 1);
  });
});
