import type { Shortage } from '../flows/forecast/forecast.ts';
import type { ShortDay, ShortDaysView } from '../flows/forecast/short-days-view.ts';
import type { Language } from '../flows/organisation.ts';
import { formatDay, formatTimes } from './day-and-time.ts';
import { plainText } from './plain-text.ts';
import { forecastTextIn } from './texts/forecast.ts';

/** Days that one message names; the rest is a number. */
const DAYS_SHOWN = 8;

/** To the ICT section: the days on which seats run short, each with its numbers and what mends it. */
export function shortDays(view: ShortDaysView, language: Language): string {
  const words = forecastTextIn(language);
  const shown = view.days.slice(0, DAYS_SHOWN);
  const left = view.days.length - shown.length;
  return [
    words.title(plainText(view.poolName[language], 100)),
    ...shown.map((one) => shortDay(one, view.timeZone, language)),
    ...(left > 0 ? [words.more(left)] : []),
    words.look(`zaitaku forecast --day ${shown[0]!.day}`),
  ].join('\n\n');
}

/** One day that is short: when, the numbers, the ways to mend it. */
export function shortDay({ day, low, high, seats, shortage }: ShortDay, timeZone: string, language: Language): string {
  const words = forecastTextIn(language);
  const facts = [
    words.expected(words.range(number(low), number(high)), number(seats)),
    ...(shortage.waiting > 0 ? [words.waiting(number(shortage.waiting))] : []),
    words.missing(number(shortage.missing)),
  ];
  const times = formatTimes(shortage.startsAt, shortage.endsAt, timeZone);
  const comma = language === 'ja' ? '、' : ', ';
  const stop = language === 'ja' ? '。' : '. ';
  const said = words.short[shortage.certainty](formatDay(day, language), times);
  return `${said}${language === 'ja' ? '(' : ' ('}${facts.join(comma)}${language === 'ja' ? ')' : ')'}${stop}${words.mend(waysOf(shortage, language))}`;
}

function waysOf({ mend }: Shortage, language: Language): string[] {
  const words = forecastTextIn(language);
  const [hosts, licences] = [number(mend.hosts), number(mend.licences)];
  const more =
    mend.hosts > 0 && mend.licences > 0
      ? words.hostsAndLicences(hosts, licences)
      : mend.hosts > 0
        ? words.hosts(hosts)
        : words.licences(licences);
  return [more, ...(mend.move ? [words.move(number(mend.move.people), formatDay(mend.move.day, language))] : [])];
}

export function number(value: number): string {
  return value.toLocaleString('en-US');
}
