import assert from 'node:assert/strict';
import { followUpRequest } from '../../../flows/approval/follow-up-request.ts';
import { subjectOf, type FollowUp } from '../../../flows/approval/follow-up.ts';
import { snoozeRequest } from '../../../flows/approval/snooze.ts';
import type { Booking } from '../../../flows/booking/booking.ts';
import { anOrganisation, at, idOf, someApprovals, someRules } from '../../support/builders.ts';
import { openStage, type Stage } from '../../support/flow-harness.ts';

const ORGANISATION = anOrganisation({
  rules: someRules(),
  approvals: someApprovals({ remindAfterHours: 4, escalateAfterHours: 8, expireAfterHours: 16 }),
});

describe('a request that nobody decides', () => {
  let stage: Stage;
  let booking: Booking;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.database.close());
  beforeEach(async () => {
    await stage.reset(ORGANISATION);
    await stage.people(['hanako', { manager: 'manager' }], ['manager', { manager: 'director' }], 'director');
    [booking] = (await stage.request('hanako', { days: ['2026-12-09'] })) as [Booking];
  });

  const comeUp = async (what: FollowUp, when: string): Promise<void> => {
    stage.clock.set(at(when));
    await followUpRequest(stage.deps, subjectOf(booking.requestId, what));
  };
  const dueAt = async (what: FollowUp): Promise<Date | null> => {
    const { rows } = await stage.database.owner.query<{ at: Date }>('SELECT at FROM due WHERE subject = $1', [
      subjectOf(booking.requestId, what),
    ]);
    return rows[0]?.at ?? null;
  };
  const reminders = async () => (await stage.toldTo('manager')).filter((kind) => kind === 'approval-reminder').length;

  it('is brought to the approver’s mind after so many working hours and again after as many', async () => {
    await comeUp('remind', '2026-12-01 13:59');
    assert.equal(await reminders(), 0);

    await comeUp('remind', '2026-12-01 14:00');
    assert.deepEqual([await reminders(), await dueAt('remind')], [1, at('2026-12-02 09:15')]);

    await comeUp('remind', '2026-12-01 14:00');
    assert.equal(await reminders(), 1, 'called again it does nothing');
    await comeUp('remind', '2026-12-02 09:15');
    assert.equal(await reminders(), 2);
  });

  it('waits for the morning where the bot comes to it at night', async () => {
    await comeUp('remind', '2026-12-01 22:00');

    assert.deepEqual([await reminders(), await dueAt('remind')], [0, at('2026-12-02 08:30')]);
  });

  it('goes to the next above as well, once, and the requester is told', async () => {
    await comeUp('escalate', '2026-12-02 09:30');
    await comeUp('escalate', '2026-12-02 09:30');

    assert.deepEqual((await stage.booking(booking.id)).approverIds, [idOf('manager'), idOf('director')]);
    assert.deepEqual(await stage.toldTo('director'), ['approval-request']);
    assert.deepEqual(await stage.toldTo('hanako'), ['escalated']);
    await stage.decide('director', [booking]);
    assert.equal((await stage.booking(booking.id)).decidedBy, idOf('director'));
  });

  it('ends after so many working hours, and the requester is told', async () => {
    await comeUp('expire', '2026-12-03 10:30');

    assert.equal((await stage.booking(booking.id)).status, 'expired');
    assert.deepEqual(await stage.toldTo('hanako'), ['undecided']);
    assert.deepEqual([await dueAt('remind'), await dueAt('escalate'), await dueAt('look')], [null, null, null]);
    const view = await stage.decide('manager', [booking]);
    assert.equal(view.kind === 'approval' && view.problem, 'over');
  });

  it('comes up no more once it is decided', async () => {
    await stage.decide('manager', [booking]);

    assert.deepEqual(await Promise.all((['remind', 'escalate', 'expire', 'look'] as const).map(dueAt)), [
      null,
      null,
      null,
      null,
    ]);
  });

  it('is put off by its approver, escalation and expiry are not', async () => {
    const before = [await dueAt('escalate'), await dueAt('expire')];
    const manager = await stage.person('manager');

    const view = await stage.tx((tx) =>
      snoozeRequest(tx, stage.deps, manager, { requestId: booking.requestId, snooze: 'three-days' }),
    );

    assert.deepEqual(view.kind === 'approval' && view.snoozedUntil, at('2026-12-04 08:30'));
    assert.deepEqual(await dueAt('remind'), at('2026-12-04 08:30'));
    assert.deepEqual([await dueAt('escalate'), await dueAt('expire')], before);
  });

  it('is put off by nobody who has no part in it', async () => {
    const hanako = await stage.person('hanako');

    const view = await stage.tx((tx) =>
      snoozeRequest(tx, stage.deps, hanako, { requestId: booking.requestId, snooze: 'week' }),
    );

    assert.equal(view.kind, 'sentence');
    assert.deepEqual(await dueAt('remind'), at('2026-12-01 14:00'));
  });
});
