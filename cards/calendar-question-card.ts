import type { CalendarQuestionView } from '../flows/calendar/edit-question.ts';
import type { Language } from '../flows/organisation.ts';
import { type AdaptiveCard, adaptiveCard, type Element, type ExecuteAction, heading, text } from './adaptive-card.ts';
import { bookingBox, dayIn, type Speech, speechFor } from './booking-box.ts';
import { formatInstant, formatTimes, localDayOf } from './day-and-time.ts';

import { type CalendarOutText, calendarOutTextIn } from './texts/calendar-out.ts';

/** Our event was moved or deleted in its person's calendar: does the booking follow? */
export function calendarQuestionCard(view: CalendarQuestionView, language: Language): AdaptiveCard {
  const { booking, moved, state } = view;
  const { question: words } = calendarOutTextIn(language);
  const edit = moved ? 'moved' : 'deleted';
  const days = [booking.day, ...(moved ? [localDayOf(moved.startsAt, view.timeZone)] : [])];
  const speech = speechFor(language, view.timeZone, days);
  const title = words.titles[state === 'asked' ? edit : 'settled'];
  const said: Element[] =
    state === 'settled'
      ? [text(words.settled)]
      : [
          ...(moved ? [text(words.now(whenIn(speech, moved, words)), { weight: 'bolder' })] : []),
          text(view.canFollow ? words.ask[edit] : words.cannotMove),
          ...(view.canFollow && moved && booking.status !== 'pending'
            ? [text(words.stands, { size: 'small', isSubtle: true })]
            : []),
          ...(view.canFollow && view.ownEntry ? [text(words.ownEntry[edit], { size: 'small', isSubtle: true })] : []),
        ];
  return adaptiveCard(
    language,
    `${title} ${dayIn(speech, booking.day)}`,
    [heading(title), bookingBox(booking, speech), ...said],
    actionsOf(view, words),
  );
}

function actionsOf(view: CalendarQuestionView, words: CalendarOutText['question']): ExecuteAction[] {
  if (view.state === 'settled') return [];
  const data = { bookingId: view.booking.bookingId, questionId: view.questionId, version: view.version };
  const keep: ExecuteAction = { type: 'Action.Execute', verb: 'calendar.restore', title: words.keep, data };
  if (!view.canFollow) return [keep];
  const title = words.follow[view.moved ? 'moved' : 'deleted'];
  return [{ type: 'Action.Execute', verb: 'calendar.follow', title, style: 'positive', data }, keep];
}

function whenIn(
  speech: Speech,
  { startsAt, endsAt, allDay }: NonNullable<CalendarQuestionView['moved']>,
  words: CalendarOutText['question'],
): string {
  const { timeZone, language } = speech;
  const day = localDayOf(startsAt, timeZone);
  const last = localDayOf(new Date(Math.max(startsAt.getTime(), endsAt.getTime() - 1)), timeZone);
  if (allDay)
    return day === last ? `${dayIn(speech, day)} ${words.allDay}` : `${dayIn(speech, day)} – ${dayIn(speech, last)}`;
  if (day === last) return `${dayIn(speech, day)} ${formatTimes(startsAt, endsAt, timeZone)}`;
  return `${formatInstant(startsAt, timeZone, language, null)} – ${formatInstant(endsAt, timeZone, language, null)}`;
}
