import { onlyBareWeekdays } from './combine-days.ts';
import { type Rule, rule } from './reduce.ts';
import type { Token } from './tokens.ts';

const DAYS = '{D}(?:(?:と|、|・|や|,|, | and |, and | & | or )(?:the )?{D}){0,20}';

function except(_: RegExpExecArray, tokens: Token[]) {
  const days = tokens.flatMap((token) => (token.type === 'day' ? [token.said] : []));
  if (days.length > 1 && days.some(({ kind }) => kind === 'range' || kind === 'span' || kind.startsWith('whole')))
    return undefined;
  // 「毎週月曜と金曜、7/19以外」: the weekdays are asked, the date alone goes.
  if (days.some(onlyBareWeekdays) && !days.every(onlyBareWeekdays)) return undefined;
  return days.length > 0 ? { symbol: 'X', token: { type: 'except' as const, days } } : undefined;
}

/** Days taken out: 水曜以外, 12/30は除く, 金曜は出社, except Friday. Whether there is something to take them out of is seen later. */
export const EXCEPTIONS: Rule[] = [
  rule(
    `(?:(?:ただし|但し|なお)、?)?${DAYS}(?:だけ|のみ)?(?:は|を|の分は)?、?(?:除(?:い|き|く|外)(?:て|た|し(?:て|ます)?|で)?|以外|抜(?:き(?:で|の)?|い(?:て)?)|ぬき(?:で|の)?|(?:飛|と)ばし(?:て)?|外し(?:て)?|はず(?:し|れ)て?|なし(?:で)?|無し(?:で)?)(?:ください|下さい|お願いします|(?:です|ます)?が)?`,
    except,
  ),
  rule(
    `(?:(?:ただし|但し|なお)、?)?${DAYS}(?:だけ|のみ|は|も|だけは|のみは)、?(?:お?休み(?:です|で)?|(?:通常)?(?:出社|出勤|登庁)(?!する|しな|の|でき|が|にし|に変)(?:し(?:ます|て|、)?|で(?:す)?|予定)?|不要(?:です)?|いりません|結構です)(?:ください|下さい|お願いします|(?:です|ます)?が)?`,
    except,
  ),
  rule(
    `${DAYS}は、?(?:終日)?(?:有給?休暇?|有給|年休|休暇|出張|外出|研修|会議|庁内|窓口|代休|振休)(?:です|を取ります|の予定(?:です)?)?(?=[、。\\n])`,
    except,
  ),
  rule(
    `(?:(?:ただし|但し|なお)、?)?${DAYS}(?:だけ)?は、?[^。\\n{D}{T}{R}]{1,16}?(?:なので|ので|の?ため|(?:だ|です|る|い)から)、?(?:除(?:い|き|く|外)(?:て|し(?:て|ます)?|で)?|外し(?:て)?|抜(?:き|い)(?:で|て)?|なし(?:で)?|不要(?:です)?|(?:出社|出勤|登庁)(?:し(?:ます|て)|で|です)?)(?:ください|下さい|お願いします)?`,
    except,
  ),
  rule(
    '(?<=[(、,])(?:ただし|但し)?(\\d{1,2}(?:[、・,と]\\d{1,2}){0,9})日?(?:は|を|だけ)?(?:除(?:く|き|外)?|抜き|以外|なし)',
    ([, list]) => ({
      symbol: 'X',
      token: {
        type: 'except',
        days: (list as string).split(/\D+/).map((date) => ({ kind: 'day-of-month', date: Number(date) })),
      },
    }),
  ),
  rule(`${DAYS}(?:では|じゃ)(?:なく(?:て)?|ありません)`, except),
  rule(
    `[,(]? ?(?:but |and )?\\b(?:except(?:ing)?(?: for)?|but not(?: on)?|excluding|apart from|aside from|other than|save for|without|not(?: on)?|minus|leaving out|omitting|skip(?:ping)?) (?:on )?(?:the )?${DAYS}\\)?`,
    except,
  ),
  rule(`\\b(?:but )?${DAYS} (?:i(?:'ll| will) be |i(?:'m| am) )?(?:in|at) the office`, except),
];
