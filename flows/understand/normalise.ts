/**
 * Brings a message into the one form the grammar reads. Quoted mail, mentions, markup, emoji and invisible marks go; widths,
 * dashes, spaces and kana are made the same. Every step is linear in the length of the text.
 */
export interface NormalText {
  /** For people's eyes: what is left of the message, in its own capitals and kana. */
  shown: string;
  /** For the grammar: `shown` unit by unit, with small Latin letters and hiragana. No capital A to Z is left: those are symbols. */
  folded: string;
  /** Places in `shown` before which the writer left a space between Japanese words. */
  gaps: Set<number>;
}

const QUOTE_LINE = /^[ \t\u3000]*(?:[>＞|｜]|&gt;)/;
const MAIL_HEADER =
  /^[ \t\u3000]*(?:-{2,} ?(?:original message|forwarded message|元のメッセージ|転送)|_{10,}$|(?:from|sent|差出人|送信者|送信元)[ \t]*[:：].{0,200}$|on .{4,120} wrote:|.{4,120}(?:さん|様)?(?:が)?(?:書きました|のメッセージ)[:：]|20\d\d[年/-].{4,100}(?:wrote|<[^<>]{1,80}>)[^:：]{0,10}[:：]$)/i;
const JAPANESE = 'ぁ-んァ-ヶー一-龠々〆〇、。「」・㐀-䶵';
const STRAY_SPACE = new RegExp(`(?<=[${JAPANESE}]) +| +(?=[${JAPANESE}])`, 'g');

export function normalise(text: string): NormalText {
  const request = withoutMentions(withoutMarkup(withoutQuotes(text)));
  const spaced = sameMarks(request);

  const gaps = new Set<number>();
  let shown = '';
  let read = 0;
  for (const match of spaced.matchAll(STRAY_SPACE)) {
    shown += spaced.slice(read, match.index);
    gaps.add(shown.length);
    read = match.index + match[0].length;
  }
  shown += spaced.slice(read);
  return { shown, folded: foldKana(shown).replace(/[A-Z]/g, (letter) => letter.toLowerCase()), gaps };
}

/** Whether a text has kana or kanji. */
export function hasJapanese(text: string): boolean {
  return /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u.test(text.normalize('NFKC'));
}

/** Hiragana for katakana, unit by unit, so that places stay the same. */
export function foldKana(text: string): string {
  return text.replace(/[ァ-ヶ]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) - 0x60));
}

function withoutQuotes(text: string): string {
  const kept: string[] = [];
  for (const line of text.split(/\r\n|[\n\r\u2028\u2029]/)) {
    if (MAIL_HEADER.test(line.slice(0, 400))) {
      if (kept.some((earlier) => earlier.trim() !== '')) break;
      continue;
    }
    if (!QUOTE_LINE.test(line)) kept.push(line);
  }
  return kept.join('\n');
}

function withoutMarkup(text: string): string {
  return text
    .replace(/<at\b[^<>]{0,100}>[^<>]{0,100}<\/at>/gi, ' ')
    .replace(/<blockquote\b[^<>]{0,100}>[^<>]{0,5000}<\/blockquote>/gi, ' ')
    .replace(/<(?:br|\/p|\/div|\/li)\b[^<>]{0,100}>/gi, '\n')
    .replace(/<\/?[a-z][^<>]{0,200}>/gi, ' ')
    .replace(/&nbsp;|&#160;/g, ' ')
    .replace(/&amp;/g, '&')
    .replace(/https?:\/\/[^\s、。]{1,500}/gi, ' ');
}

function withoutMentions(text: string): string {
  return text
    .replace(/[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}/g, ' ')
    .replace(
      /[@＠](?![\s\d０-９])[^\s@＠、，,:：。!！?？]{1,40}?(?:さん|様|くん|君|ちゃん)(?=[\s、，,:：。へに]|$)/gu,
      ' ',
    )
    .replace(
      /[@＠](?:[A-Za-z][\w.'-]{0,40}(?: (?:bot|assistant|ボット))?(?![\w])|(?![\s\d０-９])[^\s@＠、，,:：。!！?？]{1,40})/giu,
      ' ',
    );
}

const SYLLABLES: Record<string, string> = {
  k: 'かきくけこ',
  s: 'さしすせそ',
  t: 'たちつてと',
  h: 'はひふへほ',
  m: 'まみむめも',
  r: 'らりるれろ',
};

/** A syllable whose first key the input method did not join with the second. */
function syllable(consonant: string, vowel: string): string {
  return SYLLABLES[consonant]?.charAt('あいうえお'.indexOf(vowel)) ?? vowel;
}

function sameMarks(text: string): string {
  return text
    .replace(/…|‥|\.{3,}/g, '、')
    .normalize('NFKC')
    .replace(/[〜∼⁓]/g, '~')
    .replace(/[‐‑‒–—―−─]/g, '-')
    .replace(/[➡⇒]/g, '→')
    .replace(/[-=]{1,2}>/g, '→')
    .replace(/[’‘`´]/g, "'")
    .replace(/[“”]/g, '"')
    .replace(/\p{Cf}/gu, '')
    .replace(
      /[\p{Extended_Pictographic}\p{Co}\p{Cn}\p{Cs}\p{Emoji_Modifier}\u{1F1E6}-\u{1F1FF}]|[\u20E3\uFE0E\uFE0F]/gu,
      ' ',
    )
    .replace(/\p{Cc}/gu, (control) => (control === '\n' ? '\n' : ' '))
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ー{2,}/g, 'ー')
    .replace(/(?<=[\d日時分曜)])ー(?=[\d午前後])/g, '-')
    .replace(/~{2,}/g, '~')
    .replace(/(?<=[ぁ-んー])([ksthmr])([あいうえお])/g, (_, consonant: string, vowel: string) =>
      syllable(consonant, vowel),
    ) // 「ざいたｋう」
    .replace(/(?<=[ぁ-ん])(?<!あし)[a-z](?=[ぁ-ん])/g, '') // a key that the input method let through: 「あsした」
    .replace(/ ?\n ?/g, '\n')
    .replace(/ {2,}/g, ' ')
    .trim();
}
