import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decideCorrection, decideMove, type Correction } from '../../../flows/work/decide-work.ts';
import {
  isCorrected,
  minutesOf,
  next,
  runOfDay,
  standing,
  stretchesOf,
  toMinute,
  versionOf,
  type WorkEntry,
  type WorkMove,
  type WorkState,
} from '../../../flows/work/work-record.ts';
import { MOST_ENTRIES } from '../../../flows/work/work-settings.ts';
import { anEntry, minutesAfter, said, time, until, written } from './work-builders.ts';

const MOVES: WorkMove[] = ['start', 'pause', 'resume', 'finish'];
const NOON = time('12:00');

function move(entries: WorkEntry[], asked: WorkMove, now = NOON, claimed: Date | null = null) {
  return decideMove(entries, asked, now, claimed, until(now));
}

function correct(entries: WorkEntry[], correction: Correction, now = time('18:00'), version = versionOf(entries)) {
  return decideCorrection(entries, correction, version, until(now));
}

/** The day as people read it: `start 08:30`. */
function day(entries: WorkEntry[]): string[] {
  return runOfDay(entries).entries.map(({ move: made, at }) => `${made} ${clock(at)}`);
}

const clock = (at: Date) => new Date(at.getTime() + 9 * 3_600_000).toISOString().slice(11, 16);

describe('a move of a person’s own work', () => {
  const records: Record<WorkState, WorkEntry[]> = {
    'not-started': [],
    working: said('start 08:30'),
    paused: said('start 08:30', 'pause 11:00'),
    finished: said('start 08:30', 'finish 11:00'),
  };
  const expected: Record<WorkState, Record<WorkMove, string>> = {
    'not-started': { start: 'start', pause: 'not-started', resume: 'not-started', finish: 'not-started' },
    working: { start: 'already-working', pause: 'pause', resume: 'already-working', finish: 'finish' },
    paused: { start: 'resume', pause: 'already-paused', resume: 'resume', finish: 'finish' },
    finished: { start: 'start', pause: 'already-finished', resume: 'start', finish: 'already-finished' },
  };
  for (const state of Object.keys(records) as WorkState[])
    for (const asked of MOVES)
      it(`"${asked}" on a day that is ${state} answers ${expected[state][asked]}`, () => {
        const outcome = move(records[state], asked);

        assert.equal(outcome.ok ? outcome.entries[0]!.move : outcome.refusal, expected[state][asked]);
      });

  it('claims the minute in which it was made', () => {
    const now = new Date(NOON.getTime() + 59_999);

    assert.deepEqual(move([], 'start', now), { ok: true, entries: [{ move: 'start', at: NOON, corrects: null }] });
  });

  it('claims the time that the person names', () => {
    const outcome = move([], 'start', NOON, time('09:00'));

    assert.deepEqual(outcome.ok && outcome.entries[0]!.at, time('09:00'));
  });

  it('is refused at a time before the last entry, before the day and in the future', () => {
    const refusals = [
      move(said('start 08:30'), 'finish', NOON, time('08:00')),
      move([], 'start', NOON, new Date(time('00:00').getTime() - 60_000)),
      move([], 'start', NOON, time('12:01')),
    ].map((outcome) => !outcome.ok && outcome.refusal);

    assert.deepEqual(refusals, ['order', 'out-of-bounds', 'out-of-bounds']);
  });

  it('turns no time round where the clock was put back', () => {
    const outcome = move(said('start 08:30'), 'finish', time('08:00'));

    assert.deepEqual(outcome.ok && outcome.entries[0]!.at, time('08:30'));
  });

  it('is refused once the day holds as many entries as it can', () => {
    const many = Array.from({ length: MOST_ENTRIES }, (_, index) =>
      anEntry({ number: index + 1, move: index === 0 ? 'start' : index % 2 ? 'pause' : 'resume' }),
    );

    assert.deepEqual(move(many, 'finish'), { ok: false, refusal: 'too-many' });
  });
});

