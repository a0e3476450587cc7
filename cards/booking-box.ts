import type { BookingPart, BookingStatus, Place } from '../flows/booking/booking.ts';
import type { Language, LocalDay, Localised } from '../flows/organisation.ts';
import type { Device } from '../flows/rules/rules.ts';
import type { BookingLine } from '../flows/views.ts';
import {
  type Colour,
  type Container,
  type Element,
  type ExecuteAction,
  text,
  type TextBlock,
} from './adaptive-card.ts';
import { formatDay, formatInstant, formatTimes, yearsDiffer } from './day-and-time.ts';
import { plainText } from './plain-text.ts';
import type { CardText } from './texts/card-text.ts';
import { noShowTextIn } from './texts/no-show.ts';
import { textIn } from './texts/text-in.ts';

/** How a card speaks: its words, its language and zone, and whether days need their year. */
export interface Speech {
  words: CardText;
  language: Language;
  timeZone: string;
  withYear: boolean;
}

export function speechFor(language: Language, timeZone: string, days: readonly LocalDay[], today?: LocalDay): Speech {
  return { words: textIn(language), language, timeZone, withYear: yearsDiffer(days, today) };
}

/** `12月2日(水)`. */
export function dayIn(speech: Speech, day: LocalDay): string {
  return formatDay(day, speech.language, speech.withYear);
}

/** Several days in one line, at most `most` of them and the number of the rest. */
export function daysIn(speech: Speech, days: readonly LocalDay[], most = 5): string {
  const several = [...new Set(days)].sort();
  const shown = several.slice(0, most).map((day) => dayIn(speech, day));
  const rest = several.length - shown.length;
  return shown.join(speech.words.comma) + (rest > 0 ? ` ${speech.words.moreDays(rest)}` : '');
}

const NAME_LENGTH = 40;

/** A person's name, made plain. One of which nothing is seen is a question mark: a line or a button needs a word. */
export function nameIn(name: string): string {
  return plainText(name, NAME_LENGTH) || '?';
}

/** Names in one line, at most five and the number of the rest. */
export function namesIn(speech: Speech, names: readonly string[], count = names.length): string {
  const shown = names.slice(0, 5).map(nameIn);
  return shown.length > 0 ? speech.words.names(shown, Math.max(0, count - shown.length)) : '';
}

interface Time {
  part: BookingPart;
  startsAt: Date;
  endsAt: Date;
}

/** `8:30-17:15(終日)`; the times alone where hours were asked for, the part alone where no time is left of it. */
export function timesIn({ words, language, timeZone }: Speech, time: Time): string {
  const part = words.parts[time.part];
  if (time.startsAt >= time.endsAt) return part;
  const times = formatTimes(time.startsAt, time.endsAt, timeZone);
  if (time.part === 'hours') return times;
  return language === 'ja' ? `${times}(${part})` : `${times} (${part.toLowerCase()})`;
}

/** `午前`, `morning`; the times where hours were asked for. */
function partIn(speech: Speech, time: Time): string {
  if (time.part === 'hours') return timesIn(speech, time);
  const part = speech.words.parts[time.part];
  return speech.language === 'ja' ? part : part.toLowerCase();
}

/** `自宅・標準デスクトップ`; with a device `自宅・モバイルPC`, `自宅・標準デスクトップ(貸与の端末)`. */
export function whereIn(
  { words, language }: Speech,
  place: Place | null,
  poolName: Localised | null,
  device: Device | null = null,
): string {
  const on = device === null ? null : words.devices[device];
  const pool = poolName === null ? null : plainText(poolName[language], 60);
  const desktop =
    pool === null
      ? (on ?? words.noDesktop)
      : on === null
        ? pool
        : language === 'ja'
          ? `${pool}(${on})`
          : `${pool} (${on})`;
  return place === null ? desktop : `${words.places[place]}${words.dot}${desktop}`;
}

/** That the desktop is another than the usual one. */
export function insteadIn({ words, language }: Speech, poolName: Localised, usual: Localised): string {
  return words.desktopInstead(plainText(poolName[language], 60), plainText(usual[language], 60));
}

const COLOURS: Partial<Record<BookingStatus, Colour>> = {
  pending: 'warning',
  waitlisted: 'warning',
  approved: 'good',
  active: 'good',
  rejected: 'attention',
  expired: 'attention',
};

/** The colour of a status's word. */
export function colourOf(status: BookingStatus): Colour {
  return COLOURS[status] ?? 'default';
}

/** The head of a day's box: the day, and beside it one word of how it stands. */
export function dayAndWord(day: string, word: string, colour: Colour = 'default'): Element {
  return {
    type: 'ColumnSet',
    columns: [
      { type: 'Column', width: 'stretch', items: [text(day, { weight: 'bolder' })] },
      {
        type: 'Column',
        width: 'auto',
        items: [text(word, { weight: 'bolder', color: colour, horizontalAlignment: 'right' })],
      },
    ],
  };
}

