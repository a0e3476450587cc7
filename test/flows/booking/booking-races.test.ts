import assert from 'node:assert/strict';
import { addDays } from '../../../flows/local-time.ts';
import type { View } from '../../../flows/views.ts';
import { anOrganisation, aPool } from '../../support/builders.ts';
import { openStage, type Stage } from '../../support/flow-harness.ts';

const AT_ONCE = 20;
const DAY = '2026-12-02';

describe('twenty connections at once', () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage({ connections: AT_ONCE });
  });
  after(() => stage.database.close());
  beforeEach(async () => {
    await stage.reset(anOrganisation({ pools: [aPool({ licences: 3 })] }));
    await stage.people(...names.map((name) => [name, { manager: 'manager' }] as [string, object]), 'manager');
  });

  const names = Array.from({ length: AT_ONCE }, (_, index) => `person${index}`);
  const kinds = (views: View[]) => ({
    sent: views.filter((view) => view.kind === 'request').length,
    told: views.filter((view) => view.kind === 'proposal' && view.problem === 'changed-meanwhile').length,
  });

  it('fill the last seats exactly, and whoever comes too late is told', async () => {
    const drafts = await Promise.all(names.map((name) => stage.propose(name)));

    const views = await Promise.all(names.map((name, index) => stage.confirm(name, drafts[index]!)));

    assert.deepEqual(kinds(views), { sent: 3, told: AT_ONCE - 3 });
    assert.equal((await stage.tx((tx) => tx.bookings.between(DAY, DAY, null))).length, 3);
  });

  it('free a seat and take it, and never one too many', async () => {
    const taken = await Promise.all(names.slice(0, 3).map((name) => stage.request(name)));
    stage.organisation = anOrganisation({ pools: [aPool({ licences: 4 })] });
    const drafts = await Promise.all(names.slice(3).map((name) => stage.propose(name)));

    await Promise.all([
      ...taken.map(([booking], index) => stage.cancel(names[index]!, booking!)),
      ...drafts.map((draft, index) => stage.confirm(names[index + 3]!, draft)),
    ]);

    const held = (await stage.tx((tx) => tx.bookings.between(DAY, DAY, null))).filter(
      (one) => one.status === 'pending',
    );
    assert.ok(held.length >= 1 && held.length <= 4, `${held.length} hold a seat`);
    const { rows } = await stage.database.owner.query('SELECT DISTINCT taken FROM pool_half_hour');
    assert.deepEqual(rows, [{ taken: held.length }]);
  });

  it('book one person no more days than the week allows', async () => {
    const days = ['2026-12-07', '2026-12-08', '2026-12-09', '2026-12-10', '2026-12-11'];
    const drafts = await Promise.all(
      Array.from({ length: AT_ONCE }, (_, index) => stage.propose('person0', { days: [days[index % 5]!] })),
    );

    const views = await Promise.all(drafts.map((draft) => stage.confirm('person0', draft)));

    assert.deepEqual(kinds(views), { sent: 3, told: AT_ONCE - 3 });
    const held = await stage.tx((tx) => tx.bookings.between(days[0]!, addDays(days[0]!, 6), null));
    assert.equal(new Set(held.map((one) => one.day)).size, 3);
  });

  it('send one draft once', async () => {
    const draft = await stage.propose('person0');

    const views = await Promise.all(names.map(() => stage.confirm('person0', draft)));

    assert.deepEqual(kinds(views), { sent: AT_ONCE, told: 0 });
    assert.equal((await stage.tx((tx) => tx.bookings.between(null, null, null))).length, 1);
    assert.deepEqual(await stage.toldTo('manager'), ['approval-request']);
  });

  it('decide a request once, and end its cancellation one way or the other', async () => {
    const [booking] = await stage.request('person0');
    const taps = Array.from({ length: AT_ONCE - 2 }, (_, index) =>
      stage.decide('manager', [booking!], index % 2 ? 'approved' : 'rejected'),
    );

    await Promise.all([...taps, stage.cancel('person0', booking!), stage.advance()]);

    const moves = (await stage.audit(booking!.id)).slice(1);
    assert.equal(moves.length, 1, moves.join());
    assert.equal((await stage.booking(booking!.id)).version, 2);
  });
});
