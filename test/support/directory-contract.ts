import assert from 'node:assert/strict';
import type { AccessGroups, Calendar, CalendarEvent, Directory } from '../../flows/directory.ts';
import { ProviderError } from '../../flows/provider-error.ts';

/** One way into the directory with what a test may set up and see behind the ports' backs. */
export interface DirectoryStage {
  directory: Directory;
  accessGroups: AccessGroups;
  calendar: Calendar;
  /** People of the directory; the first's manager is the last, who has none. */
  people: [string, string, ...string[]];
  /** A group without members. */
  group: string;
  /** Everything in this person's calendar: subject, start and end as instants, showAs. */
  events(personId: string): Promise<{ subject: string; start: Date; end: Date; showAs: string }[]>;
  /** The person removes every event from their own calendar. */
  clearCalendar(personId: string): Promise<void>;
  /** The directory's administrators give a person another manager, title and department. */
  change(personId: string, patch: { managerId: string; jobTitle: string; department: string }): Promise<void>;
  /** They disable an account, or take it away. */
  disable(personId: string): Promise<void>;
  leave(personId: string): Promise<void>;
  /** The directory forgets where readings of changes had come to. */
  forgetChanges(): Promise<void>;
  /** The person's mailbox answers by itself, always or from one instant to another. */
  reply(personId: string, period: { from: Date | null; to: Date | null }): Promise<void>;
  close(): Promise<void>;
}

