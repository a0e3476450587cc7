import { leftoverEnglish } from './left-words.ts';
import { grammar } from './reduce.ts';

/** The reason's words, and where they stand: the topic (「水曜は…ので」) leads into the reason and belongs to the request. */
export interface Reason {
  text: string;
  topicFrom: number;
  topicTo: number;
  from: number;
  to: number;
}

type Slice = (from: number, to: number) => string;
interface Span {
  from: number;
  to: number;
}

const SYMBOL = 'DPWMHVGTLUCRX';
const NOUNS =
  '通院|付き?添い?|手術|入院|手続き?|帰省|車検|納車|看病|看護|介護|発熱|風邪|かぜ|台風|大雪|雪|大雨|豪雨|体調不良|不調|腰痛|頭痛|工事|点検|参観|参観日|学級閉鎖|休校|休園|検診|健診|健康診断|受診|診察|送迎|送り迎え|お?迎え|行事|立ち?会い|引っ?越し|宅配|配達|荷物受け取り|受け取り|法事|用事|私用|研修|面談|保護者会|入学式|卒業式|運動会|運休|遅延|停電|断水|リハビリ|病院|歯医者|妊婦健診|つわり|けが|怪我|骨折|熱|作成|準備|対応|執筆|まとめ|集中';
const JAPANESE_MARKER = grammar(
  `(?:な)?ので(?![すしはも])(?=、|,|[${SYMBOL}]|.)|んで(?=、|[${SYMBOL}])|の?(?:ため|為)(?:に|です|でして|で)?(?=[、,。.!\\n ]|[${SYMBOL}]|$|も|在|明|リ|テ|お|予|申|取|休|キ|変)|(?<=[るいただすうくむぶぐつんねよ])(?<!ほてる|びる|もーる|ほーる)から(?![のはもく])|(?:の|という)?(?:関係|都合|事情|影響|理由|せい|件)(?:で(?!す|ご|し)|により|から|のため|上)|につき(?=、|[${SYMBOL}])|[てで]しまい(?:まして)?(?=、)|(?<=[がも])(?:悪く|ひどく|つらく|辛く|続き|重なり|決まり|始まり)(?:まして)?(?=、)|(?<=[にと])なり(?:まして)?(?=、)|により(?=、|[${SYMBOL}])|に(?:備え|そな)え?て?(?=、|[${SYMBOL}])|を兼ねて|(?<=[るいただ])し(?=、)|(?<=[がも][^、。]{1,6})くて(?=D)|(?:くて|あって|なって|出て|入って|ができて|していて)(?=、)|(?<=[しりいちびみきぎえれけせて])たく(?=、|D)|(?<=(?:${NOUNS})(?:の日)?)で(?=、|[${SYMBOL}])|(?<=[^T]の予定)で(?=、)|(?<![T望定請])でして(?=、)|が(?:あり|入り)(?:まし(?:て|た))?(?=、)|(?<!お世話になっており)まして(?=、)|(?<=[てで])おり(?=、)|(?<=[てで])て(?=[DPT、])`,
);
const STATED = grammar(
  '(?:理由|わけ|用件|事由|目的)(?:は|:|が|としては|、| )、? ?([^。!?\\n]{2,80}?)(?:です|のため(?:です)?|になります|となります|でございます)?(?=[。!?\\n]|$)',
);
const TOPIC = grammar(
  `^(?:[、, ]|[DPWMHGLUCRX](?:のみ|だけ)?(?:から|より|って|には|では|なんですが|ですが|[はもにでがを、,と~ ]|の(?=[DPTV、]))*|T(?:の件(?:です)?が?)?(?:は|を|で|、|に|も)|の(?=[DPT])|すみません(?:が)?|すいません(?:が)?|恐れ入りますが|申し訳(?:ありません|ございません)が|お手数ですが|急(?:で|な話で)?(?:すみませんが|恐縮ですが|ですが|なんですが|で)|実は|えっと|あの|それと|なお|また|ただ)+`,
);
const REQUEST_WORDS = grammar(
  'お願い|おねがい|希望|申請|申し込|予約|したいです|させて|ください|下さい|入れて|取りたい|T(?:です|ます|で$|にし|に変更|し(?:たい|ます))|よろしく',
);

