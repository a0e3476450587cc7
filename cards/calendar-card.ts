import type { CalendarGoneView } from '../flows/calendar/calendar-gone.ts';
import type { Language } from '../flows/organisation.ts';
import type { ProposalView } from '../flows/views.ts';
import { type Action, type AdaptiveCard, adaptiveCard, banner, type Element, heading, text } from './adaptive-card.ts';
import { bookingBox, bookingInShort, daysIn, type Speech, speechFor } from './booking-box.ts';
import { plainText } from './plain-text.ts';
import { calendarTextIn } from './texts/calendar.ts';
import { withinLimit } from './within-limit.ts';

type FromCalendar = NonNullable<ProposalView['calendar']>;

/** Why a proposal that came of the calendar is there, and what went back with it. */
export function calendarSaid(calendar: FromCalendar, change: boolean, speech: Speech): Element[] {
  const words = calendarTextIn(speech.language);
  const subjects = calendar.subjects.map((one) => plainText(one, 60)).filter(Boolean);
  const why = !calendar.sure ? words.said['looks-like'](subjects) : change ? words.said.change : words.said.sure;
  const back = calendar.takenBack.length > 0 ? [text(words.takenBack(daysIn(speech, calendar.takenBack)))] : [];
  return [banner(why, 'emphasis'), ...back];
}

/** The button by which nothing is requested: the entry is not asked about again. */
export function dismissButton(view: ProposalView, change: boolean, { language }: Speech): Action {
  const { dismiss } = calendarTextIn(language);
  const { draftId, version, calendar } = view;
  return {
    type: 'Action.Execute',
    verb: 'calendar.dismiss',
    title: !calendar?.sure ? dismiss['looks-like'] : change ? dismiss.change : dismiss.sure,
    associatedInputs: 'none',
    data: { draftId, version },
  };
}

/** A proposal of the calendar's that asks no more: its person said no, or the entries changed. */
export function dismissedCard({ withdrawn }: FromCalendar, { language }: Speech): AdaptiveCard {
  const words = calendarTextIn(language);
  const title = withdrawn ? words.withdrawnTitle : words.declinedTitle;
  return adaptiveCard(language, title, [heading(title), text(withdrawn ? words.withdrawn : words.declined)]);
}

/** Entries are gone: what went back, what is asked about, what was sent with the same change. */
export function calendarGoneCard(view: CalendarGoneView, language: Language): AdaptiveCard {
  const { asked, takenBack, sent, kept } = view;
  const words = calendarTextIn(language);
  const lines = [...asked, ...takenBack, ...sent];
  const days = lines.map((line) => line.day);
  const speech = speechFor(language, view.timeZone, days);
  const state = kept ? 'kept' : asked.length > 0 ? 'asked' : takenBack.length > 0 ? 'taken-back' : 'sent';
  const title = words.goneTitle[state];
  const actions: Action[] = kept
    ? []
    : asked.length > 0
      ? [
          {
            type: 'Action.Execute',
            verb: 'booking.cancel-all',
            title: words.cancel(asked.length),
            style: 'destructive',
            data: { bookings: named(asked) },
          },
          {
            type: 'Action.Execute',
            verb: 'calendar.keep',
            title: words.keep,
            data: { bookings: named(asked) },
          },
        ]
      : takenBack.length > 0
        ? [
            {
              type: 'Action.Execute',
              verb: 'calendar.again',
              title: words.again,
              data: { bookings: named(takenBack) },
            },
          ]
        : [];
  return withinLimit((inFull) => {
    const boxes = (some: CalendarGoneView['asked']) =>
      some.map((line, index) => (index < inFull ? bookingBox(line, speech) : bookingInShort(line, speech)));
    const body: Element[] = [heading(title)];
    if (state !== 'sent') body.push(text(words.goneSaid[state]));
    body.push(...boxes(asked));
    if (asked.length > 0 && takenBack.length > 0) {
      const back = takenBack.map((line) => line.day);
      body.push(text(words.takenBack(daysIn(speech, back)), { spacing: 'medium' }));
    }
    body.push(...boxes(takenBack));
    if (sent.length > 0 && state !== 'sent') body.push(text(words.sent, { spacing: 'medium' }));
    body.push(...boxes(sent));
    return adaptiveCard(language, `${title} ${daysIn(speech, days)}`, body, actions);
  });
}

function named(lines: CalendarGoneView['asked']) {
  return lines.map(({ bookingId, version }) => ({ bookingId, version }));
}
