import { ABOUT, ASKS, BOOKING_NOUN, WORDS } from './intent-words.ts';
import { type Message, tokensOf } from './read-message.ts';
import { foldKana, hasJapanese } from './normalise.ts';
import { grammar } from './reduce.ts';
import type { Intent } from './understanding.ts';

const DATE_NOUN = grammar('日にち|日程|日付|日取り|曜日|時間(?:帯)?を|\\b(?:dates?|days?|times?)\\b');

const FILLER_JA = grammar(
  'お世話になって(?:い|お)ります|お疲れ様(?:です|でした)?|です(?:が|けど|ね|よ|か)?|ます(?:が|けど|ね|よ|か)?|ました|でしょうか|でした|(?:の|な)?(?:ほう|方|件|分|日|形|感じ|かたち|場合|予定)(?=で|は|を|に|の|が)|として|という|については?|なんだけど|なのですが|ですが|けれども|けど|ので|から|まで|より|だけ|のみ|すみません|恐れ入りますが|恐縮ですが|お手数ですが|突然|急遽|ちなみに|ちょっと|とりあえず|やはり|やっぱり|一応|今度|今回|それ|その|この|こちら|あの|私|わたし|自分|僕|ずっと|引き続き|また|あと|では|じゃ|はい|ください|下さい|仕事|勤務|働|お|ご|し|て|で|に|を|は|が|も|の|と|へ|や|か|な|ね|よ|わ|だ|さ|い|た|く|ん|る|う',
);
const FILLER_EN = new Set(
  "a an the i i'd i'll i'm im id my me we us our you your it it's is are am be been was will would could can may might shall should do does did have has had to of on in at by for from with and or but so as if that this these those there here please pls plz thanks thank kindly ok okay just also only then well hi hello hey dear sir madam bot zaitaku like love want need wish hope plan planning going intend work working works day days date dates one time book booking bookings reserve reservation request requesting requests apply put set get make add mark schedule calendar register sign up let's lets let allow approve grant take taking doing do spend spending possible alright fine good great sure some any too again once more available kind kindly very much about around as well not no yes yep would if how about maybe perhaps think thinking wondering hoping looking whether able away during whole all each every week month next this starting ending using use mode status regular usual hours hour usual same call off back forward rid last previous latest earlier day's today's after instead mind never forget need needs needed coming come boss manager team everyone".split(
    ' ',
  ),
);

