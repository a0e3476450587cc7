import type { DayVerdict } from '../flows/booking/proposal.ts';
import type { RuleId } from '../flows/rules/rules.ts';
import type { ProposalView } from '../flows/views.ts';
import { type Colour, text, type TextBlock } from './adaptive-card.ts';
import { insteadIn, type Speech, timesIn, whereIn } from './booking-box.ts';
import { formatInstant } from './day-and-time.ts';
import type { ShownDay } from './day-groups.ts';
import { plainText } from './plain-text.ts';
import { beyondSentence, stopSentence } from './rule-sentences.ts';

type Refused = Extract<DayVerdict, { ok: false }>;

/** The days of a draft with what the rules say to each. `askPart`: half a day is judged once it is known which half. */
export function proposedDays(view: ProposalView, speech: Speech, askPart: boolean): ShownDay[] {
  return view.days.map((one) => shownDay(view, one, speech, askPart));
}

function shownDay(view: ProposalView, one: ProposalView['days'][number], speech: Speech, askPart: boolean): ShownDay {
  const { words, timeZone, language } = speech;
  const { verdict, day } = one;
  const times = askPart ? words.proposal.halfDay : timesIn(speech, one);
  const where = text(whereIn(speech, view.place, one.poolName, view.device), { spacing: 'none', isSubtle: true });
  const lines: TextBlock[] = [text(times, { spacing: 'none' })];
  // With half a day the half decides about these, so they are not said before.
  const open = askPart && (verdict.ok || dependsOnHalf(verdict));
  if (open) return { day, word: '', colour: 'default', lines: [...lines, where], short: times };
  if (!verdict.ok) {
    const said = refusalIn(verdict, speech, true);
    const short = `${times} ${refusalIn(verdict, speech, false)}`;
    return { day, word: words.proposal.verdictRefused, colour: 'attention', lines: [...lines, text(said)], short };
  }
  const beyond = beyondSentence(verdict.beyond, speech);
  lines.push(where);
  if (one.insteadOf !== null && one.poolName !== null) lines.push(text(insteadIn(speech, one.poolName, one.insteadOf)));
  if (verdict.readyAt !== null)
    lines.push(text(words.readyAt(formatInstant(verdict.readyAt, timeZone, language, day))));
  if (one.replaces !== null) lines.push(text(words.proposal.replaces));
  if (beyond) lines.push(text(beyond));
  return { day, ...wordOf(verdict, speech), lines, short: beyond ? `${times} ${beyond}` : times };
}

/** Rules that may say no to one half and not to the other. */
const BY_HALF: readonly RuleId[] = [
  'days-per-week',
  'days-per-month',
  'days-per-year',
  'office-days',
  'quiet-hours',
  'most-away',
  'counter',
];

function dependsOnHalf(verdict: Refused): boolean {
  if (verdict.refusal === 'rule') return BY_HALF.includes(verdict.reason.rule);
  return verdict.refusal === 'overlap' || verdict.refusal === 'no-seat';
}

function wordOf(
  verdict: Extract<DayVerdict, { ok: true }>,
  { words: { proposal } }: Speech,
): { word: string; colour: Colour } {
  if (verdict.beyond.length > 0) return { word: proposal.verdictBeyond, colour: 'warning' };
  return { word: verdict.automatic ? proposal.verdictAutomatic : proposal.verdictOk, colour: 'good' };
}

function refusalIn(verdict: Refused, speech: Speech, named: boolean): string {
  if (verdict.refusal === 'rule') return stopSentence(verdict.reason, speech, named);
  return speech.words.proposal.refusals[verdict.refusal]({
    onlyIn: verdict.refusal === 'no-seat' && verdict.onlyIn ? plainText(verdict.onlyIn[speech.language], 60) : null,
    seats: verdict.refusal === 'no-seat' ? verdict.seats : 0,
    task: verdict.refusal === 'task' ? plainText(verdict.task[speech.language], 60) : '',
    inRequest: verdict.refusal === 'overlap' && verdict.bookingId === '',
  });
}
