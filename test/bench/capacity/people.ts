import type { DesktopModel } from '../../../infra/simulator/model/desktop-model.ts';
import type { ModelSession, SessionEnd } from '../../../infra/simulator/model/hosts.ts';
import type { Figures } from './figures.ts';
import type { Booked, Invented, Visit } from './invent-visits.ts';
import type { TickSession } from './protocol.ts';

export const POOL = 'pool';
const MINUTE = 60_000;
export const LOGON_MS = 30_000;
const PATIENCE = 15 * MINUTE;
const LEAST_STAY = 10 * MINUTE;

interface Going {
  index: number;
  visit: Visit;
  /** What they are doing. `lunch`, `left`: their session is open without them. */
  stage: 'to-come' | 'waiting' | 'inside' | 'lunch' | 'left' | 'over';
  askedAt: number;
  /** The planner ended the session that they left open. */
  lost: boolean;
  /** Their own step ends the session now. */
  own: boolean;
}

/**
 * People as the protocol has them: who asks waits in one line, first come first served, is given a desktop as soon as
 * there is room, and gives up after 15 minutes; who is thrown off asks again a minute later.
 */
export class People {
  private readonly model: DesktopModel;
  private readonly going: Going[];
  private readonly byUser = new Map<number, Going>();
  private readonly bookings: Map<number, Booked>;
  private line: Going[] = [];
  private counted: Figures | null = null;
  private readonly tell: (op: TickSession['op'], session: ModelSession) => void;

  constructor(
    model: DesktopModel,
    { visits, bookings }: Invented,
    tell: (op: TickSession['op'], session: ModelSession) => void,
  ) {
    this.model = model;
    this.tell = tell;
    this.bookings = new Map(bookings.map((booking) => [booking.id, booking]));
    this.going = visits.map((visit, index) => ({
      index,
      visit,
      stage: 'to-come',
      askedAt: 0,
      lost: false,
      own: false,
    }));
    this.going.forEach(({ index, visit }) => model.plan({ at: visit.ask, kind: 'visit', index, step: 'ask' }));
    model.on('visit', (event) => this.step(Number(event['index']), String(event['step'])));
    model.hostAvailable = () => this.serve();
  }

  /** From now on what happens to people is counted. */
  count(figures: Figures): void {
    this.counted = figures;
  }

  get waiting(): number {
    return this.line.length;
  }

  booking(id: number): Booked | undefined {
    return this.bookings.get(id);
  }

  /** Gives desktops to those who wait, while there is room. */
  serve(): void {
    while (this.line.length > 0) {
      const going = this.line[0]!;
      const result = this.model.signIn(String(going.visit.user), POOL);
      if (!result.ok) return;
      this.line.shift();
      this.came(going, result.session);
    }
  }

  logOff(user: number): void {
    const session = this.model.sessionOf(String(user), POOL);
    if (session) this.model.logOffSession(session.id);
  }

  ended(session: ModelSession, how: SessionEnd, outage: boolean): void {
    const going = this.byUser.get(Number(session.user));
    if (!going || going.own) return;
    const { counted, model } = this;
    const byPlanner = how === 'logged-off' || how === 'host-gone';
    if (outage && counted) counted.outageLost++;
    if (going.stage === 'inside') {
      if (!outage && byPlanner && counted) counted.forced++;
      going.stage = 'to-come';
      this.plan(going, 'ask', model.now + MINUTE);
    } else if (byPlanner && !outage) going.lost = true;
    this.later();
  }

  /** Room may have become free: those who wait are looked at when the present event is over. */
  private later(): void {
    if (this.line.length > 0) this.model.plan({ at: this.model.now, kind: 'visit', index: -1, step: 'serve' });
  }

  private step(index: number, step: string): void {
    if (step === 'serve') return this.serve();
    const going = this.going[index]!;
    const { visit, stage } = going;
    if (step === 'ask') this.ask(going);
    else if (step === 'give-up') this.giveUp(going);
    else if (step === 'lunch-out' && stage === 'inside') this.disconnect(going, 'lunch');
    else if (step === 'lunch-back' && stage === 'lunch') this.reconnect(going);
    else if (step === 'leave' && stage === 'inside') {
      if (visit.closes) this.disconnect(going, 'left');
      else this.signOff(going);
      if (visit.back) this.plan(going, 'come-back', visit.back.at);
    } else if (step === 'come-back' && stage === 'left') this.comeBack(going);
    else if (step === 'leave-again' && stage === 'inside') this.signOff(going);
  }