/** What the message wants. Rules run from what must not be missed (a lost device) to what needs the least evidence. */
export function readIntent(message: Message): Intent {
  const { marks, request, words, requestWords } = message;
  const says = (name: keyof typeof WORDS) => has(WORDS[name], request) || has(WORDS[name], requestWords);
  const saysAnywhere = (name: keyof typeof WORDS) => has(WORDS[name], words) || has(WORDS[name], marks);
  // What a taken-out day says (「12/30はなし」) cancels nothing, unless it is all that is said.
  const cancels = has(WORDS.cancel, request) || (has(WORDS.cancel, requestWords) && !/[DRUW]/.test(marks));
  const telework = /T/.test(request) || (/T/.test(marks) && has(ASKS, request));
  const days = /[DRXU]/.test(request) || tokensOf(message, 'day').some(({ place }) => place !== 'reason');
  const asks = has(ASKS, request);
  const booking = has(BOOKING_NOUN, request);
  const desktop = says('desktop');
  const onlyToday =
    tokensOf(message, 'day').every(({ token }) => token.said.kind === 'day' && token.said.day <= message.today) &&
    !/R/.test(marks);

  if (saysAnywhere('lostDevice')) return 'lost-device';
  if (says('emergency')) return 'emergency';
  if (
    says('deputy') &&
    !(telework && /代理で|代わりに|on behalf/.test(requestWords) && !/承認|決裁|approv/.test(requestWords))
  )
    return 'deputy';
  if (says('ownStatus')) return 'list';
  if (
    says('approvals') &&
    !/(?:承認|approve)(?:を?お願い|してくだ|していただ|して(?:もら|ほし)| my)/.test(requestWords)
  )
    return 'approvals';

  const howTo = says('help');
  if (
    says('trouble') &&
    !(telework && days && asks && !howTo && !/ない|ませ|エラ|can'?t|cannot|won'?t/.test(requestWords))
  ) {
    if (!(says('startWork') && onlyToday && !/ない|ませ|can'?t|cannot|won'?t|fail/.test(words))) return 'connect';
  }
  if (
    desktop &&
    !((asks || booking) && (days || telework)) &&
    !/(?:予約|申請|取りたい|book|reserve)/.test(requestWords)
  )
    return 'connect';
  if (
    onlyToday &&
    !(
      telework &&
      has(grammar('お願い|希望|申請|予約|させて|したい|入れて|\\b(?:can|could|may) i\\b|book|request|please'), request)
    ) &&
    !booking
  ) {
    if (says('resumeWork') && !says('change')) return 'resume-work';
    if (says('finishWork') && !says('allowance')) return 'finish-work';
    if (says('startWork')) return 'start-work';
    if (says('pauseWork')) return 'pause-work';
  }
  if (
    says('allowance') &&
    !/有給|有休|年休|夏季休暇|残業|vacation|annual leave|holidays?\b/.test(requestWords) &&
    !(days && asks && telework && !/[?何]|how many|left|remain|残/.test(requestWords))
  )
    return 'allowance';
  if (
    says('team') &&
    (hasJapanese(requestWords) ||
      /[?]|\b(?:who|where|anyone|anybody|everyone|everybody|show|list|see|tell|check|view|calendar|schedule|overview|status|plan|location)/.test(
        requestWords,
      )) &&
    !/(?:全員で|みんなで).{0,12}(?:お願い|申請)/.test(requestWords)
  )
    return 'team';
  if (
    howTo &&
    !(
      days &&
      telework &&
      has(
        grammar(
          'お願いします|申請します|希望します|入れて|させてください|したいです|\\bplease\\b|\\bcan i\\b|\\bbook\\b',
        ),
        request,
      )
    )
  ) {
    return 'help';
  }

  if (isOfficeToTelework(request)) return 'book';
  if (says('change') && (telework || booking || has(DATE_NOUN, request) || (days && leftover(request) <= 1))) {
    if (/T[^。\n]{0,15}(?:出社|出勤|登庁)に/.test(request)) return 'cancel';
    return 'change';
  }
  if (
    movesOne(request, marks) ||
    (requestWords.includes('→') &&
      tokensOf(message, 'day').some(({ token }) => token.said.kind === 'range' && token.said.arrow))
  )
    return 'change';
  if (cancels && (telework || booking || ((days || /X/.test(marks)) && leftover(request) <= 1)))
    return replaces(request) ? 'change' : 'cancel';
  if (cancels && leftover(request) <= 1 && request.trim().length < 25) return 'cancel';
  if (says('list') && !isPlainRequest(request)) return 'list';
  return asksForDays(message, { telework, days, asks, booking, desktop }) ? 'book' : 'unknown';
}

/** 「明日の出社を在宅に変更」, "switch tomorrow to remote": there is no booking yet. */
function isOfficeToTelework(request: string): boolean {
  return (
    /(?:出社|出勤|登庁)(?:予定|の予定)?(?:を|から)[^。\n]{0,6}Tに/.test(request) ||
    /^[^T。\n]{0,20}D(?:の(?:勤務|予定))?(?:を|は|、)?(?:P)?Tに(?:変|切|替|し|か)/.test(request) ||
    (/^[^T。\n]*T(?:に|へ)(?:切り?替|変更|変え|かえ|し)/.test(request.replace(/^[^T]*(?:予約|申請)[^T]*$/, '')) &&
      !/(?:予約|申請)[^。\nT]{0,12}T/.test(request) &&
      !/T[^。\n]*T/.test(request)) ||
    /V(?:を|は)[^。\n]{0,10}(?:取り?消|きゃんせる|やめ)[^。\n]{0,8}T/.test(request) ||
    /\b(?:switch|change|move|turn|make|convert)\b(?! my T)[^T.!?\n]{0,25}(?:to|into|a) (?:a )?T(?! to)/.test(request)
  );
}

/** 「水曜をやめて木曜にして」: one booking goes, another comes. */
function replaces(request: string): boolean {
  return (
    /(?:やめて|取り?消して|取りやめて|キャンセルして|きゃんせるして|なしにして|外して)[、]?(?:代わりに|かわりに)?[、]?D/.test(
      request,
    ) ||
    /\b(?:cancel|drop|scrap)\b[^.!?\n]{0,25}D[^.!?\n]{0,25}\b(?:and|then)\b[^.!?\n]{0,20}\b(?:book|take|use|have|give me|make it|put)\b[^.!?\n]{0,25}D/.test(
      request,
    )
  );
}

