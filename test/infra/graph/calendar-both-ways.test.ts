import assert from 'node:assert/strict';
import type { Booking } from '../../../flows/booking/booking.ts';
import { followEdit, keepBooking } from '../../../flows/calendar/own-event.ts';
import type { CalendarQuestionView } from '../../../flows/calendar/edit-question.ts';
import { BothWaysStage } from '../../support/both-ways-stage.ts';

const DAY = '2026-12-02';
const LATER = '2026-12-04';

describe('a calendar read and written at once, over Graph', () => {
  let both: BothWaysStage;
  before(async () => {
    both = await BothWaysStage.open();
  });
  after(() => both.close());
  beforeEach(() => both.reset());

  async function approved(): Promise<Booking> {
    const [booking] = await both.stage.request('hanako', { days: [DAY] });
    await both.stage.decide('head', [booking!]);
    return booking!;
  }

  async function shown(): Promise<Booking> {
    const booking = await approved();
    await both.settle();
    return both.stage.booking(booking.id);
  }

  async function question(): Promise<CalendarQuestionView | null> {
    for (const notice of (await both.chat.told()).reverse()) {
      if (notice.kind !== 'calendar-question') continue;
      const view = await both.chat.shows(notice);
      if (view?.kind === 'calendar-question' && view.state === 'asked') return view;
    }
    return null;
  }

  async function answer(what: typeof followEdit | typeof keepBooking): Promise<void> {
    const view = (await question())!;
    const person = await both.stage.person('hanako');
    const { questionId, version } = view;
    const command = { bookingId: view.booking.bookingId, questionId, version };
    await both.stage.tx((tx) => what(tx, both.stage.deps, person, command));
  }

  const standing = async () =>
    (await both.chat.bookings()).filter(({ status }) => ['pending', 'approved', 'waitlisted'].includes(status));

  async function assertShown(): Promise<void> {
    const line = (at: Date, to: Date, showAs: string) => `${at.toISOString()} ${to.toISOString()} ${showAs}`;
    assert.deepEqual(
      both.ours().map(({ startsAt, endsAt, showAs }) => line(startsAt, endsAt, showAs)),
      (await standing()).map(({ startsAt, endsAt, status }) =>
        line(startsAt, endsAt, status === 'approved' ? 'workingElsewhere' : 'tentative'),
      ),
    );
  }

  /** Cards that ask about entries. */
  const cards = async () => (await both.chat.told()).filter(({ kind }) => kind === 'calendar-ask').length;

  it('says nothing of what we wrote ourselves, read as a change or with everything', async () => {
    await shown();
    await both.readAnyway({ whole: true });

    assert.equal(await cards(), 0);
    assert.equal(await both.asked(), 0);
    assert.deepEqual(await both.keptKeys(), []);
    await assertShown();
  });

  it('knows an event of ours that it read before its id was recorded', async () => {
    await approved();
    both.afterWrite = () => both.readAnyway();
    await both.settle();
    const [event] = both.ours();
    const kept = await both.keptKeys();
    both.erase(event!.id);
    await both.settle();

    assert.deepEqual(kept, []);
    assert.equal((await question())?.moved, null);
    assert.equal(await both.asked(), 1);
    assert.equal(await cards(), 0);
  });

  it('puts back an event of ours that was moved before its id was recorded, and asks for no new day', async () => {
    await approved();
    both.lostAnswers = 1;
    await both.write();
    const [event] = both.ours();
    both.edit(event!.id, { ...both.timesOf(LATER, '08:30', '17:15') });
    await both.readAnyway();
    both.forward(300);
    await both.settle();

    assert.equal(await both.chat.asks(), null);
    assert.deepEqual(await both.keptKeys(), []);
    await assertShown();
  });

  it('asks nothing after a full reading that began before our event was made', async () => {
    await approved();
    both.afterRead = async () => {
      await both.write();
    };
    await both.readAnyway({ whole: true });
    await both.settle();

    assert.equal(await both.asked(), 0);
    await assertShown();
  });

  it('asks once where the answer has not been written before everything is read again', async () => {
    await shown();
    both.edit(both.ours()[0]!.id, both.timesOf(LATER, '08:30', '17:15'));
    await both.readAnyway();
    await answer(keepBooking);
    await both.readAnyway({ whole: true });
    await both.settle();

    assert.equal(await both.asked(), 1);
    assert.equal(await question(), null);
    await assertShown();
  });

  it('asks once where a reading was under way while the answer was written', async () => {
    await shown();
    both.edit(both.ours()[0]!.id, both.timesOf(LATER, '08:30', '17:15'));
    await both.readAnyway();
    both.afterRead = async () => {
      await answer(keepBooking);
      await both.write();
    };
    await both.readAnyway({ whole: true });
    await both.settle();

    assert.equal(await both.asked(), 1);
    assert.equal(await question(), null);
    await assertShown();
  });

  it('lets the booking follow our event to another day, and shows both until it is approved', async () => {
    await shown();
    both.edit(both.ours()[0]!.id, both.timesOf(LATER, '08:30', '17:15'));
    await both.settle();
    await answer(followEdit);
    await both.settle();
    await assertShown();
    const between = (await standing()).length;
    await both.stage.decide(
      'head',
      (await standing()).filter(({ status }) => status === 'pending'),
    );
    await both.settle();

    assert.equal(between, 2);
    assert.deepEqual(
      (await standing()).map(({ day }) => day),
      [LATER],
    );
    await assertShown();
  });

  it('lets a booking stand beside the all-day entry that it came of, and asks nothing', async () => {
    both.draw({ day: DAY });
    await both.settle();
    const [booking] = await both.chat.send();
    await both.stage.decide('head', [booking!]);
    await both.settle();
    await both.readAnyway({ whole: true });
    await both.settle();

    assert.equal(await cards(), 1);
    assert.equal(await both.asked(), 0);
    assert.equal(both.all().length, 2);
    await assertShown();
  });

  it('asks nothing for a copy of our event', async () => {
    const booking = await shown();
    both.draw({ day: DAY, from: '08:30', to: '17:15' });
    both.draw({ day: DAY, from: '08:30', to: '17:15', subject: 'テレワーク（申請中）' });
    await both.settle();
    await both.stage.cancel('hanako', booking);
    await both.settle();
    await both.readAnyway({ whole: true });
    await both.settle();

    assert.equal(await cards(), 0);
    assert.equal(await both.asked(), 0);
    assert.deepEqual(both.ours(), []);
  });
});
