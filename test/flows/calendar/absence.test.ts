import assert from 'node:assert/strict';
import fc from 'fast-check';
import { AbsentApprovers, daysAwayByCalendar } from '../../../flows/approval/absent-approver.ts';
import { followUpRequest } from '../../../flows/approval/follow-up-request.ts';
import { absenceSeen, bookingsSpokenAgainst, type TimeAway } from '../../../flows/calendar/absence.ts';
import { answerStillWanted, showStillWanted } from '../../../flows/calendar/still-wanted.ts';
import { aBooking, anOrganisation, at, idOf, NOW, TOKYO } from '../../support/builders.ts';
import { openStage, type Stage } from '../../support/flow-harness.ts';

describe('bookings that a time away speaks against', () => {
  const statuses = ['pending', 'waitlisted', 'approved', 'active', 'cancelled', 'completed', 'rejected'] as const;

  it('are those ahead that it touches for an hour or altogether, never one twice', () => {
    const minutes = fc.integer({ min: 0, max: 3 * 24 * 60 });
    const instant = minutes.map((value) => new Date(NOW.getTime() + value * 60_000));
    const length = fc.integer({ min: 1, max: 24 * 60 });
    fc.assert(
      fc.property(
        fc.array(fc.record({ startsAt: instant, length, status: fc.constantFrom(...statuses) }), { maxLength: 6 }),
        instant,
        length,
        fc.nat(),
        (made, startsAt, lasts, pick) => {
          const bookings = made.map((one, index) =>
            aBooking({
              id: idOf(`b${index}`),
              status: one.status,
              startsAt: one.startsAt,
              endsAt: new Date(one.startsAt.getTime() + one.length * 60_000),
            }),
          );
          const asked = bookings.length > 0 ? [bookings[pick % bookings.length]!.id] : [];
          const absence = { startsAt, endsAt: new Date(startsAt.getTime() + lasts * 60_000), asked };

          const found = bookingsSpokenAgainst(bookings, absence, NOW);

          for (const one of bookings) {
            const from = Math.max(one.startsAt.getTime(), startsAt.getTime());
            const shared = (Math.min(one.endsAt.getTime(), absence.endsAt.getTime()) - from) / 60_000;
            const whole = shared === (one.endsAt.getTime() - one.startsAt.getTime()) / 60_000;
            const wanted = ['pending', 'waitlisted', 'approved', 'active'].includes(one.status) && one.endsAt > NOW;
            assert.equal(
              found.includes(one),
              wanted && !asked.includes(one.id) && shared > 0 && (whole || shared >= 60),
            );
          }
        },
      ),
    );
  });
});

describe('an approver whose calendar says that they are away', () => {
  it('is away to the end of the longest entry that covers now for half a day', () => {
    const entry = (from: string, to: string) => ({ startsAt: at(from), endsAt: at(to) });
    const away = (...entries: ReturnType<typeof entry>[]) => daysAwayByCalendar(entries, NOW, TOKYO);

    assert.equal(away(), null);
    assert.equal(away(entry('2026-12-01 08:30', '2026-12-01 10:00')), null);
    assert.equal(away(entry('2026-12-01 10:00', '2026-12-03 00:00')), null);
    assert.deepEqual(
      away(entry('2026-12-01 00:00', '2026-12-02 00:00'), entry('2026-12-01 00:00', '2026-12-04 00:00')),
      {
        fromDay: '2026-12-01',
        toDay: '2026-12-03',
      },
    );
  });
});