const ENGLISH_MARKER = grammar(
  "\\b(?:because(?: of)?|due to|owing to|on account of|thanks to|given(?: that)?|so (?:that )?i (?:can|could|may)|in order to|the reason(?: is|:| being)?(?: that)?|reason(?: is|:| being)|cos|coz|cuz|as (?=i |i'|we |we'|there |it |it'|(?:my|our|the) [a-z]+ (?:[a-z]+ )?(?:is|are|has|have|had|will|needs?|was|were|comes?|gets?|must|can)\\b)|since (?=i |i'|my |we |our |the |there|it |it'))[: ]*",
);
const NOT_REASON =
  '(?!me\\b|us\\b|now\\b|you\\b|it\\b|this\\b|that\\b|all\\b|approval|the (?:day|whole|entire|full|half|morning|afternoon|week|month|date|time|team|record|moment|following|rest|next|first|last|slot|same)\\b|\\d|half\\b|once\\b|both\\b|one\\b|just\\b|only\\b|sure|every|each|(?:the |a |an |my |some |about )?[DPWMHVGTLUCRX](?![a-z])|(?:a )?(?:telework|home|day|remote|few|couple|change)\\b)';
const FOR = grammar(`\\bfor ${NOT_REASON}`);
const TO_DO = grammar(
  '\\b(?<!(?:want|wanted|need|like|love|have|has|had|plan|planning|going|able|allowed|try|ask|request|wish|hope|hoping|prefer|fine|possible|okay|ok|able|intend|meant|supposed|how|what|you|me|back|due|next|order|day|access|connect|way|get|requests?|bookings?|forgot|possible for me|switch|change|move|push|shift|here|used|it|d) )to (?!the\\b|be (?:at|cancel|mov|chang|resched|drop|delet|remov|post|approv|book)|D|P|T|\\d|a\\b|an\\b|my\\b|home|work (?:from|at|remotely)|work T|telework|book|request|cancel|wfh|come|approve|take|have T|stay|reserve|start|change|move|do T)(?=[a-z]+ [a-z])',
);
const POLITE =
  "please|pls|plz|thanks?(?: you)?(?: in advance| a lot| very much| so much)?|cheers|thx|ty|if (?:possible|you would be so kind|you could|that'?s (?:ok|okay|fine|alright|all right|possible)|it'?s (?:ok|okay|fine|alright)|ok|okay|you don't mind|i may|i can|i could|approved)|ok|okay|kindly|regards|best|best regards|many thanks|hi|hello|hey|hope (?:you|that|all).*|would that be (?:ok|okay|possible|fine).*|is that (?:ok|okay|possible|fine|alright).*|let me know.*|i hope.*|would be (?:great|nice|lovely).*|that would be.*|appreciated|much appreciated|bot|team|all|everyone|boss|sir|madam|as (?:usual|discussed|agreed|before|always|planned|per usual)|if (?:that|it) (?:works|suits|helps)(?: (?:for )?you)?|if (?:you agree|nobody minds|no one minds)|just .{0,20}|only .{0,20}|not .{0,30}|no .{0,20}|yes|yeah|sorry.{0,40}|one more thing|by the way|also|and|again|right|correct|then|too|as well|quick (?:one|question|request)|request|a request|one request|booking|a booking|my request|new request";
const POLITE_ONLY = grammar(`^(?:[ ,.!-]|\\b(?:${POLITE})(?![a-z]))+$`);
const TRAILING = grammar(
  `(?:[ ,.!;:)-]|\\b(?:please|pls|plz|thanks?(?: you)?(?: in advance)?|thx|cheers|kindly|if possible|ok|okay)(?![a-z])|(?:(?:\\b(?:on|from|for|in|this|at) )?(?:the )?[DPWTHLU](?![a-z])(?:'s)?(?: (?:and|to|until))?))+$`,
);

/** Finds the words that give a reason, if any. `breaks` are places where the writer left a space between Japanese words. */
export function findReason(marks: string, breaks: Set<number>, slice: Slice): Reason | undefined {
  const sentences = sentencesOf(marks);
  const japanese = /[ぁ-ん一-龠]/.test(marks);
  const finders = japanese
    ? [statedJapanese, markedJapanese, bracketed, trailingJapanese, markedEnglish]
    : [markedEnglish, bracketed, trailingEnglish];
  for (const find of finders) {
    for (const sentence of sentences) {
      const reason = find(marks, sentence, breaks, slice);
      if (reason && /[\p{L}]{2}/u.test(reason.text)) return reason;
    }
  }
  return undefined;
}

