import assert from 'node:assert/strict';
import { eventsPath } from '../../../infra/graph/paths.ts';
import fc from 'fast-check';
import { ProviderError } from '../../../flows/provider-error.ts';
import { LOOPBACK_TOKEN } from '../../../infra/azure-credential.ts';
import { GraphAccessGroups } from '../../../infra/graph/graph-access-groups.ts';
import { BOOKING_PROPERTY, GraphCalendar, wallTime } from '../../../infra/graph/graph-calendar.ts';
import { GraphDirectory } from '../../../infra/graph/graph-directory.ts';
import { addMemberPath, eventPath, removeMemberPath } from '../../../infra/graph/paths.ts';
import { USER_TYPE } from '../../support/fake-graph.ts';
import { aUser, GROUP, openFakeGraphStage, personId } from './fake-graph-stage.ts';
import type { FakeGraphStage } from './fake-graph-stage.ts';

const BOOKING = '9d5a3c1e-0000-4000-8000-00000000000b';
const anEvent = () => ({
  mailbox: personId(1),
  showAs: 'workingElsewhere' as const,
  bookingId: BOOKING,
  subject: '在宅勤務',
  startsAt: new Date('2026-12-01T23:30:00Z'),
  endsAt: new Date('2026-12-02T08:15:00Z'),
  timeZone: 'Asia/Tokyo',
});

