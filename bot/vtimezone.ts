import { tzName, tzOffset } from '@date-fns/tz';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Clocks that change do so twice a year: a year before and after a file's times nothing is left open. */
const MARGIN_MS = 366 * DAY_MS;

interface Change {
  at: number;
  /** Minutes east of Greenwich, before and after. */
  before: number;
  after: number;
}

/**
 * A zone as RFC 5545 describes it (VTIMEZONE), for the times between two instants: each change of its clocks there is
 * written out by itself, so that no rule has to be guessed from the machine's data.
 */
export function vtimezone(timeZone: string, { from, to }: { from: Date; to: Date }): string {
  const begin = Math.floor((from.getTime() - MARGIN_MS) / DAY_MS) * DAY_MS;
  const changes = changesBetween(timeZone, begin, to.getTime() + MARGIN_MS);
  const first = offsetAt(timeZone, begin);
  // Summer time is what lies ahead of the least of the zone's offsets.
  const standard = Math.min(first, ...changes.map(({ after }) => after));
  const parts = [{ at: begin, before: first, after: first }, ...changes].map(({ at, before, after }) => {
    const kind = after === standard ? 'STANDARD' : 'DAYLIGHT';
    return [
      `BEGIN:${kind}`,
      `DTSTART:${localTime(at, before)}`,
      `TZOFFSETFROM:${written(before)}`,
      `TZOFFSETTO:${written(after)}`,
      `TZNAME:${tzName(timeZone, new Date(at + 1), 'short')}`,
      `END:${kind}`,
    ];
  });
  return ['BEGIN:VTIMEZONE', `TZID:${timeZone}`, ...parts.flat(), 'END:VTIMEZONE'].join('\n');
}

function changesBetween(timeZone: string, from: number, to: number): Change[] {
  const changes: Change[] = [];
  let before = offsetAt(timeZone, from);
  for (let day = from; day < to; day += DAY_MS) {
    const after = offsetAt(timeZone, day + DAY_MS);
    if (after === before) continue;
    let [low, high] = [day, day + DAY_MS];
    while (high - low > 60_000) {
      const middle = Math.floor((low + high) / 120_000) * 60_000;
      if (offsetAt(timeZone, middle) === before) low = middle;
      else high = middle;
    }
    changes.push({ at: high, before, after });
    before = after;
  }
  return changes;
}

function offsetAt(timeZone: string, at: number): number {
  return tzOffset(timeZone, new Date(at));
}

/** What the clocks showed just before the change: RFC 5545 gives the onset in the time that ends there. */
function localTime(at: number, offset: number): string {
  return new Date(at + offset * 60_000).toISOString().slice(0, 19).replaceAll(/[-:]/g, '');
}

/** `+0900`. */
function written(offset: number): string {
  const minutes = Math.abs(offset);
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  return `${offset < 0 ? '-' : '+'}${two(minutes / 60)}${two(minutes % 60)}`;
}
