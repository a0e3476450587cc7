import type { Language } from '../flows/organisation.ts';
import type { ListView } from '../flows/views.ts';
import { type Action, type AdaptiveCard, adaptiveCard, type Element, heading, text } from './adaptive-card.ts';
import { cancellableBoxes, dayIn, speechFor } from './booking-box.ts';
import { standingLines } from './booking-standing.ts';
import { formatMonth } from './day-and-time.ts';
import { formButton } from './help-card.ts';
import { monthTable } from './month-table.ts';
import { ownTextIn } from './texts/own.ts';
import { withinLimit } from './within-limit.ts';

/** A month of a person's bookings at a glance, and one page of them, each with its button to cancel it. */
export function listCard(view: ListView, language: Language): AdaptiveCard {
  const days = [...view.bookings.map((line) => line.day), ...(view.day === null ? [] : [view.day])];
  const speech = speechFor(language, view.timeZone, days);
  const { list } = speech.words;
  const own = ownTextIn(language).list;
  const month = formatMonth(`${view.month}-01`, language, true);
  const title = view.day === null ? list.title : list.titleDay(dayIn(speech, view.day));
  const none =
    view.day !== null
      ? list.emptyDay(dayIn(speech, view.day))
      : view.elsewhere > 0 || view.weeks.length === 0
        ? own.noneIn(month)
        : list.empty;
  return withinLimit((inFull) => {
    const body: Element[] = [heading(title)];
    if (view.weeks.length > 0)
      body.push(
        text(month, { weight: 'bolder' }),
        monthTable(view.weeks, language),
        text(own.legend, { size: 'small', isSubtle: true }),
      );
    if (view.bookings.length === 0) body.push(text(none));
    body.push(...cancellableBoxes(view.bookings, speech, inFull, (line) => standingLines(line, speech)));
    if (view.pages > 1) body.push(text(own.page(view.page + 1, view.pages), { isSubtle: true }));
    if (view.elsewhere > 0) body.push(text(own.elsewhere(view.elsewhere)));
    const actions = [
      ...turning(view, language),
      ...(view.bookings.length === 0 && view.elsewhere === 0 ? [formButton(list.form)] : []),
    ];
    return adaptiveCard(language, title, body, actions);
  });
}

/** To the pages and months around. The card is replaced in place; nothing is changed by it. */
function turning(view: ListView, language: Language): Action[] {
  if (view.weeks.length === 0) return [];
  const own = ownTextIn(language).list;
  const show = (title: string, month: string, page: number): Action => ({
    type: 'Action.Execute',
    verb: 'list.show',
    title,
    associatedInputs: 'none',
    data: { month, page, version: 0 },
  });
  return [
    ...(view.page > 0 ? [show(own.previousPage, view.month, view.page - 1)] : []),
    ...(view.page + 1 < view.pages ? [show(own.nextPage, view.month, view.page + 1)] : []),
    show(own.earlierMonth, monthAfter(view.month, -1), 0),
    show(own.laterMonth, monthAfter(view.month, 1), 0),
  ];
}

function monthAfter(month: string, months: number): string {
  const [year, number] = month.split('-').map(Number) as [number, number];
  const count = year * 12 + number - 1 + months;
  return `${String(Math.floor(count / 12)).padStart(4, '0')}-${String((count % 12) + 1).padStart(2, '0')}`;
}