describe('a correction', () => {
  const full = said('start 09:10', 'pause 12:00', 'resume 13:00', 'finish 17:20');

  const right: [what: string, before: WorkEntry[], correction: Correction, after: string[]][] = [
    [
      'puts another time in an entry’s place',
      full,
      { kind: 'amend', number: 1, at: time('08:30') },
      ['start 08:30', 'pause 12:00', 'resume 13:00', 'finish 17:20'],
    ],
    ['adds the finish', said('start 08:30'), { kind: 'finish', at: time('17:15') }, ['start 08:30', 'finish 17:15']],
    [
      'adds a break that was forgotten',
      said('start 08:30', 'pause 15:00', 'resume 15:10'),
      { kind: 'pause', from: time('12:00'), to: time('13:00') },
      ['start 08:30', 'pause 12:00', 'resume 13:00', 'pause 15:00', 'resume 15:10'],
    ],
    [
      'adds work before the first start, up to it',
      said('start 13:00', 'finish 17:15'),
      { kind: 'work', from: time('08:30'), to: time('13:00') },
      ['start 08:30', 'finish 13:00', 'start 13:00', 'finish 17:15'],
    ],
    [
      'adds a break that ends with the finish',
      said('start 08:30', 'finish 17:15'),
      { kind: 'pause', from: time('16:00'), to: time('17:15') },
      ['start 08:30', 'pause 16:00', 'resume 17:15', 'finish 17:15'],
    ],
    ['adds a whole day', [], { kind: 'work', from: time('08:30'), to: time('17:15') }, ['start 08:30', 'finish 17:15']],
    ['adds a start that goes on', [], { kind: 'work', from: time('08:30'), to: null }, ['start 08:30']],
    ['takes a break out as a whole', full, { kind: 'withdraw', number: 2 }, ['start 09:10', 'finish 17:20']],
    [
      'takes a finish out, and work goes on',
      full,
      { kind: 'withdraw', number: 4 },
      ['start 09:10', 'pause 12:00', 'resume 13:00'],
    ],
    [
      'joins two stretches where the finish between them is taken out',
      said('start 08:30', 'finish 12:00', 'start 13:00'),
      { kind: 'withdraw', number: 2 },
      ['start 08:30'],
    ],
    ['takes the only entry out', said('start 08:30'), { kind: 'withdraw', number: 1 }, []],
  ];
  for (const [what, before, correction, after] of right)
    it(what, () => {
      const outcome = correct(before, correction);

      assert.ok(outcome.ok, JSON.stringify(outcome));
      const record = written(before, outcome.entries, time('18:00'));
      assert.deepEqual(day(record), after);
      assert.deepEqual(record.slice(0, before.length), before);
      assert.equal(isCorrected(record), true);
    });

  const wrong: [what: string, before: WorkEntry[], correction: Correction, refusal: string][] = [
    ['of the order', full, { kind: 'amend', number: 1, at: time('12:30') }, 'order'],
    ['that lets two breaks overlap', full, { kind: 'pause', from: time('11:00'), to: time('12:30') }, 'order'],
    ['that adds a break outside work', full, { kind: 'pause', from: time('17:30'), to: time('17:40') }, 'order'],
    ['that adds a second finish', full, { kind: 'finish', at: time('17:30') }, 'order'],
    ['into the future', full, { kind: 'amend', number: 4, at: time('18:01') }, 'out-of-bounds'],
    ['to the time it has', full, { kind: 'amend', number: 4, at: time('17:20') }, 'unchanged'],
    ['of an entry that is not there', full, { kind: 'withdraw', number: 9 }, 'no-such-entry'],
    ['by a finish where nothing was begun', [], { kind: 'finish', at: time('17:00') }, 'not-started'],
    ['of a start with work after it', full, { kind: 'withdraw', number: 1 }, 'order'],
  ];
  for (const [what, before, correction, refusal] of wrong)
    it(`is refused: one ${what}`, () => {
      assert.deepEqual(correct(before, correction), { ok: false, refusal });
    });

  it('is refused on an older record than the present one', () => {
    const outcome = correct(full, { kind: 'finish', at: time('17:15') }, time('18:00'), 3);

    assert.deepEqual(outcome, { ok: false, refusal: 'changed-since' });
  });

  it('can be corrected again, and the first time stays known', () => {
    const once = written(full, [{ move: 'start', at: time('08:30'), corrects: 1 }], time('18:00'));

    const outcome = correct(once, { kind: 'amend', number: 5, at: time('08:45') });

    assert.ok(outcome.ok);
    const [start] = runOfDay(written(once, outcome.entries, time('18:00'))).entries;
    assert.deepEqual([start!.at, start!.first, start!.number], [time('08:45'), time('09:10'), 6]);
  });
});

