import { ABOUT, ASKS, BOOKING_NOUN, WORDS } from './intent-words.ts';
import { clauses, foreignWords, has, leftover, leftoverEnglish, leftoverJapanese } from './left-words.ts';
import { type Message, tokensOf } from './read-message.ts';
import { hasJapanese } from './normalise.ts';
import { grammar } from './reduce.ts';
import type { Intent } from './understanding.ts';

const DATE_NOUN = grammar('日にち|日程|日付|日取り|曜日|時間(?:帯)?を|\\b(?:dates?|days?|times?)\\b');

/** What the message wants. Rules run from what must not be missed (a lost device) to what needs the least evidence. */
export function readIntent(message: Message): Intent {
  const { marks, request, words, requestWords } = message;
  const says = (name: keyof typeof WORDS) => has(WORDS[name], request) || has(WORDS[name], requestWords);
  const saysAnywhere = (name: keyof typeof WORDS) => has(WORDS[name], words) || has(WORDS[name], marks);
  // What a taken-out day says (「12/30はなし」) cancels nothing, unless it is all that is said.
  const cancels = has(WORDS.cancel, request) || (has(WORDS.cancel, requestWords) && !/[DRUW]/.test(marks));
  const telework = /T/.test(request) || (/T/.test(marks) && has(ASKS, request));
  const named = tokensOf(message, 'day');
  // 「水曜に検診があるので在宅」: a lone day inside the reason is the day that is asked.
  const days =
    /[DRXU]/.test(request) || named.some(({ place }) => place !== 'reason') || (telework && named.length === 1);
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

  if (says('ruleQuestion') && !(days && telework && isPlainRequest(request))) return 'help';
  const howTo = says('help');
  if (
    says('trouble') &&
    !(telework && days && asks && !howTo && !/ない|ませ|エラ|can'?t|cannot|won'?t/.test(requestWords))
  ) {
    if (!(
      says('startWork') &&
      onlyToday &&
      !/ない|ませ|can'?t|cannot|won'?t|fail|denied|error|えらー|wrong|refus|problem|trouble|issue|stuck|keeps|unable|frozen|black/.test(
        words,
      )
    ))
      return 'connect';
  }
  if (
    desktop &&
    !((asks || booking) && (days || telework)) &&
    !/(?:予約|申請|取りたい|book|reserve)/.test(requestWords)
  )
    return 'connect';
  if (onlyToday && STARTS_BESIDE_REQUEST.test(request)) return 'start-work';
  if (
    onlyToday &&
    !(
      telework &&
      has(grammar('お願い|希望|申請|予約|させて|したい|入れて|\\b(?:can|could|may) i\\b|book|request|please'), request)
    ) &&
    !booking
  ) {
    if (
      says('pauseWork') &&
      /(?:分|時間|時|頃|ごろ|後|すぐ)(?:後)?(?:で|に|には)?(?:戻り|もどり)ます/.test(requestWords)
    )
      return 'pause-work';
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
    !/(?:全員で|みんなで).{0,12}(?:お願い|申請)/.test(requestWords) &&
    !(
      /(?:お願いします|ください|下さい)[。!]?$/.test(requestWords) &&
      !/[?]|誰|だれ|教|おしえ|見せ|知|一覧|確認|りすと|表示/.test(requestWords)
    )
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
  if (/\b(?:cancel|drop|scrap|delete|remove|scratch) (?:my |the )?D(?=$|[,.!]| please| pls)/.test(request))
    return 'cancel';
  if (says('list') && !isPlainRequest(request)) return 'list';
  return asksForDays(message, { telework, days, asks, booking, desktop }) ? 'book' : 'unknown';
}

/** 「今日も在宅でよろしくお願いします。始業です。」 */
const STARTS_BESIDE_REQUEST =
  /(?:^|[。!?\n])[^T。!?\n]{0,12}(?:始業(?:です|します|しました)|業務を?開始(?:です|します|しました|いたします)|(?:業務|仕事|勤務)(?:に入り|を始め)ます)/;

/** 「明日の出社を在宅に変更」, "switch tomorrow to remote": there is no booking yet. */
function isOfficeToTelework(request: string): boolean {
  return (
    /(?:出社|出勤|登庁)(?:予定|の予定)?(?:を|から)[^。\n]{0,6}Tに/.test(request) ||
    /(?:^|[。!?\n])[^T。\n]{0,20}D(?:の(?:勤務|予定))?(?:を|は|、)?(?:P)?Tに(?:変|切|替|し(?!て(?:い)?(?:た|る|あり)|ませ|な)|か)/.test(
      request,
    ) ||
    (/(?:^|[。!?\n])[^T。\n]*T(?:に|へ)(?:切り?替|変更|変え|かえ|し(?!て(?:い)?(?:た|る|あり)|ませ|な))/.test(
      request.replace(/^[^T]*(?:予約|申請)[^T]*$/, ''),
    ) &&
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
    ) && !/見せ|みせ|教え|おしえ|一覧|見たい|知りたい|確認|照会|りすと|っけ|show|list|see my/.test(request)
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
  if (!days && /T(?:の|して(?:い)?る|中の)?(?:人|方|者|職員)(?:は|も|に)/.test(request)) return false;
  const named = telework || desktop;
  if (!named && left > 0) return false;
  if (about && !(asks && days && left <= (japanese ? 14 : 4))) return false;
  if (japanese) {
    if (asks) return days || left <= 14;
    if (
      days &&
      clauses(request).some((clause) => /T/.test(clause) && /[DRXP]/.test(clause) && leftoverJapanese(clause) <= 3)
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

/** 「火曜に入れた在宅、水曜にできますか」: the first day has its booking. */
const BOOKED_THEN_DAY =
  /D(?:の|は|が)?P?T(?:の予定)?(?:だった|でした|にして(?:い)?た|にして(?:い)?まし?た)(?:けど|けれど|のですが|んですが|のを|んだけど|が)[^。\nD]{0,8}D(?:の?P)?(?:に|へ)|D(?:に|で|の)?(?:入れ|取っ|取得し|予約し|申請し|登録し|お願いし|とっ|いれ)(?:て(?:い|あ)?(?:る|た)|てます|ています|ていました|た)[^。\n]{0,16}(?:を|、|は|って|けど|が)[^。\nD]{0,8}D(?:の?P)?(?:に|へ)(?!も)/;

/** 「10日に入れた在宅を12日に」, 「10日ではなく11日にしてください」: no word for change, and yet one. */
function movesOne(request: string, marks: string): boolean {
  return (
    /(?:D(?:に|の)[^。\n]{0,12}(?:T|予約|申請)(?:日)?|D(?:の(?:分|ぶん|やつ)?)?)を、?P?D(?:の?P)?(?:に|へ)/.test(
      request,
    ) ||
    BOOKED_THEN_DAY.test(request) ||
    /D(?:の[^。、\n]{0,4}(?:T|予約|申請)|に[^。、\n]{0,8}た(?:T|予約|申請))を、?P(?:だけ|のみ|から)?に(?!取|入|予約|申請)/.test(
      request,
    ) ||
    /D(?:の|に(?:入れ|取っ|申請し)[^。、\n]{0,4}た)T(?:は|を|だけど|ですが|なんですが)?、D(?:の?P)?(?:に|へ)(?:し|でき|お願い)/.test(
      request,
    ) ||
    /D(?:の|'s)? ?(?:T|予約|booking)? ?→ ?D/.test(request) ||
    /\bmake (?:the |my )?D ?(?:T|booking)\b[^.!?\n]{0,8}P/.test(request) ||
    /\bmy (?:T|booking|day)\b[^.!?\n]{0,20}D[^.!?\n]{0,10}\binstead\b/.test(request) ||
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
    /昨日|きのう|おととい|yesterday|\b(?:was|were|did|had|worked|teleworked|been|(?!need|want|request|book|schedul|plann)[a-z]{2,}ed)\b|(?:た|でした)[。!]?$/.test(
      message.words,
    )
  );
}
