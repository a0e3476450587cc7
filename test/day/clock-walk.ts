import type { City, StateHost, TenantState } from './city.ts';
import * as trouble from './hand-made-trouble.ts';
import { membersOutside, type Standing } from './judge-day.ts';

/** Beyond this a membership that outlives its window is no matter of a retry. */
const WITHDRAWN_WITHIN_MS = 10 * 60_000;

export interface WalkFigures {
  rounds: number;
  delivered: number;
  /** The most at one time. */
  sessions: number;
  hostsOn: number;
  /** Of the machine. */
  ms: number;
}

/** Moves the city's clock step by step, looks at everything after each, and keeps what was seen and what is wrong. */
export class ClockWalk {
  readonly problems: string[] = [];
  readonly figures: WalkFigures = { rounds: 0, delivered: 0, sessions: 0, hostsOn: 0, ms: 0 };
  private readonly city: City;
  private readonly standing: Standing;
  private readonly log: (line: string) => void;
  /** Looks on after each step, beside this. */
  watch: ((state: TenantState) => Promise<void>) | null = null;
  private harmed = 0;

  constructor(city: City, standing: Standing, log: (line: string) => void) {
    this.city = city;
    this.standing = standing;
    this.log = log;
  }

  /** Figures begin anew. */
  reset(): void {
    Object.assign(this.figures, { rounds: 0, delivered: 0, sessions: 0, hostsOn: 0, ms: 0 });
  }

  async step(to: Date): Promise<TenantState> {
    const { city, figures } = this;
    const before = performance.now();
    const moved = await city.moveTo(to);
    const ms = performance.now() - before;
    const state = await city.look();
    figures.ms += ms;
    figures.rounds += moved.rounds;
    figures.delivered += moved.delivered;
    figures.sessions = Math.max(figures.sessions, state.sessions.length);
    const on = trouble.pooled(state).filter(({ power }) => power !== 'deallocated');
    figures.hostsOn = Math.max(figures.hostsOn, on.length);
    for (const overstay of await membersOutside(city, state, this.standing)) {
      if (overstay < 0) this.problems.push(`${moved.now}: a member before their window`);
      if (overstay > WITHDRAWN_WITHIN_MS)
        this.problems.push(`${moved.now}: a member ${overstay / 60_000} min after it`);
    }
    this.log(
      `${moved.now} ${String(Math.round(ms)).padStart(5)} ms, ${moved.rounds} rounds, ${moved.delivered} delivered, ` +
        `${state.sessions.length} sessions, ${on.length} hosts on, ${moved.stillFailing} failing`,
    );
    this.tellHarm(state, on);
    await this.watch?.(state);
    return state;
  }

  /** From one multiple of so many minutes to the next, and at the end to `until`. Nothing where that has passed. */
  async every(minutes: number, until: Date): Promise<TenantState> {
    let state = await this.city.look();
    const length = minutes * 60_000;
    for (;;) {
      const now = Date.parse(state.now);
      if (now >= until.getTime()) return state;
      state = await this.step(new Date(Math.min(until.getTime(), (Math.floor(now / length) + 1) * length)));
    }
  }

  /** Where somebody came to harm in this step: every host that was on. */
  private tellHarm({ now, harm }: TenantState, on: StateHost[]): void {
    const all = Object.values(harm).reduce((sum, count) => sum + count, 0);
    if (all > this.harmed) {
      const host = ({ name, power, status, allowNewSession, sessions }: StateHost) =>
        `${name} ${power === 'running' ? status : power} ${sessions}${allowNewSession ? '' : ' drained'}`;
      this.log(`${now} HARM ${JSON.stringify(harm)}: ${on.map(host).join('; ')}`);
    }
    this.harmed = all;
  }
}
