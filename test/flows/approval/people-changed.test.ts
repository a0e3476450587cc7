import assert from 'node:assert/strict';
import fc from 'fast-check';
import { HOLDING, type Booking } from '../../../flows/booking/booking.ts';
import { confirmBooking } from '../../../flows/booking/confirm-booking.ts';
import { lookAtDirectory } from '../../../flows/sync-directory.ts';
import { aDirectoryPerson, anOrganisation, at, idOf, type PersonInDirectory } from '../../support/builders.ts';
import { openStage, type Stage } from '../../support/flow-harness.ts';

const [PARKS] = anOrganisation().sections;
const SECTIONS = [
  { ...PARKS!, head: 'head@city.example' },
  { ...PARKS!, id: 'roads', department: 'Roads', head: 'roads-head@city.example' },
];

describe('a change in the directory', function () {
  this.timeout(60_000);
  let stage: Stage;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.database.close());
  beforeEach(async () => {
    await stage.reset(anOrganisation({ sections: SECTIONS }));
    stage.roles.set('ict', [idOf('officer'), idOf('officer2')]);
    await stage.people('head', 'roads-head', 'officer', 'officer2', 'manager', 'next', [
      'hanako',
      { manager: 'manager' },
    ]);
  });

  /** The directory says it of the person from now on; without anything, it has them no more. */
  const says = (name: string, person?: PersonInDirectory) => {
    const { everybody } = stage.directory;
    const others = everybody.filter(({ id }) => id !== idOf(name));
    everybody.splice(0, everybody.length, ...others, ...(person ? [aDirectoryPerson(name, person)] : []));
  };
  const look = () => lookAtDirectory({ ...stage.deps, directory: stage.directory });
  const approversOf = async ({ id }: Booking) => (await stage.booking(id)).approverIds;
  /** A card that stands in somebody's chat. */
  const card = (kind: 'request' | 'approval', requestId: string, name: string) =>
    stage.tx((tx) =>
      tx.postedCards.save({
        personId: idOf(name),
        kind,
        subject: requestId,
        serviceUrl: 'https://smba.example/',
        conversationId: `chat-${name}`,
        activityId: kind,
      }),
    );
  const cardsRefreshed = async () => (await stage.outbox()).filter(({ kind }) => kind === 'refresh-card').length;

  describe('of somebody’s manager', () => {
    it('addresses their waiting requests to the new one, tells them, and brings every card up to date', async () => {
      const [booking] = await stage.request('hanako');
      await card('request', booking!.requestId, 'hanako');
      await card('approval', booking!.requestId, 'manager');
      const before = await cardsRefreshed();
      says('hanako', { manager: 'next' });

      await look();

      assert.deepEqual(await approversOf(booking!), [idOf('next')]);
      assert.deepEqual(await stage.toldTo('next'), ['approval-request']);
      assert.equal((await cardsRefreshed()) - before, 2);
      assert.deepEqual((await stage.audit(booking!.id)).slice(-1), ['request-readdressed']);
    });

    it('lets the new one decide and the former no more', async () => {
      const [booking] = await stage.request('hanako');
      says('hanako', { manager: 'next' });
      await look();

      const refused = await stage.decide('manager', [booking!]);
      assert.equal(refused.kind === 'sentence' && refused.sentence, 'neutral-refusal');
      assert.equal((await stage.booking(booking!.id)).status, 'pending');
      await stage.decide('next', [booking!]);

      assert.equal((await stage.booking(booking!.id)).status, 'approved');
    });

    it('asks once about a request of several days, and leaves what was decided', async () => {
      const asked = await stage.request('hanako', { days: ['2026-12-02', '2026-12-03', '2026-12-04'] });
      await stage.decide('manager', [asked[0]!]);
      says('hanako', { manager: 'next' });

      await look();

      assert.deepEqual(await Promise.all(asked.map(approversOf)), [[idOf('manager')], [idOf('next')], [idOf('next')]]);
      assert.deepEqual(await stage.toldTo('next'), ['approval-request']);
    });

    it('changes nothing a second time, nor where the same people decide as before', async () => {
      const [booking] = await stage.request('hanako');
      says('hanako', { manager: 'next' });
      await look();
      const told = (await stage.outbox()).length;
      await look();
      says('hanako', { manager: 'next', department: 'Roads' });
      await look();

      assert.equal((await stage.outbox()).length, told);
      assert.equal((await stage.audit(booking!.id)).filter((kind) => kind === 'request-readdressed').length, 1);
    });

    it('leaves a stand-in’s request with the stand-in where the section alone is another', async () => {
      const [booking] = await stage.request('hanako');
      await stage.tx(async (tx) => {
        const [locked] = await tx.bookings.lock([booking!.id]);
        await tx.bookings.save({ ...locked!, approverIds: [idOf('officer'), idOf('manager')] });
      });
      says('hanako', { manager: 'manager', department: 'Roads' });

      await look();

      assert.deepEqual(await approversOf(booking!), [idOf('officer'), idOf('manager')]);
    });

    it('to none leaves the section’s head, of the section where they are now', async () => {
      const [booking] = await stage.request('hanako');
      says('hanako', { department: 'Roads' });

      await look();

      assert.deepEqual(await approversOf(booking!), [idOf('roads-head')]);
    });

    it('never asks them about their own request', async () => {
      await stage.people(['head', { manager: 'manager' }]);
      const [booking] = await stage.request('head');
      says('head', {});

      await look();

      assert.deepEqual(await approversOf(booking!), [idOf('officer'), idOf('officer2')]);
      assert.deepEqual(await stage.toldTo('officer'), ['approval-request', 'no-approver']);
    });

    it('asks who stands in for the new one as well, and brings it to their minds from now on', async () => {
      const deputies = [{ approver: 'next@city.example', deputy: 'officer@city.example' }];
      const { approvals } = stage.organisation;
      stage.organisation = { ...stage.organisation, approvals: { ...approvals, deputies } };
      const [booking] = await stage.request('hanako');
      const reminded = async () =>
        (await stage.tx((tx) => tx.due.list(at('2026-12-31 00:00')))).find(
          ({ kind, subject }) => kind === 'reminder' && subject === booking!.requestId,
        )!.at;
      const before = await reminded();
      says('hanako', { manager: 'next' });
      stage.clock.forward(60);

      await look();

      assert.deepEqual(await stage.toldTo('officer'), ['approval-request']);
      assert.ok((await reminded()) > before);
    });

    it('asks nobody a second time who has spoken at an earlier step', async () => {
      const [booking] = await stage.request('hanako');
      await stage.tx(async (tx) => {
        const [locked] = await tx.bookings.lock([booking!.id]);
        const steps = { steps: ['section-head' as const, 'manager' as const], step: 1 };
        await tx.bookings.save({ ...locked!, ...steps });
        const spoken = { bookingId: booking!.id, step: 0, by: idOf('head'), decidedFor: null };
        await tx.decisions.add({ ...spoken, verdict: 'approved', at: stage.clock.now() });
      });
      says('hanako', { manager: 'head' });

      await look();

      assert.deepEqual(await approversOf(booking!), [idOf('officer'), idOf('officer2')]);
    });

    it('moves what waits for the manager above, too', async () => {
      await stage.people(['manager', { manager: 'head' }]);
      const [booking] = await stage.request('hanako');
      await stage.tx(async (tx) => {
        const [locked] = await tx.bookings.lock([booking!.id]);
        await tx.bookings.save({ ...locked!, steps: ['managers-manager'], approverIds: [idOf('head')] });
      });
      says('manager', { manager: 'next' });

      await look();

      assert.deepEqual(await approversOf(booking!), [idOf('next')]);
    });
  });

  describe('that takes somebody away', () => {
    it('cancels what they had booked, with their access and calendar', async () => {
      const bookings = await stage.request('hanako', { days: ['2026-12-02', '2026-12-03'] });
      await stage.decide('manager', [bookings[0]!]);
      stage.clock.set(at('2026-12-02 08:00'));
      await stage.access();
      assert.deepEqual(stage.members(), [idOf('hanako')]);
      says('hanako');

      await look();

      const after = await Promise.all(bookings.map(({ id }) => stage.booking(id)));
      assert.deepEqual(
        after.map(({ status }) => status),
        ['cancelled', 'cancelled'],
      );
      assert.deepEqual((await stage.audit(bookings[1]!.id)).slice(-1), ['booking-cancelled']);
      assert.deepEqual(
        (await stage.outbox())
          .flatMap((work) => (work.kind === 'calendar' ? work.bookingId : []))
          .slice(-2)
          .sort(),
        bookings.map(({ id }) => id).sort(),
      );
      await stage.access();
      assert.deepEqual(stage.members(), []);
    });

    it('cancels what has begun, and what was sent while they were leaving', async () => {
      const [running] = await stage.request('hanako');
      await stage.decide('manager', [running!]);
      stage.clock.set(at('2026-12-02 10:00'));
      await stage.advance();
      const hanako = await stage.person('hanako');
      const draft = await stage.propose('hanako', { days: ['2026-12-04'] });
      says('hanako');
      await look();
      assert.equal((await stage.booking(running!.id)).status, 'cancelled');
      // The tap had read its person before the look was written.
      await stage.tx((tx) => confirmBooking(tx, stage.deps, hanako, draft));
      const [late] = await stage.tx((tx) => tx.bookings.waitingFor([idOf('manager')], 1));
      assert.equal(late?.personId, idOf('hanako'));

      await look();

      assert.equal((await stage.booking(late.id)).status, 'cancelled');
      assert.deepEqual((await stage.audit(running!.id)).filter((kind) => kind === 'booking-cancelled').length, 1);
    });

    it('addresses what waited for them to the section’s head, and to the new manager as soon as there is one', async () => {
      const [booking] = await stage.request('hanako');
      says('manager');
      await look();
      assert.deepEqual(await approversOf(booking!), [idOf('head')]);
      assert.deepEqual(await stage.toldTo('head'), ['approval-request']);
      says('hanako', { manager: 'next' });

      await look();

      assert.deepEqual(await approversOf(booking!), [idOf('next')]);
    });

    it('leaves a request with the others who were asked, and asks nobody anew', async () => {
      await stage.people('lone');
      stage.organisation = anOrganisation();
      const [booking] = await stage.request('lone');
      assert.deepEqual(await approversOf(booking!), [idOf('officer'), idOf('officer2')]);
      const told = (await stage.outbox()).length;
      says('officer');

      await look();

      assert.deepEqual(await approversOf(booking!), [idOf('officer2')]);
      assert.equal((await stage.outbox()).length, told);
    });

    it('keeps a request that nobody is left to decide, and asks whoever comes first', async () => {
      stage.organisation = anOrganisation();
      const [booking] = await stage.request('hanako');
      for (const name of ['manager', 'officer', 'officer2']) says(name);
      await look();
      assert.deepEqual(await approversOf(booking!), []);
      says('officer', {});

      await look();

      assert.deepEqual(await approversOf(booking!), [idOf('officer')]);
      assert.deepEqual((await stage.toldTo('officer')).slice(-2), ['approval-request', 'no-approver']);
    });
  });

  it('whatever the order, leaves no request with people who are gone or with its own requester', async () => {
    const staff = ['ann', 'ben', 'cho', 'dee', 'head', 'roads-head', 'officer'];
    const name = fc.constantFrom(...staff);
    const person = fc.record({
      manager: fc.option(name, { nil: undefined }),
      department: fc.constantFrom('Parks', 'Roads', null),
    });
    const command = fc.oneof(
      {
        weight: 3,
        arbitrary: fc.record({ what: fc.constant('asks' as const), name, day: fc.integer({ min: 2, max: 11 }) }),
      },
      { weight: 3, arbitrary: fc.record({ what: fc.constant('is' as const), name, person }) },
      { weight: 2, arbitrary: fc.record({ what: fc.constant('leaves' as const), name }) },
      { weight: 1, arbitrary: fc.record({ what: fc.constant('decides' as const), name }) },
      { weight: 1, arbitrary: fc.record({ what: fc.constant('forgets' as const) }) },
      { weight: 3, arbitrary: fc.record({ what: fc.constant('looks' as const) }) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(command, { minLength: 4, maxLength: 14 }), async (commands) => {
        await stage.reset(anOrganisation({ sections: SECTIONS }));
        stage.roles.set('ict', [idOf('officer')]);
        await stage.people(...staff.map((one): [string, PersonInDirectory] => [one, { manager: 'head' }]));
        for (const one of [...commands, { what: 'looks' as const }]) {
          if (one.what === 'asks') {
            const day = `2026-12-${`${one.day}`.padStart(2, '0')}`;
            // A day that the rules refuse, or that is taken, is not sent.
            await stage.request(one.name, { days: [day] }).catch(() => []);
          } else if (one.what === 'is') says(one.name, one.person);
          else if (one.what === 'leaves') says(one.name);
          else if (one.what === 'forgets') stage.directory.forgetTokens();
          else if (one.what === 'decides') {
            const [waiting] = await stage.tx((tx) => tx.bookings.waitingFor([idOf(one.name)], 1));
            if (waiting) await stage.decide(one.name, [waiting]);
          } else {
            await look();
            await judge();
          }
        }
        const before = await written();
        await look();
        assert.deepEqual(await written(), before);
      }),
      { numRuns: 25 },
    );
  });

  const written = async () => [(await stage.outbox()).length, (await stage.audit()).length];

  async function judge(): Promise<void> {
    const bookings = await stage.tx((tx) => tx.bookings.between(null, null, null));
    const here = new Set(stage.directory.everybody.map(({ id }) => id));
    for (const booking of bookings.filter(({ status }) => HOLDING.includes(status))) {
      assert.ok(here.has(booking.personId), 'somebody who is gone holds a booking');
      if (booking.status !== 'pending') continue;
      assert.ok(!booking.approverIds.includes(booking.personId), 'somebody is asked about their own request');
      assert.ok(
        booking.approverIds.every((id) => here.has(id)),
        'a request waits for somebody who is gone',
      );
      if (booking.approverIds.length > 0) continue;
      const { managerId, department } = await stage.tx(async (tx) => (await tx.people.byId(booking.personId))!);
      const head = SECTIONS.find((section) => section.department === department)?.head.split('@')[0];
      const others = [managerId, head && idOf(head), idOf('officer')].filter((id) => id && here.has(id));
      assert.deepEqual(
        others.filter((id) => id !== booking.personId),
        [],
        'nobody is asked though there is somebody',
      );
    }
  }
});
