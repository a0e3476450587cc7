const LONG_WORDS = [
  'tomorrow', 'yesterday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday',
  'january', 'february', 'august', 'september', 'october', 'november', 'december',
  'telework', 'teleworking', 'remote', 'remotely', 'satellite', 'cancel', 'afternoon', 'morning', 'every', 'today', 'office',
  'please', 'until', 'request', 'working',
]; // prettier-ignore
const KNOWN = new Set([
  ...LONG_WORDS,
  'remove', 'removed', 'remotes', 'evert', 'ever', 'very', 'mondays', 'tuesdays', 'wednesdays', 'thursdays', 'fridays', 'saturdays', 'sundays',
  'mornings', 'afternoons', 'offices', 'officer', 'requests', 'cancels', 'cancelled', 'canceled', 'worming', 'wording', 'walking', 'warming',
  'released', 'pleased', 'pleas', 'teleworks', 'teleworked', 'teleworker', 'teleworkers', 'unit', 'mourning', 'warning', 'unti', 'untie', 'toda',
  'worrying', 'marking', 'parking', 'working', 'networking', 'requested', 'requester', 'forking', 'offices', 'offline', 'officers', 'days', 'toady',
]); // prettier-ignore

/** Text whose misspelt English words are put right, and where each place of it stood before. */
export interface Mended {
  text: string;
  origin: (at: number) => number;
}

/** Puts right English calendar and telework words with one slip in them (tommorow, wensday, telewrok). Other words stay. */
export function mendSpelling(text: string): Mended {
  const shifts: { at: number; by: number }[] = [];
  let mended = '';
  let read = 0;
  for (const match of text.matchAll(/(?<![\w'])[a-z]{5,13}(?![\w])/g)) {
    const right = rightWord(match[0]);
    if (!right || right.length === 0) continue;
    mended += text.slice(read, match.index) + right;
    read = match.index + match[0].length;
    shifts.push({ at: mended.length, by: read - mended.length });
  }
  mended += text.slice(read);
  return { text: mended, origin: (at) => at + shiftAt(shifts, at) };
}

function shiftAt(shifts: { at: number; by: number }[], at: number): number {
  let low = 0;
  let high = shifts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((shifts[middle]?.at ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return shifts[low - 1]?.by ?? 0;
}

function rightWord(word: string): string | undefined {
  if (KNOWN.has(word)) return undefined;
  const allowed = (right: string) => (right.length >= 8 && right !== 'telework' && right !== 'teleworking' ? 2 : 1);
  return LONG_WORDS.find(
    (right) =>
      right[0] === word[0] &&
      Math.abs(right.length - word.length) <= allowed(right) &&
      (right.length > 6 || right.length === word.length || right.endsWith('day')) &&
      distance(word, right) <= allowed(right),
  );
}

/** Letters left out, put in, replaced or swapped with their neighbour. */
function distance(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, column) => column)];
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min((rows[i - 1]?.[j] ?? 99) + 1, (row[j - 1] ?? 99) + 1, (rows[i - 1]?.[j - 1] ?? 99) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, (rows[i - 2]?.[j - 2] ?? 99) + 1);
      row.push(best);
    }
    rows.push(row);
  }
  return rows[a.length]?.[b.length] ?? 99;
}
