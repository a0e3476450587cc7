import { NO_TEXTS, type Booking } from '../../../flows/booking/booking.ts';
import { correctWork, finishWorkAt, type CorrectionInput } from '../../../flows/work/correct-work.ts';
import { followWork } from '../../../flows/work/follow-work.ts';
import { recordMove, tellWork, type WorkIntent } from '../../../flows/work/record-work.ts';
import type { WorkMove } from '../../../flows/work/work-record.ts';
import { showWork, type WorkView } from '../../../flows/work/work-view.ts';
import { aBooking, at, idOf } from '../../support/builders.ts';
import { openStage, type Stage } from '../../support/flow-harness.ts';

/** Wednesday. */
export const DAY = '2026-12-02';

/** Hanako's working time on a real database: it is half past eight on Wednesday, and a minute. */
export class WorkStage {
  readonly stage: Stage;

  constructor(stage: Stage) {
    this.stage = stage;
  }

  async reset(): Promise<void> {
    await this.stage.reset();
    await this.stage.people(['hanako', { manager: 'manager' }], 'manager', 'taro');
    this.clock('08:31');
  }

  /** Sets the clock to a time of Wednesday, or of the day named. */
  clock(time: string): void {
    this.stage.clock.set(at(time.includes(' ') ? time : `${DAY} ${time}`));
  }

  async book(booking: Partial<Booking> = {}, name = 'hanako'): Promise<Booking> {
    const { day = DAY, part = 'full', status = 'approved' } = booking;
    const decided = status === 'pending' ? {} : { decidedBy: idOf('manager'), decidedAt: at('2026-12-01 10:00') };
    const made = aBooking({
      id: idOf(`${name} ${day} ${part}`),
      requestId: idOf(`request ${name} ${day} ${part}`),
      personId: idOf(name),
      day,
      status,
      place: 'home',
      ...decided,
      ...booking,
    });
    await this.stage.tx((tx) => tx.bookings.add([made], NO_TEXTS));
    return made;
  }

  async press(move: WorkMove, { name = 'hanako', day = DAY } = {}): Promise<WorkView> {
    const person = await this.stage.person(name);
    return this.stage.tx((tx) => recordMove(tx, this.stage.deps, person, { day, move, at: null }));
  }

  async say(intent: WorkIntent, message: string, days?: string[]): Promise<WorkView> {
    const person = await this.stage.person('hanako');
    return this.stage.tx((tx) => tellWork(tx, this.stage.deps, person, { intent, ...(days ? { days } : {}) }, message));
  }

  async correct(
    version: number,
    input: Partial<CorrectionInput>,
    { day = DAY, op = 'set' }: { day?: string; op?: 'set' | 'withdraw' } = {},
  ): Promise<WorkView> {
    const person = await this.stage.person('hanako');
    const whole = { what: undefined, date: undefined, time: undefined, until: undefined, ...input };
    return this.stage.tx((tx) => correctWork(tx, this.stage.deps, person, { day, version, op, input: whole }));
  }

  async finish(version: number, when: Date | { time: string }, day = DAY): Promise<WorkView> {
    const person = await this.stage.person('hanako');
    return this.stage.tx((tx) => finishWorkAt(tx, this.stage.deps, person, { day, version, at: when }));
  }

  async show(day?: string): Promise<WorkView> {
    const person = await this.stage.person('hanako');
    return this.stage.tx((tx) => showWork(tx, this.stage.deps, person, day));
  }

  /** How many entries there are, of everybody. */
  async entries(): Promise<number> {
    const { rows } = await this.stage.database.owner.query<{ n: number }>('SELECT count(*)::int AS n FROM work_entry');
    return rows[0]!.n;
  }

  /** Does what is due of working time until then, as the scheduler would. */
  async until(time: string): Promise<void> {
    const instant = at(time.includes(' ') ? time : `${DAY} ${time}`);
    for (;;) {
      const due = (await this.stage.tx((tx) => tx.due.list(instant))).find(({ kind }) => kind === 'work');
      if (!due) break;
      if (due.at > this.stage.clock.now()) this.stage.clock.set(due.at);
      const next = await followWork(this.stage.deps, due.subject);
      await this.stage.tx(async (tx) => {
        await tx.due.clear('work', due.subject, due.at);
        if (next) await tx.due.noLaterThan('work', due.subject, next);
      });
    }
    this.stage.clock.set(instant);
  }
}

/** A day as a person reads it: `start 12-02T08:31`. */
export function linesOf(view: WorkView): string[] {
  return view.lines.map(
    (line) => `${line.move} ${new Date(line.happenedAt.getTime() + 9 * 3_600_000).toISOString().slice(5, 16)}`,
  );
}

export async function openWorkStage(): Promise<WorkStage> {
  return new WorkStage(await openStage());
}