describe('Microsoft Graph on the wire', () => {
  let stage: FakeGraphStage;

  beforeEach(async () => {
    stage = await openFakeGraphStage();
  });

  afterEach(async () => {
    assert.deepEqual(stage.graph.unusedFaults(), []);
    assert.deepEqual(stage.graph.batchFaults, []);
    await stage.close();
  });

  const caught = async (call: Promise<unknown>): Promise<ProviderError> => {
    const error = await call.then(
      () => assert.fail('expected a ProviderError'),
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof ProviderError, String(error));
    return error;
  };
  const people = async () => {
    const found = [];
    for await (const page of stage.directory.people()) found.push(...page);
    return found;
  };

  it('reads users with managers over several pages, with a token each time', async () => {
    assert.equal((await people()).length, 5);

    const [first, second] = stage.graph.requests;
    assert.match(first!.url, /^\/graph\/v1\.0\/users\?\$select=[^&]+&\$expand=manager\(\$select=id\)&\$top=999$/);
    assert.match(second!.url, /^\/graph\/v1\.0\/users\?.*\$expand=manager\(\$select=id\).*\$skiptoken=3/);
    assert.ok(stage.graph.requests.every(({ headers }) => headers['authorization'] === `Bearer ${LOOPBACK_TOKEN}`));
  });

  it('leaves out guests and disabled accounts', async () => {
    stage.graph.users.push(aUser(6, { userType: 'Guest' }), aUser(7, { accountEnabled: false }));

    assert.deepEqual(
      (await people()).map(({ id }) => id),
      [1, 2, 3, 4, 5].map(personId),
    );
  });

  it('follows changes over pages by the links as they are, and reads each person concerned once', async () => {
    const begun = await stage.directory.changes(null);
    stage.graph.pageSize = 2;
    stage.graph.changed.push(...[1, 2, 1, 3].map(personId));
    stage.graph.users.push(aUser(6, { userType: 'Guest' }));
    stage.graph.changed.push(personId(6));
    stage.graph.requests.length = 0;

    const found = await stage.directory.changes(begun!.token);

    assert.deepEqual(found?.people.map(({ id }) => id).sort(), [1, 2, 3].map(personId));
    assert.deepEqual(found?.gone, [personId(6)]);
    const urls = stage.graph.requests.map(({ url }) => url);
    assert.deepEqual(
      urls.filter((url) => url.includes('delta')),
      ['$deltatoken=s.0', '$skiptoken=s.2', '$skiptoken=s.4'].map((query) => `/graph/v1.0/users/delta?${query}`),
    );
    assert.equal(urls.length, 3 + 4);
    assert.match(found.token, /deltatoken=s\.5$/);
  });

  it('asks for changes of managers too, from now on', async () => {
    await stage.directory.changes(null);

    const [{ url } = { url: '' }] = stage.graph.requests;
    assert.match(url, /^\/graph\/v1\.0\/users\/delta\?\$select=\S*accountEnabled\S*,manager&\$deltatoken=latest$/);
  });

  it('reads everybody at once where very many changed', async () => {
    for (let n = 6; n <= 100; n++) stage.graph.users.push(aUser(n));
    stage.graph.pageSize = 999;
    const begun = await stage.directory.changes(null);
    stage.graph.changed.push(...Array.from({ length: 95 }, (_, index) => personId(index + 6)), personId(101));
    stage.graph.requests.length = 0;

    const found = await stage.directory.changes(begun!.token);

    assert.equal(found?.people.length, 100);
    assert.deepEqual(found?.gone, [personId(101)]);
    assert.equal(stage.graph.requests.length, 2);
  });

  it('takes a refusal of the token as a reason to begin anew, and a missing permission as one to say so', async () => {
    const begun = await stage.directory.changes(null);
    stage.graph.fail({ match: /delta/, status: 410, body: { error: { code: 'resyncRequired' } } });
    assert.equal(await stage.directory.changes(begun!.token), null);
    stage.graph.fail({ match: /delta/, status: 403, body: { error: { code: 'Authorization_RequestDenied' } } });
    assert.match((await caught(stage.directory.changes(begun!.token))).message, /User\.Read\.All/);
    stage.graph.fail({ match: /delta/, status: 400, body: { error: { code: 'BadRequest' } } });

    assert.equal((await caught(stage.directory.changes(null))).kind, 'invalid');
  });

  it('knows nothing of automatic replies that it may not read or does not understand', async () => {
    stage.graph.fail({ match: /mailboxSettings/, status: 403, body: { error: { code: 'ErrorAccessDenied' } } });
    assert.equal(await stage.directory.automaticReplies(personId(1)), null);
    const at = (dateTime: string, timeZone: string) => ({ dateTime, timeZone });
    const scheduled = (from: object, to: object) =>
      stage.graph.replies.set(personId(1), {
        status: 'scheduled',
        scheduledStartDateTime: from,
        scheduledEndDateTime: to,
      });

    scheduled(
      at('2026-12-01T09:00:00.0000000', 'Tokyo Standard Time'),
      at('2026-12-02T09:00:00.0000000', 'Asia/Tokyo'),
    );
    const told = await stage.directory.automaticReplies(personId(1));
    scheduled(at('2026-12-01T09:00:00', 'Middle-earth Standard Time'), at('2026-12-02T09:00:00', 'UTC'));

    assert.deepEqual(told, {
      on: true,
      from: new Date('2026-12-01T00:00:00Z'),
      to: new Date('2026-12-02T00:00:00Z'),
    });
    assert.equal(await stage.directory.automaticReplies(personId(1)), null);
    stage.graph.replies.set(personId(1), { status: 'unknownFutureValue' });
    assert.equal(await stage.directory.automaticReplies(personId(1)), null);
  });

  it('reads mailbox languages that the product has, and no others', async () => {
    stage.graph.users[1]!.locale = 'en-GB';
    stage.graph.users[2]!.locale = 'fr-FR';
    stage.graph.users[3]!.locale = null;

    const languages = await Promise.all([1, 2, 3, 4].map((n) => stage.directory.mailboxLanguage(personId(n))));

    assert.deepEqual(languages, ['ja', 'en', null, null]);
  });

  it('counts people as members, nested ones for roles alone, devices never', async () => {
    const nested = 'c0ffee00-0000-4000-8000-000000000002';
    stage.graph.groups.set(nested, new Map([[personId(2), USER_TYPE]]));
    const members = stage.graph.groups.get(GROUP)!;
    members.set(personId(1), USER_TYPE);
    members.set(nested, '#microsoft.graph.group');
    members.set(personId(99), '#microsoft.graph.device');

    assert.deepEqual(await stage.accessGroups.members(GROUP), new Set([personId(1)]));
    assert.deepEqual(await stage.directory.membersOf(GROUP), new Set([personId(1), personId(2)]));
  });

  it('adds fifty people in batches of twenty', async () => {
    for (let n = 6; n <= 50; n++) stage.graph.users.push(aUser(n));
    const ids = Array.from({ length: 50 }, (_, index) => personId(index + 1));

    const outcome = await stage.accessGroups.add(GROUP, ids);

    assert.ok([...outcome.values()].every((error) => error === null));
    assert.equal(stage.graph.groups.get(GROUP)?.size, 50);
    assert.deepEqual(
      stage.graph.requests.map(({ url, body }) => [url, (body as { requests: unknown[] }).requests.length]),
      [20, 20, 10].map((size) => ['/graph/v1.0/$batch', size]),
    );
  });

  it('reads every inner answer: who was throttled waits as long as told, the others are in', async () => {
    stage.graph.batchFaults.push(
      { match: new RegExp(personId(2)), status: 429, headers: { 'Retry-After': '30' }, code: 'TooManyRequests' },
      { match: new RegExp(personId(3)), status: 503 },
      { match: new RegExp(personId(4)), status: 200, silent: true },
      { match: new RegExp(personId(5)), status: 400, message: 'Invalid object identifier' },
    );

    const outcome = await stage.accessGroups.add(GROUP, [1, 2, 3, 4, 5].map(personId));

    const faults = [1, 2, 3, 4, 5].map((n) => outcome.get(personId(n)) as ProviderError | null);
    assert.deepEqual(
      faults.map((fault) => fault?.kind ?? null),
      [null, 'throttled', 'unavailable', 'unavailable', 'invalid'],
    );
    assert.equal(faults[1]?.retryAfterMs, 30_000);
    assert.deepEqual([...stage.graph.groups.get(GROUP)!.keys()], [personId(1)]);
  });

  it('throws where nothing could be asked, and keeps what was answered before it failed', async () => {
    for (let n = 6; n <= 30; n++) stage.graph.users.push(aUser(n));
    const ids = Array.from({ length: 30 }, (_, index) => personId(index + 1));
    stage.graph.fail({ match: /batch/, status: 429, headers: { 'Retry-After': '9' } });
    const error = await caught(stage.accessGroups.add(GROUP, ids));
    assert.deepEqual([error.kind, error.retryAfterMs], ['throttled', 9_000]);
    assert.equal(stage.graph.requests.length, 1);

    stage.graph.batchFaults.length = 0;
    const second = new GraphAccessGroups({
      ...stage.caller,
      post: <T>(path: string, body: unknown): Promise<T> => {
        if (stage.graph.requests.length >= 2) stage.graph.fail({ match: /batch/, drop: true });
        return stage.caller.post<T>(path, body);
      },
    });
    const outcome = await second.add(GROUP, ids);

    assert.equal([...outcome.values()].filter((fault) => fault === null).length, 20);
    assert.equal([...outcome.values()].filter((fault) => (fault as ProviderError)?.kind === 'unavailable').length, 10);
  });

  it('tells the operator which permission is missing', async () => {
    stage.graph.fail({ match: /users/, status: 403, body: { error: { code: 'Authorization_RequestDenied' } } });
    const users = await caught(people());
    assert.match(users.message, /^users: may not read users; grant the application permission User\.Read\.All/);

    stage.graph.fail({ match: /events/, status: 403, body: { error: { code: 'ErrorAccessDenied' } } });
    const put = await caught(stage.calendar.put(anEvent(), { known: null, search: false }));

    assert.equal(put.kind, 'denied');
    assert.match(put.message, /Calendars\.ReadWrite.*Exchange/);
  });

  it('writes an event with its transaction, its booking and no reminder, in the organisation’s zone', async () => {
    await stage.calendar.put(anEvent(), { known: null, search: false });

    assert.deepEqual(stage.graph.requests.map(({ body }) => body).at(-1), {
      subject: '在宅勤務',
      isAllDay: false,
      start: { dateTime: '2026-12-02T08:30:00', timeZone: 'Asia/Tokyo' },
      end: { dateTime: '2026-12-02T17:15:00', timeZone: 'Asia/Tokyo' },
      showAs: 'workingElsewhere' as const,
      body: { contentType: 'text', content: `zaitaku-booking-${BOOKING}` },
      isReminderOn: false,
      sensitivity: 'normal',
      transactionId: BOOKING,
      singleValueExtendedProperties: [{ id: BOOKING_PROPERTY, value: BOOKING }],
    });
  });

  it('makes no second event after a lost answer, with the transaction forgotten', async () => {
    stage.graph.forgetTransactions = true;
    stage.graph.fail({ match: /POST .*events/, drop: true, afterWork: true });
    const lost = await caught(stage.calendar.put(anEvent(), { known: null, search: false }));
    assert.equal(lost.kind, 'unavailable');
    assert.equal(stage.graph.events.length, 1);

    const id = await stage.calendar.put(anEvent(), { known: null, search: true });

    assert.deepEqual(
      stage.graph.events.map((event) => event.id),
      [id],
    );
  });

  it('asks Exchange for another transaction when it makes a deleted event again', async () => {
    const id = await stage.calendar.put(anEvent(), { known: null, search: false });
    await stage.clearCalendar(personId(1));
    await stage.calendar.put(anEvent(), { known: id, search: false });
    const first = stage.graph.events[0]!.body['transactionId'];
    await stage.clearCalendar(personId(1));
    await stage.calendar.put(anEvent(), { known: id, search: false });

    assert.notEqual(first, BOOKING);
    assert.equal(stage.graph.events[0]!.body['transactionId'], first);
  });

  it('finds the event where Exchange says it has the transaction already', async () => {
    const id = await stage.calendar.put(anEvent(), { known: null, search: false });
    stage.graph.fail({ match: /POST .*events/, status: 409, body: { error: { code: 'ErrorDuplicateTransactionId' } } });

    assert.equal(await stage.calendar.put(anEvent(), { known: null, search: false }), id);
  });

  it('shows once decided what was tentative, and leaves people their own words', async () => {
    const asked = { ...anEvent(), subject: 'asked', showAs: 'tentative' as const };
    const id = await stage.calendar.put(asked, { known: null, search: false });
    Object.assign(stage.graph.events[0]!.body, { subject: 'mine' });

    await stage.calendar.put({ ...anEvent(), keepSubject: true }, { known: id, search: false });

    const { subject, showAs } = stage.graph.events[0]!.body;
    assert.deepEqual([subject, showAs], ['mine', 'workingElsewhere']);
  });

  it('takes the address of a shared mailbox in place of a person, and nothing that is neither', () => {
    assert.equal(eventsPath('section-a@city.example.jp'), '/users/section-a%40city.example.jp/events');
    assert.throws(() => eventsPath('../groups/x@y'), /is not an Entra object id/);
  });

  it('leaves alone what people set on their event themselves', async () => {
    const id = await stage.calendar.put(anEvent(), { known: null, search: false });
    Object.assign(stage.graph.events[0]!.body, { sensitivity: 'private', isReminderOn: true, showAs: 'busy' });

    await stage.calendar.put({ ...anEvent(), keepShowAs: true }, { known: id, search: false });

    const { sensitivity, isReminderOn, showAs } = stage.graph.events[0]!.body;
    assert.deepEqual([sensitivity, isReminderOn, showAs], ['private', true, 'busy']);
  });

  it('repeats a reading that met 503 or a broken connection, and no write', async () => {
    stage.graph.fail({ match: /GET .*users/, status: 503 });
    stage.graph.fail({ match: /GET .*users/, drop: true });
    assert.equal((await people()).length, 5);
    stage.graph.requests.length = 0;
    stage.graph.fail({ match: /POST/, status: 503, headers: { 'Retry-After': '3' } });

    const error = await caught(stage.calendar.put(anEvent(), { known: null, search: false }));

    assert.deepEqual([error.kind, error.retryAfterMs, stage.graph.requests.length], ['unavailable', 3_000, 1]);
  });

  it('does not wait for an answer that does not come', async () => {
    const directory = new GraphDirectory(stage.again({ patience: { timeoutMs: 100, retries: 0 } }));
    stage.graph.fail({ match: /users/, hang: true });

    assert.equal((await caught(directory.person(personId(1)))).kind, 'unavailable');
  });

  it('says denied where there is no identity, and calls nobody', async () => {
    const error = Object.assign(new Error('no managed identity'), { name: 'CredentialUnavailableError' });
    const calendar = new GraphCalendar(stage.again({ credential: { getToken: () => Promise.reject(error) } }));

    const fault = await caught(calendar.remove(personId(1), BOOKING, null));

    assert.equal(fault.kind, 'denied');
    assert.match(fault.message, /AZURE_CLIENT_ID/);
    assert.equal(stage.graph.requests.length, 0);
  });

  it('takes no token to a host that a link makes up', async () => {
    const link = 'https://graph.microsoft.com.evil.example/v1.0/users';
    stage.graph.fail({ match: /users/, status: 200, body: { value: [], '@odata.nextLink': link } });

    const error = await caught(people());

    assert.match(error.message, /refused to call https:\/\/graph\.microsoft\.com\.evil\.example/);
  });

  it('has no more than the allowed number of calls under way', async () => {
    const directory = new GraphDirectory(stage.again({ concurrency: 2 }));
    let most = 0;
    let open = 0;
    const fetched = globalThis.fetch;
    globalThis.fetch = async (...call) => {
      most = Math.max(most, ++open);
      try {
        return await fetched(...call);
      } finally {
        open--;
      }
    };
    try {
      await Promise.all(Array.from({ length: 12 }, () => directory.person(personId(1))));
    } finally {
      globalThis.fetch = fetched;
    }

    assert.equal(most, 2);
  });
});

