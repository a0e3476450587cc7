import assert from 'node:assert/strict';
import fc from 'fast-check';
import { HOLDING, type Booking, type BookingStatus } from '../../../flows/booking/booking.ts';
import { mondayOf } from '../../../flows/local-time.ts';
import { seatsOf } from '../../../flows/organisation.ts';
import type { View } from '../../../flows/views.ts';
import { anOrganisation, aPool, idOf, someRules } from '../../support/builders.ts';
import { openStage, type Stage } from '../../support/flow-harness.ts';

const STAFF = ['hanako', 'taro', 'jiro'];
const PEOPLE = [...STAFF, 'manager', 'stranger'];
const DAYS = ['2026-12-01', '2026-12-02', '2026-12-03', '2026-12-04'];
/** The arrows of booking.ts; a single step of the clock may follow several. */
const ARROWS: Record<BookingStatus, BookingStatus[]> = {
  pending: ['approved', 'active', 'rejected', 'cancelled', 'expired'],
  approved: ['active', 'completed', 'cancelled'],
  active: ['completed', 'cancelled'],
  rejected: [],
  cancelled: [],
  expired: [],
  completed: [],
  waitlisted: [],
  'no-show': [],
};

type Step =
  | { do: 'propose'; who: string; days: string[]; part: 'full' | 'am' | 'pm' }
  | { do: 'confirm'; who: string; which: number; older: boolean }
  | { do: 'decide'; who: string; which: number; older: boolean; verdict: 'approved' | 'rejected' }
  | { do: 'cancel'; who: string; which: number; older: boolean }
  | { do: 'wait'; minutes: number };

const which = fc.nat(20);
const older = fc.nat(3).map((n) => n === 0);
const mostly = (...names: string[]) => fc.constantFrom(...names, ...names, ...names, ...PEOPLE);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('propose' as const),
      who: fc.constantFrom(...STAFF),
      days: fc.subarray(DAYS, { minLength: 1 }),
      part: fc.constantFrom('full' as const, 'am' as const, 'pm' as const),
    }),
  },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('confirm' as const), who: mostly(...STAFF), which, older }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('decide' as const),
      who: mostly('manager'),
      which,
      older,
      verdict: fc.constantFrom('approved' as const, 'approved' as const, 'rejected' as const),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('cancel' as const), who: mostly(...STAFF), which, older }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('wait' as const), minutes: fc.constantFrom(30, 300, 1440, -60) }),
  },
);

describe('a booking’s life under random commands', () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.database.close());

  it('keeps every rule at every step', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 30 }), async (steps) => {
        await stage.reset(
          anOrganisation({
            pools: [aPool({ licences: 2 })],
            rules: someRules({ daysPerWeek: 2 }),
          }),
        );
        await stage.people(
          ...STAFF.map((name) => [name, { manager: 'manager' }] as [string, object]),
          'manager',
          'stranger',
        );
        const model = new Model(stage);
        for (const one of steps) {
          await model.take(one);
          await model.check(one);
        }
      }),
      { numRuns: 25 },
    );
  }).timeout(60_000);
});

/** What is known from outside: the drafts that were shown, the bookings as they were after the step before. */
class Model {
  private readonly stage: Stage;
  private readonly drafts: { draftId: string; version: number; by: string; sent: boolean }[] = [];
  private before = new Map<string, Booking>();
  private auditsBefore = 0;
  private outboxBefore = 0;

  constructor(stage: Stage) {
    this.stage = stage;
  }

  async take(one: Step): Promise<void> {
    const { stage } = this;
    if (one.do === 'propose') {
      const view = await stage.propose(one.who, { days: one.days, part: one.part });
      this.drafts.push({ draftId: view.draftId, version: view.version, by: one.who, sent: false });
    } else if (one.do === 'confirm') {
      const draft = this.drafts[one.which % (this.drafts.length || 1)];
      if (draft) await this.confirm(one, draft);
    } else if (one.do === 'wait') {
      stage.clock.forward(one.minutes);
      await stage.advance();
    } else {
      const all = [...this.before.values()];
      const booking = all[one.which % (all.length || 1)];
      if (!booking) return;
      const pressed = { id: booking.id, version: booking.version - (one.older ? 1 : 0) };
      const view =
        one.do === 'cancel'
          ? await stage.cancel(one.who, pressed)
          : await stage.decide(one.who, [pressed], one.verdict);
      this.expectAllowed(one, booking, view);
    }
  }

  private async confirm(one: Step & { do: 'confirm' }, draft: (typeof this.drafts)[number]): Promise<void> {
    const view = await this.stage.confirm(one.who, { ...draft, version: draft.version - (one.older ? 1 : 0) });
    if (one.who !== draft.by) return assert.ok(isNeutral(view), 'somebody else’s draft');
    if (draft.sent) return assert.equal(view.kind, 'request');
    assert.ok(!(one.older && view.kind === 'request'), 'an older card was sent');
    if (view.kind === 'proposal') draft.version = view.version;
    if (view.kind === 'request') draft.sent = true;
  }

