import { type Rule, rule } from './reduce.ts';

const telework = (place?: 'home' | 'satellite' | 'field') => ({
  symbol: 'T',
  token: { type: 'telework' as const, ...(place ? { place } : {}) },
});
const WORK = '(?:お?仕事|勤務|作業|ワーク|業務|執務|働|テレワーク|リモートワーク|リモート勤務|リモート|申請|希望)';

/** Words for telework and what they say of the place. 「てれわーく」, 「テレワ」 and 「手レワーク」 are slips of the input method. */
export const TELEWORK_WORDS: Rule[] = [
  // Not a place of work: family, house calls, the bot's own name.
  rule(
    '(?:実家|家族|家庭|家賃|家電|家具|家事|国家|専門家|作家|大家|家計|家屋|隣の家|親の家|母の家|父の家|祖母の家|リモートデスクトップ|リモート(?:会議|コントロール|操作)|在宅(?:介護|医療|ケア|看護|ワーカー)|リモート(?:で)?の?(?:参加|出席|開催|面談|打ち合わせ|会議)|(?:テレワーク|在宅勤務|在宅ワーク|在宅|リモートワーク|リモート)用|(?:テレワーク|在宅勤務|在宅ワーク|在宅|リモートワーク)(?:が|の)?できる(?:仕事|会社|職|部署|人|業務|環境)|(?:テレワーク|在宅勤務|在宅ワーク|リモートワーク)(?:に(?:向い|適し|関す|必要な|使う|使える|おすすめ)|向け)|(?:テレワーク|在宅勤務|在宅ワーク|在宅|リモートワーク|リモート)(?:勤務)?中(?:に|は(?!誰|だれ)|も)|テレワーク(?:手当|規程|規定|推進|デー(?!に|と|で)|相談|研修|アンケート|セミナー|ルール))',
    () => ({
      symbol: 'V',
      token: { type: 'empty' },
    }),
  ),
  rule(
    "\\b(?:while (?:i'?m |i am )?(?:tele-?working|working (?:from home|remotely)|wfh)|remote (?:desktop|control|access|meeting|session)s?|home ?(?:page|work\\b|owner|made)|home (?:visit|care|delivery|screen|town|address)s?|take[- ]home|(?:telework|remote[- ]work(?:ing)?|remote|home[- ]office|wfh) (?:training|seminar|workshop|survey|tools?|equipment|laptop|monitor|chair|desk|supplies|expenses?|meeting|call|conference|culture|course|setup|jobs?|teams?)|telework (?:policy|policies|rules?|allowance rules|stipend))\\b",
    () => ({
      symbol: 'V',
      token: { type: 'empty' },
    }),
  ),
  // The input method was off: "ashita zaitaku".
  rule('\\bzaitaku\\b(?: (?:kinmu|de))?', () => telework('home')),
  rule('\\bterewa-?a?ku\\b', () => telework()),
  rule('(?:サテライト[・ ]?(?:オフィス|勤務|拠点|席)?|satellite(?:[- ]offices?)?)(?:勤務)?', () =>
    telework('satellite'),
  ),
  rule(`(?:外出先|出先|出張先|訪問先|客先|現場|現地)(?:から|で)?の?(?:${WORK}(?!の(?:立|確)))?`, ([word]) =>
    /現/.test(word) && !/から|で/.test(word) ? undefined : telework('field'),
  ),
  rule(
    "\\b(?:(?:from |at )?(?:the |a |my )?(?:client|customer)(?:'s)? (?:site|office)|on[- ]?site|(?:in|from) the field|field ?work|out in the field)\\b",
    () => telework('field'),
  ),
  rule(
    '(?:在宅|ざいたく|財宅|在卓|在択)(?:で?の?(?:テレワーク|リモートワーク|リモート勤務|リモート|勤務|ワーク|きんむ|金務|仕事|業務|執務))?',
    () => telework('home'),
  ),
  rule(
    `(?:自宅|じたく|おうち|お家|(?<![一-龠](?<![中日間後前時分半]))家|(?<![ぁ-ん])うち|(?<![ぁ-ん])いえ|(?<![一-龠])宅)(?:から|にて|で)の?(?:${WORK})?`,
    () => telework('home'),
  ),
  rule(`(?:自宅|おうち|(?<![一-龠](?<![中日間後前時分半]))家)(?:に|へ)(?:戻っ|帰っ|移動し)て(?:から)?、?${WORK}`, () =>
    telework('home'),
  ),
  rule(
    '(?:自宅|おうち)(?:勤務|作業|ワーク)?(?!に(?:忘|置|届))|(?<![一-龠](?<![中日間後前時分半]))家(?=$|[。!?\\n、]|です|にし|希望|勤務)(?:勤務)?',
    () => telework('home'),
  ),
  rule(
    '(?:てれ|手れ|テレ)ー?ワー?(?:[くクグツッ]|枠|ーク)(?:ー)?|テレワ(?![ぁ-ん一-龠])|テレワ(?=で|に|を|の|は|希望|申請|お願)|モバイルワーク|ワーケーション',
    () => telework(),
  ),
  rule('リモー?ト(?:ワー?ク|勤務|業務|作業|で?の?(?:仕事|勤務|お仕事))?|リモワ|遠隔勤務', () => telework()),
  rule(
    "\\b(?:wfh|w\\.f\\.h\\.?|work(?:ing)?[- ](?:from|form|frm|fom|at)[- ](?:my )?home|(?<=(?:, |and |then ))home(?= (?:in |for |all )?(?:the )?(?:morning|afternoon|rest|day|am\\b|pm\\b))|home[- ]?offic(?:e|ing)|home[- ]?work(?:ing)?[- ]days?|home ?working|home days?|stay(?:ing)? (?:at )?home|(?:from|at) (?:my )?home|(?:i'm|i am|i'll be|be|being|am) home(?=,? {D})|^home(?= {D}$)|(?<=, )home(?=$|[.!]))\\b(?:'s|ing)?",
    () => telework('home'),
  ),
  rule(
    '\\b(?:tele-?work(?:ing|ed|er|s)?|telecommut(?:e|ing)|remote[- ]?work(?:ing)?|work(?:ing)? remote(?:ly)?|remotely|remote)\\b',
    () => telework(),
  ),
];
