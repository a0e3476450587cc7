import { addDays, mondayOf, weekdayOf } from '../local-time.ts';
import type { LocalDay } from '../organisation.ts';
import type { Weekday } from '../working-days.ts';
import { loneWeekday } from './combine-days.ts';
import { withoutOtherMatters } from './other-matters.ts';
import { type Found, type Message, tokensOf } from './read-message.ts';
import { resolveDays, resolveOne, type Spoken } from './resolve-days.ts';
import { weekdaysOf } from './repetition.ts';
import type { DaySaid, Token } from './tokens.ts';
import type { Intent } from './understanding.ts';

type DayFound = Found<Extract<Token, { type: 'day' }>>;

/** Days that were named together, and where. */
export interface DayGroup {
  at: number;
  days: LocalDay[];
  stretch: boolean;
}

/** Nobody names more days or ranges by hand; it keeps the work of a huge message linear. */
const MOST_NAMED = 200;

export interface DaysAsked {
  groups: DayGroup[];
  exceptDays: LocalDay[];
}

/** Every day that the message asks for, in the order of its words, exceptions taken out. */
export function daysAsked(message: Message, intent: Intent): DaysAsked {
  const told = resolveGroups(message, withoutOtherMatters(message, chosenDays(message), intent));
  const groups = told.length > 0 ? told : wholeWeek(message, intent);
  const excepted = tokensOf(message, 'except')
    .flatMap(({ token }) => token.days)
    .slice(0, MOST_NAMED);
  const out = new Set<LocalDay>();
  if (excepted.length > 0) {
    const stretched = groups.filter(({ stretch }) => stretch).flatMap(({ days }) => days);
    const spoken: Spoken = { today: message.today };
    const first = stretched[0];
    for (const said of excepted) {
      const bare = weekdaysOf(said).filter(({ week }) => week === undefined);
      const named =
        bare.length > 0
          ? stretched.filter((day) => bare.some(({ weekday }) => weekday === weekdayOf(day)))
          : resolveExcept(said, spoken, first);
      for (const day of named) if (stretched.includes(day)) out.add(day);
    }
  }
  return {
    groups: groups.map((group) =>
      group.stretch ? { ...group, days: group.days.filter((day) => !out.has(day)) } : group,
    ),
    exceptDays: [...out].sort(),
  };
}

function resolveExcept(said: DaySaid, spoken: Spoken, first: LocalDay | undefined): LocalDay[] {
  if (first && said.kind === 'day-of-month') {
    const day = resolveOne(said, { ...spoken }, first);
    return day ? [day] : [];
  }
  if (first && said.kind === 'several') return said.each.flatMap((each) => resolveExcept(each, spoken, first));
  return resolveDays(said, spoken).days;
}

export interface Move {
  from: LocalDay[];
  to: LocalDay[];
  /** Where in the message the new booking begins to be told; undefined where it is not. */
  toAt?: number;
}