  private expectAllowed(one: Step & { do: 'cancel' | 'decide' }, booking: Booking, view: View): void {
    const part = booking.personId === idOf(one.who) || (one.do === 'decide' && one.who === 'manager');
    assert.equal(isNeutral(view), !part, `${one.who} may ${part ? '' : 'not '}see what became of ${one.do}`);
  }

  async check(one: Step): Promise<void> {
    const { stage } = this;
    const all = await stage.tx((tx) => tx.bookings.between(null, null, null));
    // A licence that is lent or comes back has an entry of its own beside the change.
    const audits = (await stage.audit()).filter((kind) => !kind.startsWith('licence-'));
    const outbox = await stage.outbox();
    const changed = all.filter((now) => JSON.stringify(this.before.get(now.id)) !== JSON.stringify(now));
    const moved = changed.filter((now) => this.before.get(now.id)?.status !== now.status);

    assert.equal(changed.length, moved.length, 'nothing changes but with its state');
    for (const now of moved) this.checkArrow(one, this.before.get(now.id), now);
    const steps =
      one.do === 'wait'
        ? audits.length - this.auditsBefore >= moved.length
        : audits.length - this.auditsBefore === moved.length;
    assert.ok(
      steps,
      `an audit entry for each change: ${moved.length} changes, ${audits.slice(this.auditsBefore).join()}`,
    );
    this.checkOutbox(one, moved, outbox.slice(this.outboxBefore));
    this.checkCaps(all);
    this.before = new Map(all.map((now) => [now.id, now]));
    this.auditsBefore = audits.length;
    this.outboxBefore = outbox.length;
  }

  private checkArrow(one: Step, before: Booking | undefined, now: Booking): void {
    if (!before) return assert.deepEqual([one.do, now.status], ['confirm', 'pending']);
    assert.ok(ARROWS[before.status].includes(now.status), `${before.status} became ${now.status}`);
    if (now.decidedBy !== before.decidedBy) {
      assert.equal(before.decidedBy, null, 'a decision is taken once');
      assert.deepEqual([one.do, now.decidedBy], ['decide', idOf('manager')]);
    }
    if (one.do !== 'wait') assert.equal(now.version, before.version + 1);
    if ('older' in one) assert.equal(one.older, false, 'an older card changed something');
    if (one.do === 'cancel') assert.equal(now.personId, idOf(one.who));
    assert.ok(now.startsAt < now.endsAt);
  }

  private checkOutbox(one: Step, moved: Booking[], added: Awaited<ReturnType<Stage['outbox']>>): void {
    const tells = added.flatMap((work) => (work.kind === 'tell' ? work.notice.kind : []));
    const calendars = added.flatMap((work) => (work.kind === 'calendar' ? work.bookingId : []));
    for (const now of moved) {
      const had = this.before.get(now.id);
      if (one.do === 'confirm') assert.ok(tells.includes('approval-request'));
      if (one.do === 'decide') assert.ok(tells.includes('decision'));
      if (now.status === 'expired') assert.ok(tells.includes('expired'));
      // What time alone begins and ends looks the same in a calendar.
      const outward = !['active', 'completed'].includes(now.status) || one.do === 'decide';
      assert.equal(calendars.includes(now.id), outward, `calendar after ${one.do} to ${now.status}`);
      if (one.do === 'cancel' && had?.status !== 'pending') assert.ok(tells.includes('cancelled'));
    }
    if (moved.length === 0) assert.deepEqual(added, [], 'nothing goes out where nothing changed');
  }

  private checkCaps(all: Booking[]): void {
    const held = all.filter((one) => HOLDING.includes(one.status));
    for (const one of held) {
      const together = held.filter((other) => other.startsAt <= one.startsAt && one.startsAt < other.endsAt);
      assert.equal(together.filter((other) => other.personId === one.personId).length, 1, 'no overlap');
      assert.ok(together.length <= seatsOf(this.stage.organisation.pools[0]!), 'no more than the seats');
    }
    const weeks = new Map<string, Set<string>>();
    for (const one of all.filter(({ status }) => HOLDING.includes(status) || status === 'completed')) {
      const key = `${one.personId} ${mondayOf(one.day)}`;
      weeks.set(key, (weeks.get(key) ?? new Set()).add(one.day));
    }
    for (const [week, days] of weeks) assert.ok(days.size <= 2, `${week}: ${[...days].join()}`);
  }
}

function isNeutral(view: View): boolean {
  return view.kind === 'sentence' && view.sentence === 'neutral-refusal';
}
