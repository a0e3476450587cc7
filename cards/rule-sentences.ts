import type { RuleReason } from '../flows/booking/proposal.ts';
import type { WallTime } from '../flows/organisation.ts';
import { daysIn, type Speech } from './booking-box.ts';
import { formatShortDay } from './day-and-time.ts';
import { plainText } from './plain-text.ts';
import { type RuleFacts, type RuleSentences, type RuleText, ruleTextIn } from './texts/rules.ts';

/** Most days that are named as using up a limit. */
const HELD = 7;

/** A rule that is a stop: why, and what to do next. `named`: with the days that use up a limit. */
export function stopSentence(reason: RuleReason, speech: Speech, named = true): string {
  return moodsOf(reason, speech).stop(reason, factsOf(reason, speech, named));
}

/** One sentence for the requester of all that a day lies beyond, or nothing. */
export function beyondSentence(reasons: readonly RuleReason[], speech: Speech): string {
  if (reasons.length === 0) return '';
  const clauses = reasons.map((reason) => moodsOf(reason, speech).beyond(reason, factsOf(reason, speech, false)));
  return ruleTextIn(speech.language).beyond([...new Set(clauses)]);
}

/** What the approver reads of the rules that a day touches, in one line, or nothing. */
export function touchedLine(reasons: readonly RuleReason[], speech: Speech): string {
  if (reasons.length === 0) return '';
  const said = reasons.map((reason) => moodsOf(reason, speech).touches(reason, factsOf(reason, speech, true)));
  return ruleTextIn(speech.language).touches([...new Set(said)]);
}

type Moods = Record<'stop' | 'beyond' | 'touches', (reason: RuleReason, facts: RuleFacts) => string>;

function moodsOf(reason: RuleReason, { language }: Speech): Moods {
  const rules: RuleSentences = ruleTextIn(language).rules;
  return rules[reason.rule] as Moods;
}

function factsOf(reason: RuleReason, speech: Speech, named: boolean): RuleFacts {
  const text = ruleTextIn(speech.language);
  const held = 'held' in reason && named ? [...new Set(reason.held)].sort() : [];
  const shown = held.slice(0, HELD).map((day) => formatShortDay(day, speech.language));
  return {
    held: daysIn(speech, held, HELD),
    heldShort: shown.join(speech.language === 'ja' ? '・' : ', ') + (held.length > HELD ? '…' : ''),
    allowed: allowedIn(reason, speech),
    name: 'name' in reason ? plainText(reason.name[speech.language], 60) : '',
    weekday: 'weekday' in reason ? text.weekdays[reason.weekday] : '',
    times: timesOf(reason, text),
    deadline:
      reason.rule === 'lead-time' ? text.deadline(reason.workingDays, reason.until && wallTime(reason.until)) : '',
  };
}

function allowedIn(reason: RuleReason, { words, language }: Speech): string {
  const names =
    'parts' in reason
      ? reason.parts.map((part) => words.parts[part])
      : 'places' in reason
        ? reason.places.map((place) => words.places[place])
        : 'devices' in reason
          ? reason.devices.map((device) => words.devices[device])
          : [];
  return names.map((name) => (language === 'en' ? name.toLowerCase() : name)).join(words.comma);
}

function timesOf(reason: RuleReason, text: RuleText): string {
  if (!('from' in reason)) return '';
  const [from, to] = [wallTime(reason.from), wallTime(reason.to)];
  return reason.to <= reason.from ? text.overnight(from, to) : `${from}-${to}`;
}

/** `8:30`, as the cards write times. */
function wallTime(time: WallTime): string {
  return time.replace(/^0(?=\d:)/, '');
}