describe('addresses of Graph', () => {
  it('end in /$ref where a membership is removed, whatever the ids', () => {
    const anything = fc.oneof(fc.string(), fc.uuid(), fc.constantFrom('?', '#', '../..', `${personId(1)}?`, '%23', ''));
    fc.assert(
      fc.property(anything, anything, (group, person) => {
        let path: string;
        try {
          path = removeMemberPath(group, person);
        } catch (error) {
          return error instanceof ProviderError && error.kind === 'invalid';
        }
        const url = new URL(`https://graph.microsoft.com/v1.0${path}`);
        return url.pathname === `/v1.0/groups/${group}/members/${person}/$ref` && url.search === '' && url.hash === '';
      }),
    );
    assert.equal(removeMemberPath(GROUP, personId(1)), `/groups/${GROUP}/members/${personId(1)}/$ref`);
    assert.equal(addMemberPath(GROUP), `/groups/${GROUP}/members/$ref`);
  });

  it('name one event and never the calendar', () => {
    assert.equal(eventPath(personId(1), 'AAMk/x='), `/users/${personId(1)}/events/AAMk%2Fx%3D`);
    for (const id of ['', ' ', '.', '..']) assert.throws(() => eventPath(personId(1), id), ProviderError);
  });
});

describe('wall time', () => {
  it('is that of the zone, midnight as 00', () => {
    assert.equal(wallTime(new Date('2026-12-01T15:00:00Z'), 'Asia/Tokyo'), '2026-12-02T00:00:00');
    assert.equal(wallTime(new Date('2026-07-01T12:00:00Z'), 'Europe/Berlin'), '2026-07-01T14:00:00');
  });
});