describe("a time away in a person's calendar", () => {
  let stage: Stage;

  before(async () => {
    stage = await openStage();
  });

  beforeEach(async () => {
    await stage.reset(anOrganisation({ approvals: { ...anOrganisation().approvals, fallback: 'ict' } }));
    stage.roles.set('ict', [idOf('ict')]);
    await stage.people(['hanako', { manager: 'manager' }], 'manager', 'ict');
  });

  after(() => stage.database.close());

  const day = { startsAt: at('2026-12-02 00:00'), endsAt: at('2026-12-03 00:00') };
  const seen = async (name: string, absence: TimeAway | null, key = 'leave') => {
    const person = await stage.person(name);
    await stage.tx((tx) => absenceSeen(tx, stage.deps, person, key, absence));
  };
  const asked = async () => (await stage.toldTo('hanako')).filter((kind) => kind === 'away-asked').length;

  it('asks once about a booking, however often it is seen, moved over it or written a second time', async () => {
    const [booking] = await stage.request('hanako');

    await seen('hanako', day);
    await seen('hanako', day);
    await seen('hanako', { ...day, endsAt: at('2026-12-04 00:00') });
    await seen('hanako', day, 'the same in another calendar');

    assert.equal(await asked(), 1);
    assert.equal((await stage.booking(booking!.id)).status, 'pending');
  });

  it('asks nothing where nothing is booked', async () => {
    await stage.request('hanako', { days: ['2026-12-04'] });

    await seen('hanako', day);

    assert.equal(await asked(), 0);
  });

  it('is not asked about any more once the entry is gone', async () => {
    const [booking] = await stage.request('hanako');
    await seen('hanako', day);
    const notice = { kind: 'away-asked', bookingId: booking!.id } as const;
    const card = () => stage.tx((tx) => showStillWanted(tx, stage.deps, notice));
    assert.equal((await card())?.state, 'away');

    await seen('hanako', null);

    assert.equal(await card(), null);
  });

  it('is answered by the person alone, and keeping keeps', async () => {
    const [booking] = await stage.request('hanako');
    const answer = async (name: string, said: 'keep' | 'take-back', version = booking!.version) => {
      const person = await stage.person(name);
      const view = await stage.tx((tx) =>
        answerStillWanted(tx, stage.deps, person, { bookingId: booking!.id, version, answer: said }),
      );
      return view.kind === 'sentence' ? view.sentence : view.state;
    };

    assert.equal(await answer('manager', 'take-back'), 'neutral-refusal');
    assert.equal(await answer('hanako', 'keep'), 'kept');
    assert.equal(await answer('hanako', 'take-back', booking!.version + 1), 'settled');
    assert.equal((await stage.booking(booking!.id)).status, 'pending');
    assert.equal(await answer('hanako', 'take-back'), 'taken-back');
  });

  it('of an approver lets somebody stand in, and ends with it', async () => {
    await stage.request('hanako');
    const absent = new AbsentApprovers({ ...stage.deps, directory: stage.directory });
    await seen('manager', { startsAt: at('2026-12-01 00:00'), endsAt: at('2026-12-03 00:00') });

    await absent.look(idOf('manager'));

    const deputies = () => stage.tx((tx) => tx.deputies.ofApprovers([idOf('manager')], '2026-12-01'));
    assert.deepEqual(
      (await deputies()).map(({ deputyId, toDay }) => [deputyId, toDay]),
      [[idOf('ict'), '2026-12-02']],
    );
    assert.ok((await stage.toldTo('hanako')).includes('approver-absent'));
    await seen('manager', null);
    await absent.look(idOf('manager'));
    assert.deepEqual(await deputies(), []);
  });

  describe('of an approver for whom requests wait already', () => {
    /** What comes up at the clock's time, as the scheduler does it. */
    const comeUp = async () => {
      const absence = new AbsentApprovers({ ...stage.deps, directory: stage.directory });
      const due = await stage.tx((tx) => tx.due.list(stage.clock.now()));
      for (const { kind, subject } of due)
        if (kind === 'reminder') await followUpRequest(stage.deps, subject, { absence });
    };
    const away = { startsAt: at('2026-12-01 00:00'), endsAt: at('2026-12-03 00:00') };
    const deputies = () => stage.tx((tx) => tx.deputies.ofApprovers([idOf('manager')], '2026-12-01'));

    it('brings them to the deputy at once, each once, and the requester is told', async () => {
      await stage.request('hanako');
      await stage.request('hanako', { days: ['2026-12-04'] });

      for (let time = 0; time < 2; time += 1) {
        await seen('manager', away);
        await comeUp();
      }

      assert.deepEqual(await stage.toldTo('ict'), ['approval-request', 'approval-request']);
      assert.deepEqual(await stage.toldTo('hanako'), ['approver-absent', 'approver-absent']);
    });

    it('brings nothing to anybody before it begins, and does so then', async () => {
      await stage.request('hanako', { days: ['2026-12-04'] });
      await seen('manager', { startsAt: at('2026-12-01 13:00'), endsAt: at('2026-12-03 00:00') });
      await comeUp();
      assert.deepEqual(await deputies(), []);

      stage.clock.set(at('2026-12-01 13:00'));
      await comeUp();

      assert.deepEqual(await stage.toldTo('ict'), ['approval-request']);
    });

    it('ends the standing in as soon as the entry is gone', async () => {
      await stage.request('hanako');
      await seen('manager', away);
      await comeUp();
      assert.equal((await deputies()).length, 1);

      await seen('manager', null);
      await comeUp();

      assert.deepEqual(await deputies(), []);
    });
  });
});
