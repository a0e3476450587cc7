import type { WallTime } from '../organisation.ts';

/** A time of day in a message about work. `unclear`: there are several, or one that may mean two times, or a wish to correct. */
export type TimeSaid = { kind: 'none' } | { kind: 'at'; time: WallTime } | { kind: 'unclear' };

const TIME =
  /(?<ja>午前|午後|朝|夜|夕方)?\s*(?<at>\b(?:at|from|since) )?(?<!\d)(?<hour>\d{1,2})(?:(?:[:h](?<minute>[0-5]\d))(?!\d)|時(?!間)(?:(?<jaMinute>[0-5]?\d)分|(?<half>半))?)?\s*(?<en>[ap]\.?m\b\.?)?/giu;
/** Times that are not read: in words, counted back, at noon. */
const UNREAD =
  /[一二三四五六七八九十]+時(?!間)|正午|\bnoon\b|o['’]clock|\d\s*(?:分|時間)(?:ほど|くらい|ぐらい|半)?前|\bago\b/iu;
const CORRECTS = /直し|直す|訂正|修正|間違|正しく|correct|\bfix\b|wrong|mistake|\bchange\b/iu;

/**
 * The time that a message names beside its move (「9:00に業務開始しました」, "finished at 5:15 pm"). An hour before
 * seven without a word for the half of the day is unclear: nothing is recorded by a guess.
 */
export function timeSaid(message: string): TimeSaid {
  const text = message
    .normalize('NFKC')
    .split('\n')
    .filter((line) => !/^\s*>/.test(line))
    .join('\n');
  if (CORRECTS.test(text) || UNREAD.test(text)) return { kind: 'unclear' };
  const times = [...text.matchAll(TIME)].flatMap((found) => timeOf(found) ?? []);
  if (times.length === 0) return { kind: 'none' };
  const [only] = new Set(times);
  return new Set(times).size > 1 || only === UNCLEAR || only === undefined
    ? { kind: 'unclear' }
    : { kind: 'at', time: only };
}

/** A time that may be two. */
const UNCLEAR = '?';

/** Null: a number that is no time of day. */
function timeOf(found: RegExpMatchArray): WallTime | null {
  const { ja, at, hour, minute, jaMinute, half, en } = found.groups!;
  const clock = minute !== undefined || at !== undefined || found[0].includes('時');
  if (!clock && !en) return null;
  const half12 = en ? (en.toLowerCase().startsWith('p') ? 'pm' : 'am') : HALVES[ja ?? ''];
  const named = Number(hour);
  if (named > 24 || (half12 && named > 12) || (ja === '夜' && (named < 5 || named === 12))) return UNCLEAR;
  if (!half12 && named < 7) return UNCLEAR;
  const minutes = half ? 30 : Number(minute ?? jaMinute ?? 0);
  const hours = half12 === 'pm' ? (named % 12) + 12 : half12 === 'am' ? named % 12 : named;
  if (hours > 23 || minutes > 59) return UNCLEAR;
  return `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
}

const HALVES: Record<string, 'am' | 'pm' | undefined> = { 午前: 'am', 朝: 'am', 午後: 'pm', 夕方: 'pm', 夜: 'pm' };