/** 「在宅の予定を入れてください」 asks; a question for one's bookings does not. */
function isPlainRequest(request: string): boolean {
  return (
    has(
      grammar(
        "(?:申請|予約|希望|申し込み?|お願い)(?:を)?(?:し(?:ます|たい)|いたします|致します|させて)|入れて(?:ください|下さい|ほしい|もら|お|$|くだ)|取りたい|たいです|\\b(?:please book|book me|i(?:'d| would) like to|can i (?!see|check|view|get a list))",
      ),
      request,
    ) && !/見せ|みせ|教え|おしえ|一覧|見たい|知りたい|りすと|っけ|show|list|see my/.test(request)
  );
}

interface Facts {
  telework: boolean;
  days: boolean;
  asks: boolean;
  booking: boolean;
  desktop: boolean;
}

function asksForDays(message: Message, { telework, days, asks, booking, desktop }: Facts): boolean {
  const { request } = message;
  if (
    !telework &&
    !(booking && asks) &&
    !(days && /\b(?:book|reserve)\b/.test(request)) &&
    !(desktop && asks && days) &&
    !(/[DR]/.test(request) && desktop && booking)
  )
    return false;
  const japanese = /[ぁ-ん一-龠]/.test(request);
  const about = has(ABOUT, request);
  const left = japanese ? leftoverJapanese(request) + foreignWords(message.requestShown) : leftoverEnglish(request);
  if (!asks && toldAsPast(message)) return false;
  const named = telework || desktop;
  if (!named && left > 0) return false;
  if (about && !(asks && days && left <= (japanese ? 14 : 4))) return false;
  if (japanese) {
    if (asks) return days || left <= 14;
    if (
      days &&
      clauses(request).some((clause) => /T/.test(clause) && /[DRX]/.test(clause) && leftoverJapanese(clause) <= 3)
    )
      return true;
    return days ? left <= 3 : leftoverJapanese(message.marks) === 0;
  }
  if (asks) return days ? left <= 9 : left <= 4;
  if (
    days &&
    clauses(request).some((clause) => /T/.test(clause) && /[DRXU]/.test(clause) && leftoverEnglish(clause) <= 1)
  )
    return true;
  return days ? left <= 1 : leftoverEnglish(message.marks) === 0;
}

/** What a change or a cancellation says beside days and its own words: 「会議を明日に変更」 is about another thing. */
function leftover(text: string): number {
  const rest = text.replace(WORDS.cancel, ' ').replace(WORDS.change, ' ');
  return hasJapanese(rest) ? leftoverJapanese(rest) : leftoverEnglish(rest) * 2;
}

/** 「10日に入れた在宅を12日に」, 「10日ではなく11日にしてください」: no word for change, and yet one. */
function movesOne(request: string, marks: string): boolean {
  return (
    /(?:D(?:に|の)[^。\n]{0,12}(?:T|予約|申請)(?:日)?|D(?:の(?:分|ぶん|やつ)?)?)を、?P?D(?:の?P)?(?:に|へ)/.test(
      request,
    ) ||
    (/X[、]?D(?:の?P)?(?:に|で|へ)(?:し|お|変|願)/.test(marks) && !/T/.test(marks))
  );
}

/** 「昨日のテレワークは…」, "I teleworked on Monday": told, not asked. A past date alone is asked, and refused later. */
function toldAsPast(message: Message): boolean {
  const days = tokensOf(message, 'day');
  const past =
    days.length > 0 && days.every(({ token }) => token.said.kind === 'day' && token.said.day < message.today);
  return (
    past &&
    /昨日|きのう|おととい|yesterday|\b(?:was|were|did|had|worked|teleworked|been)\b|(?:た|でした)[。!]?$/.test(
      message.words,
    )
  );
}

function clauses(request: string): string[] {
  return request.split(/[、,;:。!?\n]|\.(?=\s|$)| - /);
}

/** How many letters of content a text has beside what the grammar knows. */
function leftoverJapanese(text: string): number {
  return text
    .replace(ASKS, '')
    .replace(FILLER_JA, '')
    .replace(/[A-Z\d\s\p{P}\p{S}ー]/gu, '').length;
}

/** Letters of katakana words that ask for nothing: a monitor, a flight. Folded, they would look like particles. */
function foreignWords(text: string): number {
  return (text.match(/[ァ-ヶー]{2,}/g) ?? []).filter((word) => !has(ASKS, foldKana(word))).join('').length;
}

function leftoverEnglish(text: string): number {
  return (text.match(/[a-z][a-z'-]*/g) ?? []).filter((word) => !FILLER_EN.has(word)).length;
}

function has(pattern: RegExp, text: string): boolean {
  pattern.lastIndex = 0;
  return pattern.test(text);
}
