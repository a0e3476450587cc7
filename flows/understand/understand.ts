import { localDayOf } from '../local-time.ts';
import type { LocalDay } from '../organisation.ts';
import { daysAsked, daysMoved } from './days-asked.ts';
import { readIntent } from './intent.ts';
import { hasJapanese } from './normalise.ts';
import { type PartAsked, partMovedTo, partsAsked } from './parts-asked.ts';
import { deputyNamed, principalNamed } from './person-named.ts';
import { type Message, readMessage, tokensOf } from './read-message.ts';
import { readRepetition } from './repetition.ts';
import { resolveDays } from './resolve-days.ts';
import type { DaySaid } from './tokens.ts';
import type { Intent, Understanding } from './understanding.ts';

/** Moments and zones that `understand` is asked in: both are handed in, so that the same words mean the same. */
export interface Context {
  now: Date;
  timeZone: string;
}

const WITH_REASON: ReadonlySet<Intent> = new Set(['book', 'cancel', 'change', 'deputy', 'emergency']);

/**
 * What the bot makes of one chat message in Japanese or English. Pure and linear in the length of the text; any text gets an
 * answer. Days are local days of the zone. A day that is not clearly named is left out, so that the bot asks: a question is
 * better than a wrong day.
 */
export function understand(text: string, { now, timeZone }: Context): Understanding {
  const message = readMessage(text, localDayOf(now, timeZone));
  const intent = readIntent(message);
  const understanding: Understanding = { intent, language: languageOf(text, message) };
  if (intent === 'change') Object.assign(understanding, moved(message));
  else Object.assign(understanding, asked(message, intent));
  if (message.reason && WITH_REASON.has(intent)) understanding.reason = message.reason;
  const place = placeOf(message);
  if (place && intent === 'book') understanding.place = place;
  const person =
    intent === 'deputy'
      ? deputyNamed(message.shown)
      : intent === 'book' || intent === 'cancel'
        ? principalNamed(message.shown)
        : undefined;
  if (person) understanding.for = person;
  return understanding;
}

function asked(message: Message, intent: Intent): Partial<Understanding> {
  const repetition = intent === 'book' || intent === 'cancel' ? readRepetition(message, message.today) : undefined;
  const { groups, exceptDays } = repetition
    ? { groups: [], exceptDays: repetition.exceptDays }
    : daysAsked(message, intent);
  const days = repetition ? [repetition.first] : sorted(groups.flatMap((group) => group.days));
  // 「金曜はなしで」 takes nothing out of anything: it names the day to cancel.
  const named =
    days.length > 0 || intent !== 'cancel'
      ? days
      : sorted(tokensOf(message, 'except').flatMap(({ token }) => daysOf(message, token.days)));
  const part = partsAsked(message, groups);
  return {
    ...(named.length > 0 ? { days: named } : {}),
    ...partFields(part, intent),
    ...(repetition ? { rrule: repetition.rrule } : {}),
    ...(exceptDays.length > 0 ? { except_days: exceptDays } : {}),
  };
}

function daysOf(message: Message, said: DaySaid[]): LocalDay[] {
  const spoken = { today: message.today };
  return said.flatMap((each) => resolveDays(each, spoken).days);
}

function moved(message: Message): Partial<Understanding> {
  const { from, to, toAt } = daysMoved(message);
  const days = sorted(from);
  const toDays = sorted(to);
  return {
    ...(days.length > 0 ? { days } : {}),
    ...partFields(partMovedTo(message, toAt), 'change'),
    ...(toDays.length > 0 ? { to_days: toDays } : {}),
  };
}

function partFields({ part, parts, from, to }: PartAsked, intent: Intent): Partial<Understanding> {
  const whole = part ?? (intent === 'book' ? 'full' : undefined);
  return {
    ...(whole ? { part: whole } : {}),
    ...(parts && Object.keys(parts).length > 0 ? { parts } : {}),
    ...(from ? { from } : {}),
    ...(to ? { to } : {}),
  };
}

/** Satellite office and places outside say more than 在宅; what is said in the reason counts only where nothing else is said. */
function placeOf(message: Message): Understanding['place'] {
  const found = tokensOf(message, 'telework').filter(
    ({ token, at }) => token.place && !/^(?:勤務)?(?:では|じゃ)なく/.test(message.marks.slice(at + 1)),
  );
  const outside = found.filter(({ place }) => place === 'request');
  const places = (outside.length > 0 ? outside : found).map(({ token }) => token.place);
  return places.find((place) => place !== 'home') ?? places[0];
}

function languageOf(text: string, message: Message): 'ja' | 'en' {
  return hasJapanese(/\p{L}/u.test(message.shown) ? message.shown : text) ? 'ja' : 'en';
}

function sorted(days: LocalDay[]): LocalDay[] {
  return [...new Set(days)].sort();
}
