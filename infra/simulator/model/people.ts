import type { DesktopModel } from './desktop-model.ts';
import type { ModelEvent } from './event-queue.ts';
import type { ModelSession, SessionEnd } from './hosts.ts';
import { drawDay } from './person-day.ts';
import type { BookedTime, PersonDay } from './person-day.ts';
import { patienceMs } from './waiting.ts';

const minute = 60_000;

/** A booked time, what the person makes of it, and how far they are. */
export interface Visit extends BookedTime {
  /** Booked start, or later for who was told that the desktop is ready later. */
  from: number;
  day: PersonDay;
  stage: 'to-come' | 'asking' | 'inside' | 'over';
  /** Number of this plan: what an earlier one planned is void. */
  plan: number;
  askingSince: number | null;
  pool: string | null;
}

export interface PeopleSettings {
  seed: number;
  /** Where the person goes for a desktop now, or null. */
  poolOf: (user: string) => string | null;
  /** Minutes that a booking must be known before its start, to find everything ready then. */
  noticeMinutesOf: (user: string) => number;
  /** The lunch break of the day in which an instant lies. */
  lunchOf: (at: number) => { start: number; end: number } | null;
  /** May this person act by themselves now? */
  actsAlone: (user: string) => boolean;
}

/** Somebody with a booking gave up. */
export interface Refusal {
  user: string;
  /** Asked from then, in vain for the last time then. */
  since: number;
  at: number;
  booked: BookedTime;
  /** What the last try was answered with; null where no desktop was named to them. */
  why: 'no-access' | 'no-room' | 'unknown-pool' | null;
}

/** Refusals kept: the latest. */
const keptRefusals = 500;

export interface KeptPeople {
  visits: Record<string, Visit[]>;
  refusals?: Refusal[];
  plans: number;
}

/**
 * to-come -arrive-> asking -room-> inside -leave-> over
 *                     \-15 minutes-> over (harm within the booked time; before it: to-come again)
 * Inside, the window may be closed at lunch, and after leaving; a session lost is asked for anew.
 */
export class PeopleModel {
  /** The latest, oldest first. */
  readonly refusals: Refusal[];
  private readonly visits: Map<string, Visit[]>;
  private plans: number;
  private readonly model: DesktopModel;
  private readonly settings: PeopleSettings;

  constructor(model: DesktopModel, settings: PeopleSettings, kept?: KeptPeople) {
    this.model = model;
    this.settings = settings;
    this.visits = new Map(Object.entries(kept?.visits ?? {}));
    this.plans = kept?.plans ?? 1;
    this.refusals = kept?.refusals ?? [];
    model.on('person', (event) => this.step(event));
    model.bookedSince = (user, at) =>
      this.visits.get(user)?.find(({ from, start, end }) => Math.min(from, start) - 30 * minute <= at && at < end)
        ?.from ?? null;
    model.sessionEnded = (session, how) => this.sessionEnded(session, how);
  }

  /** A person's bookings as their calendar shows them now. Unchanged ones keep their course; repeating changes nothing. */
  setBookings(user: string, bookings: BookedTime[]): void {
    const before = this.visits.get(user) ?? [];
    const now = this.model.now;
    const kept = bookings.flatMap((booked): Visit[] => {
      const old = before.find(({ id }) => id === booked.id);
      if (old && old.start === booked.start && old.end === booked.end) return [old];
      if (old?.stage === 'inside') return [{ ...old, ...booked }]; // keeps to the day as begun
      if (booked.end <= now) return [];
      return [this.newVisit(user, booked)];
    });
    const leaving = before.filter((old) => old.stage === 'inside' && !kept.some(({ id }) => id === old.id));
    const visits = [...kept, ...leaving].filter(({ end, stage }) => stage === 'inside' || end > now - 24 * 60 * minute);
    if (visits.length > 0) this.visits.set(user, visits);
    else this.visits.delete(user);
  }

  /** People whose booked time lies ahead or runs, for pages. */
  visitsOf(user: string): readonly Visit[] {
    return this.visits.get(user) ?? [];
  }

  toJSON(): KeptPeople {
    return { visits: Object.fromEntries(this.visits), plans: this.plans, refusals: this.refusals };
  }