/** With a change: the days it moves from and where they go. A weekday without a week of its own stays in the week it leaves. */
export function daysMoved(message: Message): Move {
  const { marks, today } = message;
  const spoken: Spoken = { today };
  let found = chosenDays(message);
  const notDays = tokensOf(message, 'except');
  const [only] = found;
  if (found.length === 1 && only?.token.said.kind === 'range' && only.token.said.arrow && notDays.length === 0) {
    const { first, last } = only.token.said;
    const from = resolveSaid(first, spoken);
    return { from, to: target(last, spoken, from), toAt: only.at };
  }
  if (notDays.length > 0 && found.length > 0) {
    const from = notDays.flatMap(({ token }) => token.days.flatMap((said) => resolveSaid(said, spoken)));
    return { from, to: found.flatMap(({ token }) => target(token.said, spoken, from)), toAt: found[0]?.at };
  }
  const isTarget = (day: DayFound): boolean => {
    const after = marks.slice(day.at + 1, day.at + 14);
    const before = marks.slice(Math.max(0, day.at - 24), day.at);
    if (
      /^(?:(?:と|や|・|及び|および)D){0,5}(?:P|の?T)?(?:のP)?(?:に|へ)(?!取|入|予約|申請|登録|あ|組|して(?:い|た)|予定|し(?:て)?いた)/.test(
        after,
      ) ||
      /^(?:P)?で(?:お願|$|。)/.test(after)
    )
      return true;
    return (
      (/(?:\bto|\bonto|\bfor|\binto|\buntil|\btill|\bwith|→|\bit|be)(?: the)? ?(?:on )?(?:D(?:,| and|, and| &)(?: the)? )?$/.test(
        before,
      ) &&
        !after.startsWith(' to D')) ||
      /^(?: P)? instead(?! of)/.test(after)
    );
  };
  let targets = found.filter(isTarget);
  const until = tokensOf(message, 'until').filter(({ token }) => token.day);
  if (targets.length === 0 && until.length > 0) {
    const from = found.flatMap(({ token }) => resolveSaid(token.said, spoken));
    return {
      from,
      to: until.flatMap(({ token }) => (token.day ? target(token.day, spoken, from) : [])),
      toAt: until[0]?.at,
    };
  }
  if (/\binstead of D/.test(marks)) {
    const away = marks.search(/\binstead of (?:the )?D/);
    targets = found.filter(({ at }) => at < away || !/instead of (?:the )?$/.test(marks.slice(0, at)));
    targets = targets.filter(({ at }) => !/instead of (?:the )?$/.test(marks.slice(Math.max(0, at - 20), at)));
  }
  if (targets.length === found.length && found.length > 1 && !/instead of/.test(marks)) targets = found.slice(-1);
  if (targets.length === 0 && found.length > 1) targets = found.slice(-1);
  const leaving = found.filter((day) => !targets.includes(day));
  found = leaving;
  const from = (leaving.length > 0 ? leaving : loneInReason(message)).flatMap(({ token }) =>
    resolveSaid(token.said, spoken),
  );
  const to = targets.flatMap(({ token }) => target(token.said, spoken, from));
  return { from, to, ...(targets[0] ? { toAt: targets[0].at } : {}) };
}

function target(said: DaySaid, spoken: Spoken, from: LocalDay[]): LocalDay[] {
  const leaves = from.at(-1);
  if (leaves && said.kind === 'several') return said.each.flatMap((each) => target(each, spoken, from));
  if (said.kind === 'fitting') return target(said.said, spoken, from).filter((day) => weekdayOf(day) === said.weekday);
  const lone = loneWeekday(said);
  if (leaves && lone && lone.week === undefined) {
    const day = inWeekOf(leaves, lone.weekday);
    // Friday to Monday, said on Tuesday: nobody moves a booking into the past.
    return [day < spoken.today && leaves >= spoken.today ? addDays(day, 7) : day];
  }
  if (leaves && said.kind === 'later') return [addDays(leaves, said.days)];
  if (leaves && said.kind === 'later-week' && !said.weekday) return from.map((day) => addDays(day, said.weeks * 7));
  if (leaves && said.kind === 'later-week' && said.weeks >= 0) {
    const day = addDays(leaves, said.weeks * 7);
    return [said.weekday ? inWeekOf(day, said.weekday) : day];
  }
  return resolveSaid(said, spoken);
}

function inWeekOf(day: LocalDay, weekday: Weekday): LocalDay {
  return addDays(mondayOf(day), weekday - 1);
}

/** Days outside the reason; else its topic's (「水曜は通院なので」); else a lone day inside it (「水曜に検診があるので」). */
function chosenDays(message: Message): DayFound[] {
  const all = tokensOf(message, 'day')
    .filter(({ token }) => token.said.kind !== 'month-start')
    .slice(0, MOST_NAMED);
  const asked = all.filter(({ place }) => place === 'request');
  if (asked.length > 0) return asked;
  const topic = all.filter(({ place }) => place === 'topic');
  if (topic.some(({ at }) => !ofNoun(message.marks, at))) return topic;
  if (message.found.some(({ token, place }) => token.type === 'repeat' && place === 'request')) return [];
  return loneInReason(message);
}

/** 「24日に会議が入ったので在宅を26日に」: the reason names the day that is left. */
function loneInReason(message: Message): DayFound[] {
  const inside = tokensOf(message, 'day').filter(({ place, at }) => place !== 'request' && !ofNoun(message.marks, at));
  return inside.length === 1 ? inside : [];
}

