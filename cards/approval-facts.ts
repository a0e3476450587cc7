import type { ApprovalLine, ApprovalView, ThreadNote } from '../flows/approval/approval-view.ts';
import { type Element, labelled, text } from './adaptive-card.ts';
import { nameIn, namesIn, type Speech } from './booking-box.ts';
import { formatInstant } from './day-and-time.ts';
import { plainText } from './plain-text.ts';
import { touchedLine } from './rule-sentences.ts';
import type { ApprovalText } from './texts/approval.ts';

/** Notes shown of a thread; the earlier ones are counted. */
const NOTES_SHOWN = 6;

/** What is to know of an open day: rules that it touches, the section, the counter, seats, hosts. */
export function besideDay(line: ApprovalLine, speech: Speech, words: ApprovalText): Element[] {
  const { count, ofPeople, names } = line.othersOut;
  const touched = touchedLine(line.beyond, speech);
  const lines: Element[] = [];
  if (!line.mine) lines.push(text(words.notYours, { spacing: 'small', isSubtle: true }));
  if (touched) lines.push(text(touched, { spacing: 'small', weight: 'bolder', color: 'warning' }));
  lines.push(
    text(count > 0 ? words.othersOut(count, ofPeople, namesIn(speech, names, count)) : words.nobodyOut, {
      spacing: 'small',
    }),
  );
  if (line.counter) {
    const { from, to, present, needed } = line.counter;
    const times = `${wallTime(from)}-${wallTime(to)}`;
    const short = present < needed ? { color: 'warning' as const, weight: 'bolder' as const } : {};
    lines.push(text(words.counter(times, present, needed), { spacing: 'none', ...short }));
  }
  if (line.seatsLeft !== null) {
    const pending = line.seatsPending > 0 ? [words.seatsPending(line.seatsPending)] : [];
    const hosts = line.hostsAdded === null ? [] : [words.hostsAdded(line.hostsAdded)];
    const seats = [words.seatsLeft(line.seatsLeft, line.seats), ...pending].join(speech.words.comma);
    lines.push(text(seats, { spacing: 'none' }));
    lines.push(...hosts.map((said) => text(said, { spacing: 'none' })));
  }
  if (line.seatsExpected) {
    const { low, high, seats, short } = line.seatsExpected;
    lines.push(text(words.seatsExpected(low, high, seats), { spacing: 'none' }));
    if (short) lines.push(text(words.seatsShort, { spacing: 'none', color: 'warning', weight: 'bolder' }));
  }
  return lines;
}

/** What the request says of itself: private words, seen by those who decide; and the days that the person has left. */
export function requestFacts(view: ApprovalView, decides: boolean, speech: Speech, words: ApprovalText): Element[] {
  const { language } = speech;
  const said = (value: string | null) => (value === null ? '' : plainText(value, 500));
  const reason = [view.category ? plainText(view.category[language], 60) : '', said(view.reason)].filter(Boolean);
  const used = view.allowance.map(({ period, used: days, limit }) =>
    words.allowanceUsed(period, String(Math.round(days * 2) / 2), limit),
  );
  return [
    ...(reason.length > 0 ? labelled(speech.words.reason, reason.join(speech.words.colon)) : []),
    ...(said(view.material) ? labelled(words.material, said(view.material)) : []),
    ...(said(view.contact) ? labelled(words.contact, said(view.contact)) : []),
    ...(decides && used.length > 0 ? labelled(words.allowance, used.join(speech.words.comma)) : []),
  ];
}

/** Questions and answers, the last ones. */
export function threadLines(thread: readonly ThreadNote[], speech: Speech, words: ApprovalText): Element[] {
  if (thread.length === 0) return [];
  const shown = thread.slice(-NOTES_SHOWN);
  const earlier = thread.length - shown.length;
  return [
    text(words.thread, { weight: 'bolder', spacing: 'medium' }),
    ...(earlier > 0 ? [text(words.earlierNotes(earlier), { spacing: 'small', isSubtle: true })] : []),
    ...shown.flatMap(({ byName, at, text: note, fromRequester }) => {
      const when = formatInstant(at, speech.timeZone, speech.language, null);
      return [
        text(words.note(nameIn(byName), when, fromRequester), { size: 'small', isSubtle: true, spacing: 'small' }),
        text(plainText(note, 500) || '-', { spacing: 'none' }),
      ];
    }),
  ];
}

/** `8:30`, as the cards write times. */
function wallTime(time: string): string {
  return time.replace(/^0(?=\d:)/, '');
}
