import type { AllowanceView } from '../flows/conversation/show-allowance.ts';
import type { Language } from '../flows/organisation.ts';
import { type AdaptiveCard, adaptiveCard, banner, type Element, heading, labelled, text } from './adaptive-card.ts';
import { formatMonth, formatShortDay, formatDay } from './day-and-time.ts';
import { formButton } from './help-card.ts';
import { ownTextIn } from './texts/own.ts';
import { textIn } from './texts/text-in.ts';

/** What a person may still book, by week, month and year. */
export function allowanceCard(view: AllowanceView, language: Language): AdaptiveCard {
  const { allowance } = ownTextIn(language);
  const short = (day: string) => formatShortDay(day, language);
  const body: Element[] = [heading(allowance.title)];
  if (view.emergency) body.push(banner(allowance.emergency, 'warning'));
  if (view.rows.length === 0) body.push(text(allowance.none));
  for (const row of view.rows) {
    const name =
      row.period === 'week'
        ? allowance.week(short(row.first), short(row.last))
        : row.period === 'month'
          ? allowance.month(formatMonth(row.first, language, true))
          : allowance.year(formatDay(row.first, language, true), formatDay(row.last, language, true));
    body.push(...labelled(name, allowance.left(row.left, row.limit, row.used)));
  }
  return adaptiveCard(language, allowance.title, body, [formButton(textIn(language).list.form)]);
}