describe('working time', () => {
  it('leaves pauses and the time between stretches out, lunch only where it was told', () => {
    const run = runOfDay(
      said('start 08:30', 'pause 12:00', 'resume 13:00', 'finish 17:15', 'start 20:00', 'finish 20:30'),
    );

    assert.deepEqual([minutesOf(run, 'work', null), minutesOf(run, 'pause', null)], [495, 225]);
  });

  it('counts what goes on until now, and not where the end is not known', () => {
    const run = runOfDay(said('start 08:30'));

    assert.deepEqual([minutesOf(run, 'work', time('09:15')), minutesOf(run, 'work', null)], [45, 0]);
  });

  /** Anything that people and clients send, in any order, at instants near and far. */
  const command = fc.oneof(
    fc.record({
      kind: fc.constant('move' as const),
      move: fc.constantFrom(...MOVES),
      /** Minutes after the last command; the same tap may come twice. */
      after: fc.integer({ min: 0, max: 90 }),
      claimed: fc.option(fc.integer({ min: -120, max: 30 }), { nil: null }),
      twice: fc.boolean(),
    }),
    fc.record({
      kind: fc.constant('correct' as const),
      after: fc.integer({ min: 0, max: 30 }),
      what: fc.constantFrom(
        'amend' as const,
        'withdraw' as const,
        'pause' as const,
        'work' as const,
        'finish' as const,
      ),
      which: fc.nat(12),
      from: fc.integer({ min: -60, max: 24 * 60 }),
      length: fc.integer({ min: -30, max: 240 }),
      stale: fc.boolean(),
    }),
  );

  it('is never negative nor more than from first to last, and no entry is ever lost, whatever is sent', () => {
    const reached = new Set<string>();
    fc.assert(
      fc.property(fc.array(command, { maxLength: 40 }), (commands) => {
        let entries: WorkEntry[] = [];
        let now = time('00:00');
        for (const one of commands) {
          now = new Date(now.getTime() + one.after * 60_000 + 1_234);
          const bounds = until(now);
          const attempt = () => {
            if (one.kind === 'move') {
              const claimed = one.claimed === null ? null : minutesAfter(now, one.claimed);
              return decideMove(entries, one.move, now, claimed, bounds);
            }
            const from = minutesAfter(time('00:00'), one.from);
            const to = minutesAfter(from, one.length);
            const number = standing(entries)[one.which % Math.max(1, standing(entries).length)]?.number ?? 1;
            const correction: Correction =
              one.what === 'amend'
                ? { kind: 'amend', number, at: from }
                : one.what === 'withdraw'
                  ? { kind: 'withdraw', number }
                  : one.what === 'finish'
                    ? { kind: 'finish', at: from }
                    : { kind: one.what, from, to };
            return decideCorrection(entries, correction, versionOf(entries) - (one.stale ? 1 : 0), bounds);
          };
          const before = entries;
          const outcome = attempt();
          if (outcome.ok) entries = written(entries, outcome.entries, now);
          reached.add(outcome.ok ? `${one.kind} ok` : outcome.refusal);
          holds(before, entries, now);
          if (one.kind === 'move' && one.twice && one.claimed === null && outcome.ok) {
            const again = attempt();

            assert.equal(again.ok, false, 'the same tap did something twice');
          }
          if (one.kind === 'correct' && one.stale) assert.equal(outcome.ok, false);
        }
      }),
      { numRuns: 1_500 },
    );
    for (const answer of ['move ok', 'correct ok', 'order', 'out-of-bounds', 'changed-since', 'already-working'])
      assert.ok(reached.has(answer), `never reached: ${answer}`);
  }).timeout(60_000);

  function holds(before: WorkEntry[], entries: WorkEntry[], now: Date): void {
    assert.deepEqual(entries.slice(0, before.length), before, 'an entry was lost or changed');
    assert.deepEqual(
      entries.map(({ number }) => number),
      entries.map((_, index) => index + 1),
    );
    const run = runOfDay(entries);
    let state: WorkState = 'not-started';
    for (const { move: made } of run.entries) {
      const following = next(state, made);
      assert.notEqual(following, null);
      state = following!;
    }
    assert.equal(state, run.state);
    for (const { from, to } of stretchesOf(run)) assert.ok(to === null || from <= to);
    const [worked, paused] = [minutesOf(run, 'work', null), minutesOf(run, 'pause', null)];
    const first = run.entries[0]?.at ?? now;
    const last = run.entries.at(-1)?.at ?? first;
    assert.ok(worked >= 0 && paused >= 0);
    assert.equal(worked + paused, (last.getTime() - first.getTime()) / 60_000);
    assert.ok(
      minutesOf(run, 'work', now) <= (Math.max(toMinute(now).getTime(), last.getTime()) - first.getTime()) / 60_000,
    );
    assert.ok(run.entries.every(({ at }) => at <= now && at >= time('00:00')));
  }
});