/** 「金曜の会議」: the day belongs to another thing. */
function ofNoun(marks: string, at: number): boolean {
  return /^の(?![DPTRHV、])/.test(marks.slice(at + 1));
}

function resolveGroups(message: Message, found: DayFound[]): DayGroup[] {
  const groups: DayGroup[] = [];
  let spoken: Spoken = { today: message.today };
  let sentence = -1;
  const weeks = tokensOf(message, 'week').slice(0, MOST_NAMED);
  const months = tokensOf(message, 'month').slice(0, MOST_NAMED);
  let after = -1;
  for (const day of found) {
    if (day.sentence !== sentence) {
      const previous: LocalDay | undefined = spoken.previous;
      spoken = { today: message.today, ...(previous ? { previous } : {}) };
      sentence = day.sentence;
    }
    for (const week of weeks)
      if (week.at > after && week.at < day.at && week.sentence === sentence)
        spoken.monday = addDays(mondayOf(message.today), week.token.week * 7);
    for (const month of months)
      if (month.at > after && month.at < day.at && month.sentence === sentence) spoken.month = month.token.month;
    after = day.at;
    const { days, stretch } = resolveDays(day.token.said, spoken);
    if (days.length > 0) groups.push({ at: day.at, days, stretch });
  }
  if (found.length > 0) return lengthened(message, found, groups);
  return untilGroups(message);
}

/** 「明日から在宅で3日間」, "2 days of telework starting Thursday": the length stands apart from the first day. */
function lengthened(message: Message, found: DayFound[], groups: DayGroup[]): DayGroup[] {
  const [first] = found;
  const length = tokensOf(message, 'length').find(({ place }) => place !== 'reason');
  const [group] = groups;
  if (found.length !== 1 || !first?.token.starts || !length || group?.days.length !== 1) return groups;
  const { days } = resolveDays(
    { kind: 'span', first: { kind: 'day', day: group.days[0] as LocalDay }, length: length.token.length },
    { today: message.today },
  );
  return [{ at: group.at, days, stretch: true }];
}

/** "next week wfh except Monday", 「来週在宅を毎日」: the week stands apart from what makes it a whole one. */
function wholeWeek(message: Message, intent: Intent): DayGroup[] {
  // 「来週の木曜以外」 names its week inside the exception.
  const [out] = tokensOf(message, 'except').flatMap(({ token, at }) =>
    token.days.flatMap(weekdaysOf).map(({ week }) => ({ at, week })),
  );
  if (intent === 'book' && out?.week !== undefined && /以外|除/.test(message.requestWords))
    return [{ at: out.at, ...resolveDays({ kind: 'whole-week', week: out.week }, { today: message.today }) }];
  const [week, another] = tokensOf(message, 'week').filter(({ place }) => place !== 'reason');
  const whole =
    message.found.some(
      ({ token }) => token.type === 'except' || (token.type === 'repeat' && token.every === 'working-day'),
    ) || /all week|ずっと|いっぱい|丸々|まるまる/.test(message.request);
  if (!week || another || week.token.starts || !whole) return [];
  return [{ at: week.at, ...resolveDays({ kind: 'whole-week', week: week.token.week }, { today: message.today }) }];
}

/** 「金曜まで在宅で」 names no first day: from today. */
function untilGroups(message: Message): DayGroup[] {
  return tokensOf(message, 'until').flatMap(({ token, at, place }) => {
    // Where a first day was told and not understood, today is not the first one.
    if (
      !token.day ||
      place === 'reason' ||
      /(?:から|より|~|-|\bfrom |\bstarting )[^。、,\n]{0,6}$/.test(message.marks.slice(Math.max(0, at - 14), at))
    )
      return [];
    const { days } = resolveDays(
      { kind: 'range', first: { kind: 'day', day: message.today }, last: token.day },
      { today: message.today },
    );
    return days.length > 0 ? [{ at, days, stretch: true }] : [];
  });
}

function resolveSaid(said: DaySaid, spoken: Spoken): LocalDay[] {
  return resolveDays(said, spoken).days;
}