  private newVisit(user: string, booked: BookedTime): Visit {
    const noticeMs = this.settings.noticeMinutesOf(user) * minute;
    const slack = 2 * minute; // the calendar's entry is written a little after the approval
    const late = booked.start - this.model.now < noticeMs - slack;
    const from = late ? Math.max(booked.start, this.model.now + noticeMs) : booked.start;
    const day = drawDay(
      this.settings.seed,
      user,
      { ...booked, start: Math.min(from, booked.end) },
      this.settings.lunchOf(booked.start),
    );
    const plan = this.plans++;
    const visit: Visit = { ...booked, from, day, plan, stage: 'to-come', askingSince: null, pool: null };
    if (day.arrive === null || from >= booked.end) visit.stage = 'over';
    else this.planStep(user, visit, 'arrive', late ? Math.max(day.arrive, from) : day.arrive);
    return visit;
  }

  private planStep(user: string, visit: Visit, step: string, at: number): void {
    this.model.plan({ at: Math.max(at, this.model.now), kind: 'person', user, step, plan: visit.plan });
  }

  private step(event: ModelEvent): void {
    const user = String(event['user']);
    const visit = this.visits.get(user)?.find(({ plan }) => plan === event['plan']);
    if (!visit || !this.settings.actsAlone(user)) return;
    const step = String(event['step']);
    if (step === 'arrive' || step === 'ask') this.ask(user, visit);
    else if (visit.pool === null) return;
    else if (step === 'lunch-out' && visit.stage === 'inside') this.model.disconnect(user, visit.pool);
    else if (step === 'lunch-back' && visit.stage === 'inside') this.ask(user, visit);
    else if (step === 'leave' && visit.stage !== 'over') this.leave(user, visit, visit.pool);
    else if (step === 'come-back') this.comeBack(user, visit, visit.pool);
    else if (step === 'leave-again' && this.model.sessionOf(user, visit.pool)) this.model.signOff(user, visit.pool);
  }

  private ask(user: string, visit: Visit): void {
    if (visit.stage === 'over') return;
    const { now } = this.model;
    const first = visit.stage === 'to-come' || (visit.stage === 'asking' && visit.pool === null);
    visit.askingSince ??= now;
    const pool = visit.pool ?? this.settings.poolOf(user);
    const result = pool === null ? null : this.model.signIn(user, pool);
    if (result?.ok) {
      visit.stage = 'inside';
      visit.askingSince = null;
      visit.pool = pool;
      if (first) this.planDay(user, visit);
      return;
    }
    if (visit.stage !== 'inside') visit.stage = 'asking';
    if (now - visit.askingSince < patienceMs) this.planStep(user, visit, 'ask', now + minute);
    else this.giveUp(user, visit, result?.refusal ?? null);
  }

  private giveUp(user: string, visit: Visit, why: Refusal['why']): void {
    const { now } = this.model;
    const since = visit.askingSince ?? now;
    visit.askingSince = null;
    if (now < visit.from) {
      visit.stage = 'to-come';
      this.planStep(user, visit, 'arrive', visit.from);
      return;
    }
    visit.stage = 'over';
    if (now >= visit.end) return;
    this.model.harm.refused += 1;
    const { id, start, end } = visit;
    this.refusals.push({ user, since, at: now, booked: { id, start, end }, why });
    if (this.refusals.length > keptRefusals) this.refusals.shift();
  }

  private planDay(user: string, visit: Visit): void {
    const { lunch, leave } = visit.day;
    if (lunch && lunch.out > this.model.now) {
      this.planStep(user, visit, 'lunch-out', lunch.out);
      this.planStep(user, visit, 'lunch-back', lunch.back);
    }
    this.planStep(user, visit, 'leave', leave);
  }

  private leave(user: string, visit: Visit, pool: string): void {
    visit.stage = 'over';
    visit.askingSince = null;
    if (!visit.day.closesWindow) return void this.model.signOff(user, pool);
    this.model.disconnect(user, pool);
    if (visit.day.comesBack) this.planStep(user, visit, 'come-back', visit.day.comesBack.at);
  }

  /** Only for the session they left; who no longer has access finds the door closed and lets it be. */
  private comeBack(user: string, visit: Visit, pool: string): void {
    const { comesBack } = visit.day;
    if (!comesBack || !this.model.sessionOf(user, pool)) return;
    if (this.model.signIn(user, pool).ok) this.planStep(user, visit, 'leave-again', comesBack.until);
  }

  /** Whoever is thrown off asks for a desktop again a minute later. */
  private sessionEnded(session: ModelSession, how: SessionEnd): void {
    if (how === 'signed-off') return;
    const visit = this.visits.get(session.user)?.find(({ stage, pool }) => stage === 'inside' && pool === session.pool);
    if (!visit || how === 'timeout') return; // after a timeout at lunch they sign in anew when they are back
    if (session.disconnectedAt === null) this.planStep(session.user, visit, 'ask', this.model.now + minute);
  }
}