/** One booking in a box: day and status, time, place, desktop, and what is to know about it. */
export function bookingBox(line: BookingLine, speech: Speech, more: Element[] = []): Container {
  const { words } = speech;
  const items: Element[] = [
    dayAndWord(dayIn(speech, line.day), words.statuses[line.status], colourOf(line.status)),
    ...bookingFacts(line, speech),
  ];
  return { type: 'Container', style: 'emphasis', items: [...items, ...more] };
}

/** Time, place, desktop, and what is to know about it. */
export function bookingFacts(line: BookingLine, speech: Speech): TextBlock[] {
  const { words } = speech;
  const items = [
    text(`${timesIn(speech, line)}${line.series ? `${words.dot}${words.series}` : ''}`, { spacing: 'none' }),
    text(whereIn(speech, line.place, line.poolName, line.device), { spacing: 'none', isSubtle: true }),
  ];
  if (line.insteadOf !== null && line.poolName !== null)
    items.push(text(insteadIn(speech, line.poolName, line.insteadOf), { spacing: 'small' }));
  const waits = line.status === 'pending' || line.status === 'waitlisted';
  if (
    line.replaces !== null &&
    line.status !== 'rejected' &&
    line.status !== 'cancelled' &&
    line.status !== 'expired'
  ) {
    const old = `${dayIn(speech, line.replaces.day)} ${timesIn(speech, line.replaces)}`;
    items.push(text(words.replaces[waits ? 'will' : 'did'](old), { spacing: 'small' }));
  }
  if (line.seatReturned && line.status === 'pending') items.push(text(words.seatReturned, { spacing: 'small' }));
  if (line.readyAt !== null && (line.status === 'pending' || line.status === 'approved' || line.status === 'active'))
    items.push(text(words.readyAt(formatInstant(line.readyAt, speech.timeZone, speech.language, line.day))));
  return items;
}

/** One booking in one line, for cards that would grow too large. */
export function bookingInShort(line: BookingLine, speech: Speech): Element {
  const { words } = speech;
  return text(`${dayIn(speech, line.day)} ${timesIn(speech, line)}${words.colon}${words.statuses[line.status]}`, {
    spacing: 'small',
  });
}

/** A decider's name as sentences take it, with the approver in whose place they decided (代決). */
export function deciderIn(name: string, forName: string | null, { words }: Speech): string {
  return forName === null ? words.request.decider(nameIn(name)) : words.actingFor(nameIn(name), nameIn(forName));
}

/** Who decided, and what they wrote. */
export function decisionLines(line: BookingLine, speech: Speech): TextBlock[] {
  const { words } = speech;
  const lines: TextBlock[] = [];
  const granted = line.status === 'approved' || line.status === 'active' || line.status === 'completed';
  if (line.byRule && granted) lines.push(text(words.byRule));
  else if (line.decidedByName !== null) {
    const by = deciderIn(line.decidedByName, line.decidedForName, speech);
    if (line.status === 'rejected') lines.push(text(words.request.decided.rejected(by)));
    else if (granted) lines.push(text(words.request.decided.approved(by)));
  }
  if (line.comment !== null && plainText(line.comment, 500))
    lines.push(text(`${words.comment}${words.colon}${plainText(line.comment, 500)}`, { spacing: 'small' }));
  return lines;
}

/** The button that cancels one booking, or none where it cannot be cancelled. `named`: what it says, where there are several. */
export function cancelButton(line: BookingLine, speech: Speech, named: string | null): ExecuteAction[] {
  if (!line.canCancel) return [];
  const { request } = speech.words;
  const waits = line.status === 'waitlisted';
  const title =
    line.status === 'active'
      ? request.cancelRest
      : named === null
        ? request[waits ? 'leaveWaiting' : 'cancel']
        : request[waits ? 'leaveWaitingDay' : 'cancelDay'](named);
  const data = { bookingId: line.bookingId, version: line.version };
  return [{ type: 'Action.Execute', verb: 'booking.cancel', title, style: 'destructive', data }];
}

/** The button that takes a booking again whose seat went back unused, or none. `named`: as above. */
export function takeAgainButton(line: BookingLine, { language }: Speech, named: string | null): ExecuteAction[] {
  if (!line.canTakeAgain) return [];
  const words = noShowTextIn(language);
  const title = named === null ? words.take : words.takeDay(named);
  const data = { bookingId: line.bookingId, version: line.version };
  return [{ type: 'Action.Execute', verb: 'booking.take-again', title, style: 'positive', data }];
}

/** Boxes of several bookings, each with its own cancel button; from the `inFull`th on one line each. */
export function cancellableBoxes(
  lines: readonly BookingLine[],
  speech: Speech,
  inFull: number,
  more: (line: BookingLine) => Element[] = () => [],
): Element[] {
  return lines.flatMap((line, index): Element[] => {
    const alone = lines.filter((other) => other.day === line.day).length === 1;
    const day = dayIn(speech, line.day);
    const named = alone ? day : `${day} ${partIn(speech, line)}`;
    const actions = [...takeAgainButton(line, speech, named), ...cancelButton(line, speech, named)];
    const buttons: Element[] = actions.length > 0 ? [{ type: 'ActionSet', actions }] : [];
    if (index < inFull) return [bookingBox(line, speech, [...more(line), ...buttons])];
    return [bookingInShort(line, speech), ...buttons];
  });
}
