import type { BookingLine } from '../flows/views.ts';
import { text, type TextBlock } from './adaptive-card.ts';
import { decisionLines, type Speech } from './booking-box.ts';
import { formatInstant } from './day-and-time.ts';
import { readinessLines } from './readiness-lines.ts';
import { waitlistTextIn } from './texts/waitlist.ts';
import { beyondSentence } from './rule-sentences.ts';

/** How a booking stands, for its requester: a seat kept for them, why the approver decides, who decided. */
export function standingLines(line: BookingLine, speech: Speech): TextBlock[] {
  const { words, language, timeZone } = speech;
  const lines: TextBlock[] = [];
  if (line.status === 'pending' && line.offeredUntil !== null)
    lines.push(
      text(words.offeredUntil(formatInstant(line.offeredUntil, timeZone, language, null)), { weight: 'bolder' }),
    );
  if (line.status === 'waitlisted' && line.waitingPlace !== null)
    lines.push(text(waitlistTextIn(language).place(line.waitingPlace), { weight: 'bolder' }));
  if (line.status === 'pending' || line.status === 'waitlisted') {
    const beyond = beyondSentence(line.beyond, speech);
    if (beyond) lines.push(text(beyond, { spacing: 'small' }));
  }
  return [...lines, ...decisionLines(line, speech), ...readinessLines(line.unready, language)];
}
