const KANJI = '〇一二三四五六七八九';
const WORDS = 'zero one two three four five six seven eight nine ten eleven twelve'.split(' ');
const ORDINALS = 'zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth'.split(' ');

/** A number in digits or kanji, inside a pattern. */
export const NUMBER = '(?:\\d{1,4}|[〇零一二三四五六七八九十廿]{1,4})';
/** A count in digits or English words, inside a pattern. */
export const COUNT = `(?:\\d{1,4}|an?|${WORDS.slice(1).join('|')}|couple of)`;

/** 12, 十二, 二〇二六, two: the number, or NaN. */
export function numberOf(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  if (text === 'a' || text === 'an') return 1;
  if (text === 'couple of') return 2;
  const word = WORDS.indexOf(text);
  if (word >= 0) return word;
  const ordinal = ORDINALS.indexOf(text);
  return ordinal >= 0 ? ordinal : kanjiNumberOf(text);
}

function kanjiNumberOf(text: string): number {
  const kanji = text.replaceAll('廿', '二十').replaceAll('零', '〇');
  if (!/^[〇一二三四五六七八九十]+$/.test(kanji)) return Number.NaN;
  const digits = (part: string) =>
    Number(
      Array.from(part)
        .map((digit) => KANJI.indexOf(digit))
        .join(''),
    );
  const [tens, ones, more] = kanji.split('十');
  if (more !== undefined) return Number.NaN;
  if (ones === undefined) return digits(kanji);
  return (tens ? digits(tens) : 1) * 10 + (ones ? digits(ones) : 0);
}
