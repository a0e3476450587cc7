/**
 * A regular expression for the seconds since 1970 in [from, to), as text: what a reverse proxy compares its own clock
 * with that knows patterns but no "less than" (nginx's `map` with `$msec`). Independent of any time zone. A part of a
 * second counts from the next whole one, so that nobody passes before `from`. Null where no whole second lies between.
 *
 * Both ends must have as many digits: 10 digits reach from September 2001 to November 2286.
 */
export function secondsPattern(from: Date, to: Date): string | null {
  const first = Math.ceil(from.getTime() / 1000);
  const last = Math.ceil(to.getTime() / 1000) - 1;
  if (last < first) return null;
  const [low, high] = [String(first), String(last)];
  if (low.length !== high.length) throw new RangeError(`seconds of different lengths: ${low} and ${high}`);
  const parts = between(low, high);
  return parts.length === 1 ? parts[0]! : `(?:${parts.join('|')})`;
}

/** Patterns for the numbers from low to high, digits of one length: what they begin with alike stays as it is. */
function between(low: string, high: string): string[] {
  if (low === '') return [''];
  const [a, b] = [Number(low[0]), Number(high[0])];
  const [restLow, restHigh] = [low.slice(1), high.slice(1)];
  if (a === b) {
    const below = between(restLow, restHigh);
    return [`${a}${below.length === 1 ? below[0] : `(?:${below.join('|')})`}`];
  }
  const parts: string[] = [];
  const zeros = /^0*$/.test(restLow);
  const nines = /^9*$/.test(restHigh);
  if (!zeros) parts.push(...between(restLow, '9'.repeat(restLow.length)).map((rest) => `${a}${rest}`));
  const [begin, end] = [zeros ? a : a + 1, nines ? b : b - 1];
  if (begin <= end) parts.push(`${begin === end ? begin : `[${begin}-${end}]`}${'[0-9]'.repeat(restLow.length)}`);
  if (!nines) parts.push(...between('0'.repeat(restHigh.length), restHigh).map((rest) => `${b}${rest}`));
  return parts;
}