  private ask(going: Going): void {
    if (going.stage !== 'to-come') return;
    const { model } = this;
    const user = String(going.visit.user);
    const before = this.byUser.get(going.visit.user);
    if (before && before !== going && before.stage === 'left') before.stage = 'over';
    this.byUser.set(going.visit.user, going);
    going.askedAt = model.now;
    const existing = model.sessionOf(user, POOL);
    if (existing?.disconnectedAt === null) {
      going.stage = 'over'; // has a desktop in front of them
      return;
    }
    const result = this.line.length > 0 && !existing ? null : model.signIn(user, POOL);
    if (result?.ok) return this.came(going, result.session, result.reconnected);
    going.stage = 'waiting';
    this.line.push(going);
    this.plan(going, 'give-up', model.now + PATIENCE);
  }

  private came(going: Going, session: ModelSession, reconnected = false): void {
    const { model, counted } = this;
    const { visit } = going;
    going.stage = 'inside';
    if (counted) countWait(counted, visit, waitOf(session, going.askedAt));
    this.tell(reconnected ? 'reconnect' : 'on', session);
    const leave = Math.max(visit.leave, model.now + LEAST_STAY);
    if (visit.lunch && visit.lunch.out > model.now) {
      this.plan(going, 'lunch-out', visit.lunch.out);
      this.plan(going, 'lunch-back', visit.lunch.back);
    }
    this.plan(going, 'leave', leave);
  }

  private giveUp(going: Going): void {
    if (going.stage !== 'waiting' || this.model.now - going.askedAt < PATIENCE) return;
    going.stage = 'over';
    this.line = this.line.filter((one) => one !== going);
    if (!this.counted) return;
    if (going.visit.booking === null) this.counted.walkinRefused++;
    else this.counted.refused++;
    this.counted.waitedMinutes += PATIENCE / MINUTE;
  }

  private disconnect(going: Going, stage: 'lunch' | 'left'): void {
    const session = this.model.sessionOf(String(going.visit.user), POOL);
    if (!session) return;
    going.stage = stage;
    this.model.disconnect(session.user, POOL);
    this.tell('disconnect', session);
  }

  private signOff(going: Going): void {
    going.own = true;
    this.model.signOff(String(going.visit.user), POOL);
    going.own = false;
    going.stage = 'over';
    this.later();
  }

  private reconnect(going: Going): void {
    const { model } = this;
    const user = String(going.visit.user);
    if (!model.sessionOf(user, POOL)) {
      if (going.lost && this.counted) this.counted.lostDisconnected++;
      going.lost = false;
      going.stage = 'to-come';
      return this.ask(going);
    }
    const result = model.signIn(user, POOL);
    if (!result.ok) return;
    going.stage = 'inside';
    this.tell('reconnect', result.session);
    if (this.counted) countWait(this.counted, going.visit, waitOf(result.session, model.now));
  }

  /** Only for the session they left; where it has run out in time, they let it be. */
  private comeBack(going: Going): void {
    const { visit } = going;
    if (this.model.sessionOf(String(visit.user), POOL)) {
      this.reconnect(going);
      this.plan(going, 'leave-again', visit.back!.until);
      return;
    }
    if (going.lost && this.counted) this.counted.lostDisconnected++;
    going.stage = 'over';
  }

  private plan(going: Going, step: string, at: number): void {
    this.model.plan({ at: Math.max(at, this.model.now), kind: 'visit', index: going.index, step });
  }
}

/** From asking to the start of signing in, the host's own queue included. */
function waitOf(session: ModelSession, askedAt: number): number {
  return Math.max(0, session.readyAt - LOGON_MS - askedAt);
}

function countWait(figures: Figures, visit: Visit, waitedMs: number): void {
  const [one, five] = [waitedMs > MINUTE, waitedMs > 5 * MINUTE];
  figures.waitedMinutes += waitedMs / MINUTE;
  if (visit.booking === null) {
    figures.walkIns++;
    if (one) figures.walkin60++;
    if (five) figures.walkin300++;
  } else {
    figures.booked++;
    if (one) figures.booked60++;
    if (five) figures.booked300++;
  }
}
