import { localDayOf } from '../local-time.ts';
import { grammar } from './reduce.ts';
import { type Message, readMessage } from './read-message.ts';
import { resolveDays } from './resolve-days.ts';
import type { Context } from './understand.ts';

/** Enough to say what was not read; the rest is seen when the first is put right. */
const MOST_SHOWN = 3;

/** Numbers that would be a date or a time if the calendar had it, and symbols that found no use: a clock time alone. */
const UNREAD_DATE = grammar(
  '(?<![\\d/.:-])(?:\\d{1,4}[/月]\\d{1,3}(?:日|(?![\\d%/]))|\\d{1,3}日(?!間|後|前|目|程|ほど|分|くらい|ぐらい|以上|以内)|\\d{1,3}(?:st|nd|rd|th)\\b|\\d{1,2}:\\d{2}|\\d{1,2}時(?:\\d{1,2}分|半)?(?!間|期|給))|{H}',
);
const UNREAD_PLACE = grammar(
  "(?:カフェ|喫茶店|実家|帰省先|ホテル|旅館|コワーキング(?:スペース)?|図書館|海外|旅行先|友人宅)(?=で|から|にて|より)|\\b(?:coffee shop|caf[eé]|hotel|co-?working space|library|abroad|overseas|airport|(?:my )?parents'? (?:house|place|home))\\b",
);

/**
 * Words of a request that look like a day, a time or a place and were not understood: 13/45, 年末, 「火曜か水曜」, カフェ; as they
 * were written, for the sentence that names them. Null where everything was read. Reasons are not looked into, nor words of
 * another kind: what they are for nobody can say.
 */
export function leftOver(text: string, { now, timeZone }: Context): string | null {
  const message = readMessage(text, localDayOf(now, timeZone));
  const spans = [...vagueDays(message), ...inText(message, UNREAD_DATE), ...inText(message, UNREAD_PLACE)];
  const words = [
    ...new Set(spans.sort((a, b) => a.from - b.from).map(({ from, to }) => message.written(from, to).trim())),
  ];
  return words.length === 0
    ? null
    : words.slice(0, MOST_SHOWN).join(/[ぁ-んァ-ヶ一-龠]/.test(message.shown) ? '、' : ', ');
}

interface Span {
  from: number;
  to: number;
}

function vagueDays(message: Message): Span[] {
  return message.found.flatMap(({ token, at, place }) => {
    if (place === 'reason') return [];
    const none = token.type === 'day' && resolveDays(token.said, { today: message.today }).days.length === 0;
    // 「年明けの5日」, 「明日は元日ですが」: the day beside it says which.
    const vague =
      token.type === 'empty' &&
      token.vague &&
      !/^(?:の|、| )?[DRU]/.test(message.marks.slice(at + 1, at + 4)) &&
      !/D(?:は|が|も)、?$/.test(message.marks.slice(Math.max(0, at - 3), at));
    return none || vague ? [{ from: at, to: at + 1 }] : [];
  });
}

function inText({ marks, request, found }: Message, pattern: RegExp): Span[] {
  pattern.lastIndex = 0;
  const inReason = (at: number) => request.charAt(at) === ' ' && marks.charAt(at) !== ' ';
  const taken = new Set(found.map(({ at }) => at));
  return [...marks.matchAll(pattern)].flatMap((match) => {
    const at = match.index;
    if (inReason(at) || (match[0] !== 'H' && taken.has(at))) return [];
    return [{ from: at, to: at + match[0].length }];
  });
}
