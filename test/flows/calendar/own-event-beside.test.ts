import assert from 'node:assert/strict';
import type { Booking } from '../../../flows/booking/booking.ts';
import type { CalendarQuestionView } from '../../../flows/calendar/edit-question.ts';
import { at, NOW } from '../../support/builders.ts';
import { openStage, type Stage } from '../../support/flow-harness.ts';
import { anEntry, CalendarStage } from './calendar-stage.ts';
import { ownEvents } from './own-event-stage.ts';

describe('an event of ours that its person moves beside an entry of their own', () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.database.close());
  beforeEach(async () => {
    await stage.reset();
    await stage.people('manager', ['hanako', { manager: 'manager' }]);
  });
  const { deliver, edit, byHours, notice, question, answer } = ownEvents(() => stage);

  const own = (day: string) => anEntry({ day });
  const nextDay = '2026-12-03';

  /** The entry of 2 December was sent and approved, and our event of it moved to the 3rd. */
  async function movedBeside(): Promise<CalendarQuestionView> {
    const calendar = new CalendarStage(stage);
    await calendar.says(own('2026-12-02'));
    const [booking] = await calendar.send();
    await stage.decide('manager', [booking!]);
    await deliver();
    edit(booking!.id, byHours(24));
    await notice(booking!.id);
    return (await question(booking!.id))!;
  }
  async function followed(view: CalendarQuestionView): Promise<Booking> {
    const sent = await answer('follow', view);
    assert.ok(sent.kind === 'request', JSON.stringify(sent));
    return stage.booking(sent.bookings[0]!.bookingId);
  }
  const calendar = () => new CalendarStage(stage);
  const stands = async () => (await calendar().stand()).filter((one) => !one.endsWith('cancelled'));

  it('says that the entry stays as it is, and nothing of one where there is none', async () => {
    const beside = await movedBeside();
    const [alone] = await stage.request('hanako', { days: ['2026-12-09'] });
    await deliver();
    edit(alone!.id, byHours(24));
    await notice(alone!.id);

    assert.deepEqual([beside.ownEntry, (await question(alone!.id))?.ownEntry], [true, false]);
  });

  it('leaves the entry alone once the booking has followed: it neither asks nor books again, gone or not', async () => {
    const changed = await followed(await movedBeside());
    await stage.decide('manager', [changed]);
    const told = (await calendar().told()).length;

    await calendar().says(own('2026-12-02'));
    await calendar().take({ entries: [own('2026-12-02')], whole: { from: NOW, to: at('2027-01-01 00:00') } });
    await calendar().gone('entry');
    await calendar().look();

    assert.equal((await calendar().told()).length, told);
    assert.deepEqual(await stands(), [`${nextDay} full approved`]);
  });

  it('takes nothing back where the entry is tidied away before the answer, or before the approval', async () => {
    const view = await movedBeside();
    await calendar().gone('entry');
    assert.deepEqual(await stands(), ['2026-12-02 full approved']);

    const changed = await followed(view);
    await calendar().look();

    assert.deepEqual(await stands(), ['2026-12-02 full approved', `${nextDay} full pending`]);
    await stage.decide('manager', [changed]);
    assert.deepEqual(await stands(), [`${nextDay} full approved`]);
  });

  it('asks nothing more where the entry is moved along, before the answer or after it', async () => {
    const view = await movedBeside();
    const told = (await calendar().told()).length;
    await calendar().says(own(nextDay));
    assert.equal((await calendar().told()).length, told);

    const changed = await followed(view);
    await calendar().look();
    await stage.decide('manager', [changed]);
    stage.clock.forward(61);
    await calendar().look();
    await calendar().says(own(nextDay));

    assert.equal(await calendar().asks(), null);
    assert.deepEqual(await stands(), [`${nextDay} full approved`]);
  });

  it('asks whether the booking follows the entry that was moved along, where it was kept', async () => {
    const view = await movedBeside();
    await calendar().says(own(nextDay));
    await answer('keep', view);
    await calendar().look();

    assert.deepEqual(
      (await calendar().asks())?.days.map(({ day, replaces }) => [day, replaces !== null]),
      [[nextDay, true]],
    );
  });
});
