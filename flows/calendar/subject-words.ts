/** How a subject is read: full and half width, capitals and runs of blanks make no difference. */
export function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase().replaceAll(/\s+/gu, ' ').trim();
}

/** It is not so any more, or never was: 「在宅勤務中止」, "Canceled: Telework", "no wfh". */
const CANCELLED =
  /中止|取り?やめ|取り?消し?|キャンセル|とりやめ|なし(?![ぁ-ん])|無し|不可|しません|できません|\b(?:cancell?ed|cancel|no|not|never|without)\b/u;

/** The writer is not sure, or quotes somebody: 「在宅勤務?」, 「テレワーク(仮)」, "wfh tbc", 「『テレワーク』」. */
const UNSURE =
  /[?？「」『』"“”]|かも|未定|\(仮\)|【仮】|\[仮\]|仮予定|予備|検討|調整中|希望|可能|\b(?:maybe|perhaps|possibly|tbd|tbc|tentative|if possible|option(?:al)?)\b/u;

/** Words of social work and medicine, of which a city's calendars are full, are not about anybody's place of work. */
const OTHER =
  /在宅(?:介護|医療|ケア|看護|看取り|福祉|療養|支援|サービス|診療|生活|重度|障害|酸素|高齢|患者|復帰|避難)/gu;

/** What may stand beside the words without saying anything else: lengths, times, courtesies, marks. */
const BESIDE = [
  /\d{1,2}(?::\d{2}|時(?:半|\d{1,2}分)?)?\s*(?:-|~|〜|～|–|から|to|until)\s*\d{1,2}(?::\d{2}|時(?:半|\d{1,2}分)?)?(?:まで)?/gu,
  /\d{1,2}:\d{2}|\d{1,2}時(?:半|\d{1,2}分)?(?:から|まで)?|\d{1,2}(?:am|pm)\b/gu,
  /終日|一日|1日|全日|半日|午前中?|午後|(?<![ァ-ヶ])(?:am|pm)(?![a-z])|予定|勤務|ワーク|実施|利用|取得|します|する|です|の日|デー(?![ァ-ヶ])|日(?![ぁ-ん一-龠])|自宅で?|在宅で?|家で/gu,
  /\b(?:all[- ]day|full[- ]day|half[- ]day|day|days|morning|afternoon|only|today|at|from|my|on|in the|the|a|i'm|i am|am|home|office)\b/gu,
];

const TIME = String.raw`(\d{1,2})(?::(\d{2})|時(半|\d{1,2}分)?)?`;
const TIMES = new RegExp(String.raw`(?<![\d/])${TIME}\s*(?:-|~|〜|–|から|to|until)\s*${TIME}(?![\d/])`, 'u');
const HALVES = {
  am: /午前|\bmorning\b|(?<![a-z]|\bi )am(?![a-z])/u,
  pm: /午後|\bafternoon\b|(?<![a-z])pm(?![a-z])/u,
} as const;

/**
 * Which part of its day an all-day entry means by its words: 「在宅勤務(午前)」, "wfh 13:00-17:00". `half`: half a day, and it
 * is not said which. Null where it says nothing of it. Pure.
 */
export function partSaid(subject: string): 'am' | 'pm' | 'half' | { from: string; to: string } | null {
  const text = folded(subject);
  const times = TIMES.exec(text);
  if (times) {
    const [, hour, minute, japanese, hour2, minute2, japanese2] = times;
    const isTime = [minute, japanese, minute2, japanese2].some(Boolean) || times[0].includes('時');
    const [from, to] = [clockOf(hour!, minute, japanese), clockOf(hour2!, minute2, japanese2)];
    if (isTime && from < to && to <= '24:00') return { from, to };
  }
  const [am, pm] = [HALVES.am.test(text), HALVES.pm.test(text)];
  if (am !== pm) return am ? 'am' : 'pm';
  return !am && /半日|\bhalf[- ]day\b/u.test(text) ? 'half' : null;
}

function clockOf(hour: string, minute: string | undefined, japanese: string | undefined): string {
  const minutes = japanese === '半' ? '30' : (minute ?? japanese?.replace('分', '') ?? '0');
  return `${hour.padStart(2, '0')}:${minutes.padStart(2, '0')}`;
}

/**
 * What a subject says of a matter that these words (folded) stand for: nothing of it; that it is not so; that it may be,
 * or something longer in which a word of it occurs; or it and nothing else. Pure.
 */
export function saysOf(subject: string, words: readonly string[]): 'nothing' | 'cancelled' | 'perhaps' | 'clearly' {
  const text = folded(subject).replaceAll(OTHER, '〇');
  const found = words.filter((word) => word !== '' && patternOf(word).test(text));
  if (found.length === 0) return 'nothing';
  let rest = text;
  // The longest first: 「在宅勤務」 before 「在宅」.
  for (const word of [...found].sort((a, b) => b.length - a.length)) rest = rest.split(patternOf(word)).join(' ');
  if (CANCELLED.test(rest)) return 'cancelled';
  if (UNSURE.test(text)) return 'perhaps';
  for (const pattern of BESIDE) rest = rest.replaceAll(pattern, ' ');
  return /[\p{L}\p{N}]/u.test(rest) ? 'perhaps' : 'clearly';
}

const patterns = new Map<string, RegExp>();

/** A word of Latin letters stands by itself: "wfh" is not in "wfhx". Japanese has no blanks between words. */
function patternOf(word: string): RegExp {
  let pattern = patterns.get(word);
  if (!pattern) {
    const plain = word.replaceAll(/[.*+?^${}()|[\]\\]/gu, '\\$&');
    const before = /^[a-z0-9]/u.test(word) ? '(?<![a-z0-9])' : '';
    const after = /[a-z0-9]$/u.test(word) ? '(?![a-z0-9])' : '';
    pattern = new RegExp(`${before}${plain}${after}`, 'u');
    patterns.set(word, pattern);
  }
  return pattern;
}
