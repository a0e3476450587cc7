import { addDays, instantOf, localDayOf } from '../../local-time.ts';
import type { LocalDay } from '../../organisation.ts';

/** A local day of a pool in shadow: what was seen of the real pool, and what the virtual one beside it came to. */
export interface ShadowDay {
  day: LocalDay;
  /** Minutes between readings that followed one another. What lies in a gap was not seen. */
  watchedMinutes: number;
  /** Minutes of hosts with their power on, as read. */
  realHostMinutes: number;
  realPeakHosts: number;
  realPeakSessions: number;
  /** Different people seen signed in. */
  people: number;
  /** Minutes of virtual hosts from start to deallocation. */
  ourHostMinutes: number;
  ourPeakHosts: number;
  starts: number;
  stops: number;
  /** Hosts shut to newcomers while people were on them. */
  drainsWithPeople: number;
  /** People who would have waited longer than 60 s; of those, longer than 5 minutes; of those, until they were refused. */
  waitedOver60s: number;
  waitedOver300s: number;
  refused: number;
  waitedMinutes: number;
  longestWaitMinutes: number;
}

/** The figures that grow with time. */
type Lasting = 'watchedMinutes' | 'realHostMinutes' | 'ourHostMinutes';

const MINUTE = 60_000;

export function noFigures(day: LocalDay): ShadowDay {
  return {
    day,
    watchedMinutes: 0,
    realHostMinutes: 0,
    realPeakHosts: 0,
    realPeakSessions: 0,
    people: 0,
    ourHostMinutes: 0,
    ourPeakHosts: 0,
    starts: 0,
    stops: 0,
    drainsWithPeople: 0,
    waitedOver60s: 0,
    waitedOver300s: 0,
    refused: 0,
    waitedMinutes: 0,
    longestWaitMinutes: 0,
  };
}

/** Figures by local day, while they are added up. Mutable. */
export class DayBook {
  readonly days: Map<LocalDay, ShadowDay>;
  private readonly timeZone: string;
  /** The day last asked for, with its first and last instant: most instants lie in it. */
  private last: { from: number; to: number; figures: ShadowDay } | null = null;

  constructor(timeZone: string, days: readonly ShadowDay[] = []) {
    this.timeZone = timeZone;
    this.days = new Map(days.map((one) => [one.day, { ...one }]));
  }

  at(instant: number): ShadowDay {
    return this.spanOf(instant).figures;
  }

  /** Adds `factor` times the minutes from one instant to another, to each day its own. */
  spread(figure: Lasting, from: number, to: number, factor = 1): void {
    for (let at = from; at < to;) {
      const { figures, to: midnight } = this.spanOf(at);
      const until = Math.min(to, midnight);
      figures[figure] += (factor * (until - at)) / MINUTE;
      at = until;
    }
  }

  /** A person who asked at `asked` got a desktop, or was refused one, after `waitedMs`. */
  waited(asked: number, waitedMs: number, refused: boolean): void {
    const figures = this.at(asked);
    const minutes = waitedMs / MINUTE;
    figures.waitedMinutes += minutes;
    figures.longestWaitMinutes = Math.max(figures.longestWaitMinutes, minutes);
    if (waitedMs > MINUTE) figures.waitedOver60s++;
    if (waitedMs > 5 * MINUTE) figures.waitedOver300s++;
    if (refused) figures.refused++;
  }

  private spanOf(instant: number): { from: number; to: number; figures: ShadowDay } {
    if (this.last !== null && this.last.from <= instant && instant < this.last.to) return this.last;
    const day = localDayOf(new Date(instant), this.timeZone);
    const figures = this.days.get(day) ?? noFigures(day);
    this.days.set(day, figures);
    const [from, to] = [day, addDays(day, 1)].map((one) => instantOf(one, '00:00', this.timeZone).getTime());
    this.last = { from: from!, to: Math.max(to!, instant + 1), figures };
    return this.last;
  }
}

/** Minutes of a local day: 1440, but where clocks are changed. */
export function minutesOfDay(day: LocalDay, timeZone: string): number {
  const [from, to] = [day, addDays(day, 1)].map((one) => instantOf(one, '00:00', timeZone).getTime());
  return (to! - from!) / MINUTE;
}
