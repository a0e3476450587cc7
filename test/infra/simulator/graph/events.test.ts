import assert from 'node:assert/strict';
import { type GraphAlone, ask, judgeExchanges, startGraphAlone } from '../../../support/graph-simulator.ts';
import { anOrganisation } from '../../../support/builders.ts';
import { personId } from '../../../support/simulated-tenant.ts';

const PROPERTY = 'String {66f5a359-4659-4830-9070-00047ec6ac6e} Name BookingId';
const tokyo = (dateTime: string) => ({ dateTime, timeZone: 'Asia/Tokyo' });
const user = personId(2);

function anEvent(overrides: Record<string, unknown> = {}) {
  return {
    subject: '在宅勤務',
    start: tokyo('2026-12-02T08:30:00'),
    end: tokyo('2026-12-02T17:15:00'),
    showAs: 'workingElsewhere',
    isReminderOn: false,
    transactionId: 'booking-1',
    singleValueExtendedProperties: [{ id: PROPERTY, value: 'booking-1' }],
    ...overrides,
  };
}

describe('calendars of the simulated Graph', () => {
  const exchanges: GraphAlone['exchanges'] = [];
  let graph: GraphAlone;
  beforeEach(async () => {
    graph = await startGraphAlone(0, {}, exchanges);
  });
  afterEach(() => graph.close());
  after(() => judgeExchanges(exchanges)).timeout(120_000);

  const create = (body: unknown = anEvent(), record = true) =>
    ask(graph, 'POST', `/users/${user}/events`, { body, record });
  const path = (id: string) => `/users/${user}/events/${encodeURIComponent(id)}`;
  const search = (value: string) =>
    encodeURIComponent(`singleValueExtendedProperties/any(ep: ep/id eq '${PROPERTY}' and ep/value eq '${value}')`);

  it('keeps an event as written and tells the tenant', async () => {
    const { status, body } = await create();

    assert.equal(status, 201);
    assert.deepEqual(body.start, { dateTime: '2026-12-01T23:30:00.0000000', timeZone: 'UTC' });
    assert.equal(body.showAs, 'workingElsewhere');
    assert.equal(body.singleValueExtendedProperties, undefined);
    assert.deepEqual(graph.host.calendars, [user]);
    const [event] = graph.state.eventsOf(user);
    assert.equal(event?.start.toISOString(), '2026-12-01T23:30:00.000Z');
    assert.equal(event?.madeBy, 'application');
  });

  it('answers a repeated transaction with the first event, for a day', async () => {
    const first = await create();
    const repeat = await create();
    graph.host.now = new Date(graph.host.now.getTime() + 25 * 3_600_000);
    const late = await create();

    assert.equal(repeat.body.id, first.body.id);
    assert.notEqual(late.body.id, first.body.id);
  });

  it('gives another id to what its owner takes back, with the same UID and extended property', async () => {
    const { body: made } = await create();
    await ask(graph, 'DELETE', path(made.id));
    graph.state.restoreEvent(user, made.id);

    const { body } = await ask(graph, 'GET', `/users/${user}/events?$filter=${search('booking-1')}`);
    assert.equal(body.value.length, 1);
    assert.notEqual(body.value[0].id, made.id);
    assert.equal(body.value[0].iCalUId, made.iCalUId);
    assert.equal((await ask(graph, 'GET', path(made.id))).status, 404);
  });

  it('keeps events in a shared mailbox, a user without licence or sign-in', async () => {
    await graph.close();
    const organisation = anOrganisation();
    organisation.calendar.out = { ...organisation.calendar.out, sections: { a: 'Soumu@city.example' } };
    graph = await startGraphAlone(0, { organisation }, exchanges);

    const made = await ask(graph, 'POST', '/users/soumu@city.example/events', { body: anEvent() });
    const asked = '/users/soumu@city.example?$select=id,accountEnabled,assignedLicenses,userType';
    const { body } = await ask(graph, 'GET', asked);
    assert.equal(made.status, 201);
    assert.deepEqual([body.accountEnabled, body.assignedLicenses, body.userType], [false, [], 'Member']);
    assert.equal(graph.state.eventsOf(body.id).length, 1);
  });

  it('refuses a mailbox that Exchange does not let the application into', async () => {
    graph.state.setAccess(user, false);

    const { status, body } = await create(anEvent(), false);
    assert.deepEqual([status, body.error.code], [403, 'ErrorAccessDenied']);
  });

  it('finds an event by its extended property alone, with the value in either case', async () => {
    const { body } = await create();
    await create(anEvent({ transactionId: 'other', singleValueExtendedProperties: [] }));

    const found = await ask(graph, 'GET', `/users/${user}/events?$filter=${search('BOOKING-1')}&$select=id`);
    const none = await ask(graph, 'GET', `/users/${user}/events?$filter=${search('booking-2')}&$select=id`);

    assert.deepEqual(
      found.body.value.map(({ id }: { id: string }) => id),
      [body.id],
    );
    assert.deepEqual(none.body.value, []);
  });

  it('shows the extended properties where they are expanded, and times in the zone preferred', async () => {
    const { body } = await create();
    const expand = encodeURIComponent(`singleValueExtendedProperties($filter=id eq '${PROPERTY}')`);

    const headers = { Prefer: 'outlook.timezone="Tokyo Standard Time"' };
    const read = await ask(graph, 'GET', `${path(body.id)}?$expand=${expand}`, { headers });

    assert.deepEqual(read.body.singleValueExtendedProperties, [{ id: PROPERTY, value: 'booking-1' }]);
    assert.deepEqual(read.body.end, { dateTime: '2026-12-02T17:15:00.0000000', timeZone: 'Tokyo Standard Time' });
    assert.equal(read.headers.get('preference-applied'), 'outlook.timezone="Tokyo Standard Time"');
  });

  it('changes an event under its ETag and refuses an older one', async () => {
    const { body } = await create();
    const etag = { 'If-Match': body['@odata.etag'] };

    const moved = await ask(graph, 'PATCH', path(body.id), {
      body: { end: tokyo('2026-12-02T12:00:00') },
      headers: etag,
    });
    const stale = await ask(graph, 'PATCH', path(body.id), { body: { subject: 'x' }, headers: etag });

    assert.deepEqual(moved.body.end, { dateTime: '2026-12-02T03:00:00.0000000', timeZone: 'UTC' });
    assert.notEqual(moved.body.changeKey, body.changeKey);
    assert.equal(stale.status, 412);
    assert.equal(graph.state.eventsOf(user)[0]?.subject, '在宅勤務');
  });

  it('removes an event once', async () => {
    const { body } = await create();

    const first = await ask(graph, 'DELETE', path(body.id));
    const again = await ask(graph, 'DELETE', path(body.id));
    const read = await ask(graph, 'GET', path(body.id));

    assert.deepEqual([first.status, again.status, read.status], [204, 404, 404]);
    assert.equal(read.body.error.code, 'ErrorItemNotFound');
  });

  it('shows in a view what overlaps it, recurrences aside, in order of time', async () => {
    await create(
      anEvent({ transactionId: 'b', start: tokyo('2026-12-03T13:00:00'), end: tokyo('2026-12-03T14:00:00') }),
    );
    await create(anEvent({ transactionId: 'a' }));
    await create(
      anEvent({ transactionId: 'c', start: tokyo('2026-12-09T13:00:00'), end: tokyo('2026-12-09T14:00:00') }),
    );

    const window = 'startDateTime=2026-12-02T17:00:00%2B09:00&endDateTime=2026-12-04T00:00:00Z';
    const { body } = await ask(graph, 'GET', `/users/${user}/calendarView?${window}&$select=subject,start&$top=1`);
    const next = await ask(graph, 'GET', body['@odata.nextLink']);

    assert.equal(body.value[0].start.dateTime, '2026-12-01T23:30:00.0000000');
    assert.equal(next.body.value[0].start.dateTime, '2026-12-03T04:00:00.0000000');
    assert.equal(next.body['@odata.nextLink'], undefined);
  });

  it('tells by delta what came, changed and went', async () => {
    const window = 'startDateTime=2026-12-01T00:00:00Z&endDateTime=2026-12-08T00:00:00Z';
    const kept = await create();
    const gone = await create(anEvent({ transactionId: 'b' }));
    const first = await ask(graph, 'GET', `/users/${user}/calendarView/delta?${window}`);
    await ask(graph, 'PATCH', path(kept.body.id), { body: { subject: '変更' } });
    graph.state.removeEvent(gone.body.id);

    const second = await ask(graph, 'GET', first.body['@odata.deltaLink']);
    const third = await ask(graph, 'GET', second.body['@odata.deltaLink']);

    assert.equal(first.body.value.length, 2);
    assert.equal(second.body.value[0].subject, '変更');
    assert.deepEqual(second.body.value[1]['@removed'], { reason: 'deleted' });
    assert.deepEqual(third.body.value, []);
  });

  it('lets the person write into their own calendar', () => {
    const [start, end] = [new Date('2026-12-02T04:00:00Z'), new Date('2026-12-02T05:00:00Z')];

    const event = graph.state.addEvent({ user, subject: '歯科', start, end, showAs: 'oof', categories: [] });

    assert.equal(event.madeBy, 'person');
    assert.deepEqual(graph.state.allEvents(), [event]);
    assert.equal(graph.state.removeEvent(event.id), true);
    assert.equal(graph.state.removeEvent(event.id), false);
  });

  it('refuses what Exchange refuses', async () => {
    const wrong: Record<string, unknown>[] = [
      { end: tokyo('2026-12-02T08:00:00') },
      { start: { dateTime: '2026-12-02T08:30:00', timeZone: 'Tokio' } },
      { start: tokyo('2026-12-02T25:30:00') },
      { isAllDay: true },
      { showAs: 'atHome' },
      { subjekt: 'x' },
      { singleValueExtendedProperties: [{ id: 'BookingId', value: '1' }] },
    ];

    for (const each of wrong) {
      const { status, body } = await create(anEvent(each), false);

      assert.equal(status, 400, JSON.stringify(each));
      assert.ok(body.error.code.length > 0);
    }
    assert.deepEqual(graph.state.allEvents(), []);
  });

  it('knows nobody else has this event, and nobody unknown a calendar', async () => {
    const { body } = await create();

    const other = await ask(graph, 'GET', `/users/${personId(3)}/events/${encodeURIComponent(body.id)}`);
    const unknown = await ask(graph, 'GET', `/users/${personId(999)}/events`);

    assert.equal(other.status, 404);
    assert.equal(unknown.status, 404);
  });
});