function sentencesOf(marks: string): Span[] {
  const spans: Span[] = [];
  let from = 0;
  for (const match of marks.matchAll(/[。!?\n]+|(?<!\b(?:mr|ms|mrs|mx|dr))\.(?=\s|$)/g)) {
    if (match.index > from) spans.push({ from, to: match.index });
    from = match.index + match[0].length;
  }
  if (from < marks.length) spans.push({ from, to: marks.length });
  return spans;
}

function reasonAt(
  from: number,
  to: number,
  topicFrom: number,
  topicTo: number,
  marks: string,
  slice: Slice,
): Reason | undefined {
  let first = from;
  let last = to;
  while (first < last && /[\s、,;:"'()-]/.test(marks.charAt(first))) first += 1;
  while (last > first && /[\s、,;:"'()-]/.test(marks.charAt(last - 1))) last -= 1;
  if (first >= last) return undefined;
  return { text: slice(first, last), from: first, to: last, topicFrom, topicTo: Math.max(topicTo, last) };
}

function statedJapanese(marks: string, { from, to }: Span, breaks: Set<number>, slice: Slice): Reason | undefined {
  STATED.lastIndex = 0;
  const match = STATED.exec(marks.slice(from, to));
  if (!match?.[1]) return undefined;
  const start = from + match.index + match[0].indexOf(match[1]);
  // 「理由:子の発熱 2/3在宅」: where the writer left a space, the request follows.
  for (let at = start + 2; at < start + match[1].length; at += 1) {
    if (breaks.has(at) && /[DT]/.test(marks.slice(at, to)))
      return reasonAt(start, at, from + match.index, at, marks, slice);
  }
  return reasonAt(
    start,
    start + match[1].length,
    from + match.index,
    from + match.index + match[0].length,
    marks,
    slice,
  );
}

function markedJapanese(marks: string, { from, to }: Span, breaks: Set<number>, slice: Slice): Reason | undefined {
  const sentence = marks.slice(from, to);
  const markers = [...sentence.matchAll(JAPANESE_MARKER)].filter(
    (match) =>
      match.index > 0 &&
      // 「休んで、」 and 「なんだから」, and not 「パソコンで」 or 「パソコンから」.
      !(match[0] === 'んで' && slice(from + match.index, from + match.index + 1) === 'ン') &&
      !(match[0] === 'から' && slice(from + match.index - 1, from + match.index) === 'ン') &&
      !(match[0].startsWith('ので') && SELF_ASKED.test(sentence.slice(0, match.index))) &&
      !(/(?:[てくり]|りました)$/.test(match[0]) && asksItself(sentence.slice(0, match.index))),
  );
  const marker = markers.at(-1);
  if (!marker) return undefined;
  // 「ひどくて」 and 「準備をしたく」 are part of what is said; ので and ため are not.
  const end = from + marker.index + (/(?:[てく]|おり)$/.test(marker[0]) ? marker[0].length : 0);

  const segments = segmentsOf(marks, from, end, breaks);
  let start = segments.at(-1)?.from ?? from;
  for (let at = segments.length - 2; at >= 0; at -= 1) {
    const segment = segments[at] as Span;
    const text = marks.slice(segment.from, segment.to);
    if (content(text).length < 2 || matches(REQUEST_WORDS, text)) break;
    start = segment.from;
  }
  const topic = topicLength(marks.slice(start, end));
  return reasonAt(start + topic, end, start, from + marker.index + marker[0].length, marks, slice);
}

/** 「金曜テレワークしますので、ご承認ください」. */
const SELF_ASKED =
  /T(?:を|に|と)?(?:し(?:ます|たい(?:です)?|ました)|いたします|致します|希望(?:です|します|いたします))$/;

/** 「在宅を申し込みたく、」 is the request and no reason for it. */
function asksItself(clause: string): boolean {
  const segment = clause.slice(clause.lastIndexOf('、') + 1);
  return /T/.test(segment) || /(?:考え|検討し|予定し|思っ|存じ)/.test(segment) || matches(REQUEST_WORDS, segment);
}

function topicLength(clause: string): number {
  TOPIC.lastIndex = 0;
  const length = TOPIC.exec(clause)?.[0].length ?? 0;
  return length < clause.length ? length : 0;
}

function segmentsOf(marks: string, from: number, to: number, breaks: Set<number>): Span[] {
  const spans: Span[] = [];
  let start = from;
  for (let at = from; at < to; at += 1) {
    const comma = /[、,;]/.test(marks.charAt(at));
    if (!comma && !(breaks.has(at) && at > start)) continue;
    if (at > start) spans.push({ from: start, to: at });
    start = comma ? at + 1 : at;
  }
  if (to > start) spans.push({ from: start, to });
  return spans;
}

/** A remark in brackets that names no day and asks for nothing: 「金曜在宅（通院）」, "wfh Friday (dentist)". */
function bracketed(marks: string, { from, to }: Span, _: Set<number>, slice: Slice): Reason | undefined {
  for (const match of marks.slice(from, to).matchAll(/\(([^()]{2,60})\)/g)) {
    const inner = match[1] as string;
    if (
      /[A-Z]/.test(inner) ||
      matches(POLITE_ONLY, inner) ||
      matches(REQUEST_WORDS, inner) ||
      /除|以外|のみ|だけ|含|込|急|再送|訂正|追記|念のため|返信|仮$|^\d+$/.test(inner)
    )
      continue;
    const start = from + match.index + 1;
    return reasonAt(start, start + inner.length, start - 1, start + inner.length + 1, marks, slice);
  }
  return undefined;
}

/** 「2/15リモート、予算資料に集中」: a last clause that asks for nothing, after one that asks. */
function trailingJapanese(marks: string, { from, to }: Span, breaks: Set<number>, slice: Slice): Reason | undefined {
  const segments = segmentsOf(marks, from, to, breaks);
  const last = segments.at(-1);
  if (!last || segments.length < 2) return undefined;
  const before = marks.slice(from, last.from);
  const text = marks.slice(last.from, last.to);
  if (!/T/.test(before) || !/[DRP]/.test(before) || /[A-Z]/.test(text)) return undefined;
  if (
    !/(?:に集中|の準備|の作成|の看病|の付き?添い?|作成|準備|対応|集中|通院|看病|看護|介護|発熱|立ち?会い?|送迎|健診|検診|行事|工事|がある|があります|があって|予定あり|のため)$/.test(
      text,
    )
  )
    return undefined;
  return reasonAt(last.from, last.to, last.from, last.to, marks, slice);
}

function markedEnglish(marks: string, { from, to }: Span, _: Set<number>, slice: Slice): Reason | undefined {
  const sentence = marks.slice(from, to);
  ENGLISH_MARKER.lastIndex = 0;
  const because = ENGLISH_MARKER.exec(sentence);
  if (because) {
    const start = because.index + because[0].length;
    const rest = sentence.slice(start);
    const leads =
      content(sentence.slice(0, because.index)).length === 0 && !/[TD]/.test(sentence.slice(0, because.index));
    const comma = leads
      ? /,(?= ?(?:i|can|could|may|please|let|so|book|wfh|[A-Z]|put|request))| (?=i'd like|i would like|can i|could i|may i|please|let me|i want|i need to|i'll)/.exec(
          rest,
        )?.index
      : /, (?=(?:please|thanks|can i|could i|i'd like|i would like))/.exec(rest)?.index;
    return ending(from + start, comma === undefined ? to : from + start + comma, from + because.index, marks, slice);
  }
  const so =
    /,? (?:so|hence|therefore|thus),? (?=(?:i\b|i'|can\b|could\b|may\b|please|let\b|book\b|[A-Z]|put\b|cancel|need|would))/.exec(
      sentence,
    );
  if (so && so.index > 3 && !/T/.test(sentence.slice(0, so.index))) {
    const lead = /^(?:[DPWG](?: |, |: )|(?:on|hi|hello),? )*/.exec(sentence)?.[0].length ?? 0;
    return reasonAt(from + lead, from + so.index, from, from + so.index + so[0].length, marks, slice);
  }
  for (const pattern of [FOR, TO_DO]) {
    pattern.lastIndex = 0;
    const match = pattern.exec(sentence);
    if (!match || !/[TDRPU]/.test(sentence)) continue;
    const start = match.index + (pattern === FOR ? match[0].length : 3);
    const rest = sentence.slice(start);
    if (namesPerson(slice(from + start, from + start + 1))) continue;
    const stop = / (?=(?:until|from|every|on) [DRH])|,(?= )|(?= U)/.exec(rest)?.index;
    const found = ending(from + start, stop === undefined ? to : from + start + stop, from + match.index, marks, slice);
    if (found && content(found.text.toLowerCase()).length > 2) return found;
  }
  return undefined;
}

function namesPerson(first: string): boolean {
  return /^[A-Z]/.test(first);
}

/** The reason runs to there, less what only rounds the sentence off. */
function ending(from: number, to: number, topicFrom: number, marks: string, slice: Slice): Reason | undefined {
  TRAILING.lastIndex = 0;
  const rest = marks.slice(from, to);
  const trimmed = TRAILING.exec(rest)?.index ?? rest.length;
  return reasonAt(from, from + (trimmed > 0 ? trimmed : rest.length), topicFrom, to, marks, slice);
}

/** "remote work Feb 15, deep focus on the budget": a clause without request or day beside one that asks. */
function trailingEnglish(marks: string, { from, to }: Span, _: Set<number>, slice: Slice): Reason | undefined {
  const asks = /T|\b(?:cancel|drop|scrap|move|change|book)\b/.test(marks) && /[DRP]/.test(marks);
  if (!asks) return undefined;
  const parts: Span[] = [];
  let start = from;
  for (const match of marks.slice(from, to).matchAll(/, |; | - | -- |: |,/g)) {
    parts.push({ from: start, to: from + match.index });
    start = from + match.index + match[0].length;
  }
  parts.push({ from: start, to });
  for (const part of parts) {
    const text = marks.slice(part.from, part.to).trim();
    const dashed = /[-:] *$/.test(marks.slice(from, part.from)) && text.length > 4;
    const aside = besideDay(marks, part, to, slice);
    if (aside) return aside;
    if (text.startsWith('for ') && namesPerson(slice(from + marks.slice(from, to).indexOf(text) + 4, to))) continue;
    if (/[A-Z]/.test(text) || (text.split(' ').length < 2 && !dashed) || matches(POLITE_ONLY, text)) continue;
    if (REQUEST_LEAD.test(text)) continue;
    return reasonAt(part.from, part.to, part.from, part.to, marks, slice);
  }
  return undefined;
}

const REQUEST_LEAD =
  /^(?:(?:and|but|so|then) )?(?:on behalf|re\b|regarding|subject|can|could|may|would|will|i'd|i would|i need|i want|i'll|i will|please|let|put|book|request|cancel|scrap|move|change|is it|are|do|does|what|who|when|where|how|which|any|make|mark|add|set|hi|hello|hey|dear|i am working|i'm working|i plan|i intend|thank|thanks|sign|get)\b/;

/** "plumber on Tuesday, need to work from home": the day stands with the reason, the request follows without one. */
function besideDay(marks: string, { from, to }: Span, end: number, slice: Slice): Reason | undefined {
  const text = /^ ?([^A-Z]{4,60}?),? (?:on |this )?D ?$/.exec(marks.slice(from, to))?.[1];
  const rest = marks.slice(to, end);
  if (!text || !/T/.test(rest) || /D/.test(rest) || /\boffice\b/.test(text)) return undefined;
  if (matches(POLITE_ONLY, text) || REQUEST_LEAD.test(text) || leftoverEnglish(text) === 0) return undefined;
  return reasonAt(from, from + text.length + (marks.charAt(from) === ' ' ? 1 : 0), from, to - 1, marks, slice);
}

/** What is left of a clause without symbols, particles and marks. */
function content(text: string): string {
  return text.replace(/[A-Z\s、,。.:;()~-]/g, '').replace(/^[はもにでがをのと]+|[はもにでがをのと]+$/g, '');
}

function matches(pattern: RegExp, text: string): boolean {
  pattern.lastIndex = 0;
  return pattern.test(text);
}
