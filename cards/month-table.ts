import type { BookingStatus } from '../flows/booking/booking.ts';
import type { Language } from '../flows/organisation.ts';
import type { MonthDay } from '../flows/views.ts';
import { text, type Table, type TableCell } from './adaptive-card.ts';
import { ownTextIn } from './texts/own.ts';

const MARKS: Partial<Record<BookingStatus, string>> = {
  approved: '●',
  active: '●',
  pending: '○',
  waitlisted: '△',
  completed: '✓',
  'no-show': '－',
};

/** A month at a glance: weeks from Monday, the number of each day and what is booked on it, in words and signs. */
export function monthTable(weeks: readonly (readonly MonthDay[])[], language: Language): Table {
  const { list } = ownTextIn(language);
  return {
    type: 'Table',
    firstRowAsHeader: true,
    showGridLines: false,
    columns: list.weekdays.map(() => ({ width: 1 })),
    rows: [
      { type: 'TableRow', cells: list.weekdays.map((day) => cellOf([text(day, { size: 'small', isSubtle: true })])) },
      ...weeks.map((week) => ({ type: 'TableRow' as const, cells: week.map((day) => dayCell(day, language)) })),
    ],
  };
}

function dayCell(day: MonthDay, language: Language): TableCell {
  const { list } = ownTextIn(language);
  if (!day.inMonth) return cellOf([]);
  const number = `${Number(day.day.slice(8))}`;
  const first = text(day.today ? `[${number}]` : number, {
    ...(day.today ? { weight: 'bolder' as const } : {}),
    ...(day.off ? { isSubtle: true as const } : {}),
  });
  const booked = day.booked.flatMap(({ part, status }) => {
    const mark = MARKS[status];
    return mark === undefined
      ? []
      : [text(`${mark}${list.parts[part]}`, { size: 'small', weight: 'bolder', spacing: 'none' })];
  });
  const granted = day.booked.some(({ status }) => status === 'approved' || status === 'active');
  return cellOf([first, ...booked], granted ? 'good' : day.booked.length > 0 ? 'emphasis' : undefined);
}

function cellOf(items: TableCell['items'], style?: TableCell['style']): TableCell {
  return { type: 'TableCell', items, ...(style ? { style } : {}) };
}
