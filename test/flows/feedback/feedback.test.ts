import assert from 'node:assert/strict';
import fc from 'fast-check';
import { giveFeedback, isAskedAfter, showFeedback } from '../../../flows/feedback/feedback.ts';
import type { BookingPart } from '../../../flows/booking/booking.ts';
import { aBooking, anOrganisation, at, idOf } from '../../support/builders.ts';
import { NO_TEXTS } from '../../../flows/booking/booking.ts';
import { openStage, type Stage } from '../../support/flow-harness.ts';

describe('whether a person is asked', () => {
  it('is so after the first day and every tenth', () => {
    const days = Array.from({ length: 31 }, (_, day) => day).filter((day) => isAskedAfter(day, 10));

    assert.deepEqual(days, [1, 10, 20, 30]);
  });

  it('is so at most once more than the days divided, and after the first at all events', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 60 }), (days, every) => {
        const asked = Array.from({ length: days }, (_, day) => day + 1).filter((day) => isAskedAfter(day, every));

        assert.equal(asked[0], 1);
        assert.ok(asked.length <= Math.floor(days / every) + 1);
      }),
    );
  });
});

describe('feedback on a day', () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.database.close());
  beforeEach(async () => {
    await stage.reset(anOrganisation({ feedback: { every: 2 } }));
    await stage.people('hanako', 'taro');
  });

  const book = async (day: string, part: BookingPart = 'full', status: 'approved' | 'active' = 'approved') => {
    const id = idOf(`${day} ${part}`);
    const booking = aBooking({ id, requestId: id, day, part, status, decidedBy: idOf('boss') });
    await stage.tx((tx) => tx.bookings.add([booking], NO_TEXTS));
    return booking;
  };
  const asked = async () =>
    (await stage.outbox()).flatMap((work) =>
      work.kind === 'tell' && work.notice.kind === 'feedback' ? [work.notice.bookingId] : [],
    );

  it('is asked when the booking completes, not before, and once', async () => {
    const { id, endsAt } = await book('2026-12-02');
    stage.clock.set(new Date(endsAt.getTime() - 1));
    await stage.advance();
    const before = await asked();
    stage.clock.set(endsAt);
    await stage.advance();
    await stage.advance();

    assert.deepEqual([before, await asked()], [[], [id]]);
  });

  it('is asked after the first day and every second, also where several days end at once', async () => {
    const bookings = [];
    for (const day of ['2026-12-02', '2026-12-03', '2026-12-04', '2026-12-07']) bookings.push(await book(day));
    stage.clock.set(at('2026-12-08 09:00'));

    await stage.advance();

    assert.deepEqual(await asked(), [bookings[0]!.id, bookings[1]!.id, bookings[3]!.id]);
  });

  it('is asked once for a day in two halves, after the second', async () => {
    const morning = await book('2026-12-02', 'am');
    const afternoon = await book('2026-12-02', 'pm');
    stage.clock.set(morning.endsAt);
    await stage.advance();
    const atNoon = await asked();
    stage.clock.set(afternoon.endsAt);
    await stage.advance();

    assert.deepEqual([atNoon, await asked()], [[], [afternoon.id]]);
  });

  it('is asked once where both halves end in one look', async () => {
    await book('2026-12-02', 'am');
    await book('2026-12-02', 'pm');
    stage.clock.set(at('2026-12-03 09:00'));

    await stage.advance();

    assert.equal((await asked()).length, 1);
  });

  it('is asked of nobody where the organisation asks nobody', async () => {
    stage.organisation = anOrganisation({ feedback: null });
    await book('2026-12-02');
    stage.clock.set(at('2026-12-03 09:00'));

    await stage.advance();

    assert.deepEqual(await asked(), []);
  });

  it('takes one tap, and what is said later stands in its place, an empty line too', async () => {
    const { id, endsAt } = await book('2026-12-02');
    stage.clock.set(endsAt);
    await stage.advance();
    const hanako = await stage.person('hanako');
    const give = (score: number, line: string | null) =>
      stage.tx((tx) => giveFeedback(tx, stage.deps, hanako, { bookingId: id, score, line }));
    const [first, second, third] = [await give(5, null), await give(2, '画面が遅い\0'), await give(2, null)];

    assert.deepEqual(
      [first, second, third].map((view) => view.kind === 'feedback' && [view.score, view.line, view.day]),
      [
        [5, null, '2026-12-02'],
        [2, '画面が遅い', '2026-12-02'],
        [2, null, '2026-12-02'],
      ],
    );
  });

  it('is taken from nobody else, and from nobody who was not asked', async () => {
    const { id, endsAt } = await book('2026-12-02');
    const taro = await stage.person('taro');
    const hanako = await stage.person('hanako');
    const early = await stage.tx((tx) => giveFeedback(tx, stage.deps, hanako, { bookingId: id, score: 1, line: null }));
    stage.clock.set(endsAt);
    await stage.advance();

    const other = await stage.tx((tx) => giveFeedback(tx, stage.deps, taro, { bookingId: id, score: 1, line: 'x' }));
    const shown = await stage.tx((tx) => showFeedback(tx, stage.deps, taro, id));
    const kept = await stage.tx((tx) => tx.feedback.lock(id));

    for (const view of [early, other]) assert.equal((view as { sentence?: string }).sentence, 'neutral-refusal');
    assert.deepEqual([shown, kept?.score, kept?.line], [null, null, null]);
  });
});