/** What every Directory, AccessGroups and Calendar does, whatever is behind it. */
export function directoryContract(name: string, open: () => Promise<DirectoryStage>): void {
  describe(`${name} as a directory`, () => {
    let stage: DirectoryStage;

    beforeEach(async () => {
      stage = await open();
    });

    afterEach(() => stage.close());

    const everybody = async () => {
      const found = [];
      for await (const page of stage.directory.people()) found.push(...page);
      return found;
    };
    const kindOf = async (call: Promise<unknown>) => {
      const error = await call.then(
        () => assert.fail('expected a ProviderError'),
        (caught: unknown) => caught,
      );
      assert.ok(error instanceof ProviderError, String(error));
      return error.kind;
    };
    const unknownId = '0badc0de-0000-4000-8000-000000000000';
    const anEvent = (event: Partial<CalendarEvent> = {}): CalendarEvent => ({
      mailbox: stage.people[0],
      showAs: 'workingElsewhere',
      bookingId: '9d5a3c1e-0000-4000-8000-00000000000b',
      subject: '在宅勤務',
      startsAt: new Date('2026-12-01T23:30:00Z'),
      endsAt: new Date('2026-12-02T08:15:00Z'),
      timeZone: 'Asia/Tokyo',
      ...event,
    });

    it('lists everybody once, with managers', async () => {
      const found = await everybody();

      assert.equal(new Set(found.map(({ id }) => id)).size, found.length);
      for (const id of stage.people) assert.ok(found.some((person) => person.id === id));
      const first = found.find(({ id }) => id === stage.people[0]);
      assert.equal(first?.managerId, stage.people.at(-1));
      assert.match(first?.upn ?? '', /@/);
      assert.equal(found.find(({ id }) => id === stage.people.at(-1))?.managerId, null);
    });

    it('knows one person as in the list, and nobody by another id', async () => {
      const listed = (await everybody()).find(({ id }) => id === stage.people[0]);

      assert.deepEqual(await stage.directory.person(stage.people[0]), listed);
      assert.equal(await stage.directory.person(unknownId), null);
      assert.equal(await stage.directory.person('not an id'), null);
    });

    it('tells job titles', async () => {
      assert.match((await stage.directory.person(stage.people[0]))?.jobTitle ?? '', /^[主課部係]/);
    });

    it('begins following changes without naming anybody', async () => {
      const begun = await stage.directory.changes(null);

      assert.deepEqual([begun?.people, begun?.gone], [[], []]);
      const quiet = await stage.directory.changes(begun!.token);
      assert.deepEqual([quiet?.people, quiet?.gone], [[], []]);
    });

    it('names those alone who changed since, as they are now, and who is gone', async () => {
      const [one, two] = stage.people;
      const begun = await stage.directory.changes(null);
      await stage.change(one, { managerId: two, jobTitle: '課長補佐', department: '公園課' });
      await stage.leave(stage.people.at(-1)!);

      const found = await stage.directory.changes(begun!.token);

      assert.deepEqual(
        found?.people.map(({ id, managerId, jobTitle, department }) => ({ id, managerId, jobTitle, department })),
        [{ id: one, managerId: two, jobTitle: '課長補佐', department: '公園課' }],
      );
      assert.deepEqual(found?.gone, [stage.people.at(-1)]);
      const later = await stage.directory.changes(found.token);
      assert.deepEqual([later?.people, later?.gone], [[], []]);
      assert.deepEqual(await stage.directory.person(one), found?.people[0]);
    });

    it('counts a disabled account as gone', async () => {
      const [one] = stage.people;
      const begun = await stage.directory.changes(null);
      await stage.disable(one);

      const found = await stage.directory.changes(begun!.token);

      assert.deepEqual([found?.people, found?.gone], [[], [one]]);
      assert.equal(await stage.directory.person(one), null);
      assert.ok((await everybody()).every(({ id }) => id !== one));
    });

    it('says that a token is known no more, and begins anew', async () => {
      const begun = await stage.directory.changes(null);
      await stage.forgetChanges();

      assert.equal(await stage.directory.changes(begun!.token), null);
      assert.equal(
        await stage.directory.changes('https://graph.microsoft.com/v1.0/users/delta?$deltatoken=torn'),
        null,
      );
      const again = await stage.directory.changes(null);
      assert.deepEqual((await stage.directory.changes(again!.token))?.people, []);
    });

    it('tells a mailbox’s automatic replies: off, on, from one instant to another; null where there is none', async () => {
      const [one, two] = stage.people;
      const period = { from: new Date('2026-12-01T00:00:00Z'), to: new Date('2026-12-05T08:15:00Z') };
      assert.deepEqual(await stage.directory.automaticReplies(one), { on: false, from: null, to: null });
      await stage.reply(one, { from: null, to: null });
      await stage.reply(two, period);

      assert.deepEqual(await stage.directory.automaticReplies(one), { on: true, from: null, to: null });
      assert.deepEqual(await stage.directory.automaticReplies(two), { on: true, ...period });
      assert.equal(await stage.directory.automaticReplies(unknownId), null);
    });

    it('tells a mailbox’s language, and null where there is none', async () => {
      assert.match((await stage.directory.mailboxLanguage(stage.people[0])) ?? '', /^(ja|en)$/);
      assert.equal(await stage.directory.mailboxLanguage(unknownId), null);
    });

    it('adds members, takes a repeat as done, and judges each on their own', async () => {
      const [one, two] = stage.people;
      await stage.accessGroups.add(stage.group, [one]);

      const outcome = await stage.accessGroups.add(stage.group, [one, two, unknownId]);

      assert.equal(outcome.get(one), null);
      assert.equal(outcome.get(two), null);
      assert.ok(outcome.get(unknownId) instanceof ProviderError);
      assert.deepEqual(await stage.accessGroups.members(stage.group), new Set([one, two]));
      assert.deepEqual(await stage.directory.membersOf(stage.group), new Set([one, two]));
    });

    it('removes members, and takes who is none as done', async () => {
      const [one, two] = stage.people;
      await stage.accessGroups.add(stage.group, [one]);

      const outcome = await stage.accessGroups.remove(stage.group, [one, two]);

      assert.deepEqual([...outcome.values()], [null, null]);
      assert.deepEqual(await stage.accessGroups.members(stage.group), new Set());
      assert.equal((await everybody()).filter(({ id }) => id === one).length, 1);
    });

    it('says not-found of a group that is not there', async () => {
      assert.equal(await kindOf(stage.accessGroups.members(unknownId)), 'not-found');
      assert.equal(await kindOf(stage.directory.membersOf(unknownId)), 'not-found');
      const outcome = await stage.accessGroups.add(unknownId, [stage.people[0]]);
      assert.equal((outcome.get(stage.people[0]) as ProviderError).kind, 'not-found');
    });

    it('answers nobody for nobody', async () => {
      assert.equal((await stage.accessGroups.add(stage.group, [])).size, 0);
    });

    it('makes one event of a booking however often it is asked', async () => {
      const id = await stage.calendar.put(anEvent(), { known: null, search: false });
      assert.equal(await stage.calendar.put(anEvent(), { known: null, search: true }), id);
      assert.equal(await stage.calendar.put(anEvent(), { known: null, search: false }), id);
      assert.equal(await stage.calendar.put(anEvent(), { known: id, search: false }), id);

      assert.deepEqual(await stage.events(stage.people[0]), [
        {
          subject: '在宅勤務',
          start: anEvent().startsAt,
          end: anEvent().endsAt,
          showAs: 'workingElsewhere',
        },
      ]);
    });

    it('moves the event with the booking, by its id or found again', async () => {
      const id = await stage.calendar.put(anEvent(), { known: null, search: false });
      const noon = new Date('2026-12-02T03:00:00Z');

      await stage.calendar.put(anEvent({ endsAt: noon }), { known: id, search: false });
      assert.deepEqual(
        (await stage.events(stage.people[0])).map(({ end }) => end),
        [noon],
      );

      await stage.calendar.put(anEvent({ startsAt: noon }), { known: null, search: true });
      assert.deepEqual(
        (await stage.events(stage.people[0])).map(({ start }) => start),
        [noon],
      );
    });

    it('makes an event again that its owner deleted', async () => {
      const id = await stage.calendar.put(anEvent(), { known: null, search: false });
      await stage.clearCalendar(stage.people[0]);

      const again = await stage.calendar.put(anEvent(), { known: id, search: false });

      assert.notEqual(again, id);
      assert.equal((await stage.events(stage.people[0])).length, 1);
    });

    it('keeps the events of two bookings apart', async () => {
      const other = anEvent({ bookingId: '9d5a3c1e-0000-4000-8000-00000000000c' });
      const first = await stage.calendar.put(anEvent(), { known: null, search: true });
      const second = await stage.calendar.put(other, { known: null, search: true });
      assert.notEqual(first, second);

      await stage.calendar.remove(stage.people[0], other.bookingId, null);

      assert.equal((await stage.events(stage.people[0])).length, 1);
      assert.equal(await stage.calendar.put(anEvent(), { known: first, search: false }), first);
    });

    it('removes an event by id or by its booking, and takes one that is gone as done', async () => {
      const { mailbox, bookingId } = anEvent();
      const id = await stage.calendar.put(anEvent(), { known: null, search: false });

      await stage.calendar.remove(mailbox, bookingId, id);
      await stage.calendar.remove(mailbox, bookingId, id);
      await stage.calendar.remove(mailbox, bookingId, null);

      assert.deepEqual(await stage.events(mailbox), []);
    });

    it('says not-found of a calendar that is nobody’s', async () => {
      const put = stage.calendar.put(anEvent({ mailbox: unknownId }), { known: null, search: false });

      assert.equal(await kindOf(put), 'not-found');
      assert.equal(await kindOf(stage.calendar.remove(unknownId, anEvent().bookingId, null)), 'not-found');
    });
  });
}
