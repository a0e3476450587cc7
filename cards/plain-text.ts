/**
 * Text that people wrote, made safe to show inside a card or a message.
 *
 * A TextBlock is Markdown (bold, italics, lists, links) and fills in `{{DATE(…)}}`, a message may be Markdown or HTML.
 * Clients differ in which of it they read and in whether they know the backslash, so nothing is escaped: the characters
 * that could start mark-up are replaced by their full-width twins, which look alike and mean nothing anywhere.
 */

const TWINS: Record<string, string> = {
  '*': '＊',
  _: '＿',
  '`': '｀',
  '~': '～',
  '[': '［',
  ']': '］',
  '<': '＜',
  '>': '＞',
  '{': '｛',
  '}': '｝',
  '\\': '＼',
  '|': '｜',
};

/**
 * Everything that is not seen but acts: control characters, marks and overrides of the writing direction, zero-width
 * characters, tags, halves of surrogate pairs. The joiner between two pictographs stays (it makes one of two), and so do
 * variation selectors: people's names need them (葛󠄀).
 */
const UNSEEN = new RegExp(
  [
    String.raw`(?![\t-\r\u0085])\p{Cc}`,
    String.raw`(?![\ufe00-\ufe0f\u{e0100}-\u{e01ef}\u200d])[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cs}\p{Noncharacter_Code_Point}]`,
    String.raw`(?<!\p{Extended_Pictographic}\ufe0f?\p{Emoji_Modifier}?)\u200d`,
    String.raw`\u200d(?!\p{Extended_Pictographic})`,
  ].join('|'),
  'gu',
);

/**
 * One line of plain text, at most `max` UTF-16 units with the ellipsis, never cut inside a character.
 * Line breaks and runs of white space become one space.
 */
export function plainText(value: string, max: number): string {
  const line = clean(value).replace(/\s+/gu, ' ').trim();
  return cut(disarm(cut(line, max)), max);
}

/** The same for the value of an input: inputs read no mark-up, so the words stay as they were written. */
export function inputText(value: string, max: number): string {
  return cut(clean(value.replace(/\r\n?/gu, '\n')), max, '');
}

function clean(value: string): string {
  return value
    .replace(UNSEEN, '')
    .replace(/(\p{M}{4})\p{M}+/gu, '$1')
    .replace(/[\u2028\u2029\v\f\u0085]/gu, '\n');
}

function disarm(line: string): string {
  return (
    line
      .replace(/[*`~[\]<>{}\\|]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/gu, (character) => TWINS[character]!)
      // `&lt;` would come back to life.
      .replace(/&(?=#?\w{1,32};)/gu, '＆')
      // An address stays readable and is no link: what a link says and where it leads cannot differ.
      .replace(/:(?=\/\/)/gu, '：')
      .replace(/\b(javascript|data|mailto|tel|file|ms-[a-z]+):/giu, '$1：')
      // At the start of a line these would make a heading, a list or a rule.
      .replace(/^#/u, '＃')
      .replace(/^([-+=])/u, (character) => (character === '-' ? '－' : character === '+' ? '＋' : '＝'))
      .replace(/^(\d{1,9})([.)])(?=\s|$)/u, (_, digits: string, mark: string) => digits + (mark === '.' ? '．' : '）'))
  );
}

const graphemes = new Intl.Segmenter('ja', { granularity: 'grapheme' });

function cut(value: string, max: number, ellipsis = '…'): string {
  if (value.length <= max) return value;
  let kept = '';
  // No character that people write is longer than 64 units; a longer one is dropped.
  for (const { segment } of graphemes.segment(value.slice(0, max + 64))) {
    if (kept.length + segment.length > max - ellipsis.length) break;
    kept += segment;
  }
  return kept.trimEnd() + ellipsis;
}
