import type { BookingStatus } from '../flows/booking/booking.ts';
import type { Language } from '../flows/organisation.ts';
import type { BookingLine, NoticeView } from '../flows/views.ts';
import { deciderIn, dayIn, daysIn, nameIn, namesIn, type Speech, speechFor, timesIn } from './booking-box.ts';
import { formatInstant, formatTime } from './day-and-time.ts';
import { maintenanceNotice } from './maintenance-notice.ts';
import { permissionNotice } from './permission-notice.ts';
import { plainText } from './plain-text.ts';
import { approvalTextIn } from './texts/approval.ts';

/** A short message that stands by itself. Lines are parted by empty lines, which Markdown and plain text both show. */
export function notice(view: NoticeView, language: Language): string {
  const it = view.notice;
  const lines = 'bookings' in it ? it.bookings : 'booking' in it ? [it.booking] : [];
  const speech = speechFor(
    language,
    view.timeZone,
    lines.map((line) => line.day),
  );
  const { notices } = speech.words;
  const days = daysIn(
    speech,
    lines.map((line) => line.day),
  );
  switch (it.kind) {
    case 'decision':
      return decision(it.bookings, it.byName, speech);
    case 'approver-unreachable':
      return notices.approverUnreachable(namesIn(speech, it.approverNames), namesIn(speech, it.nowWith) || null);
    case 'no-approver':
      return notices.noApprover(nameIn(it.requesterName));
    case 'booked-for-you': {
      const granted = it.bookings.every((line) => line.status === 'approved' || line.status === 'active');
      const next = notices.bookedForYouNext[granted ? 'approved' : 'pending'];
      return [notices.bookedForYou(nameIn(it.byName), days), next].join('\n\n');
    }
    case 'cancelled':
      return notices.cancelled(nameIn(it.requesterName), days);
    case 'expired':
      return notices.expired(days);
    case 'no-personal-desktop':
      return notices.noPersonalDesktop(dayIn(speech, it.booking.day));
    case 'session-warning':
      return notices.sessionWarning[it.atEnd](formatTime(it.booking.endsAt, view.timeZone), it.minutesLeft);
    case 'maintenance-ready':
    case 'maintenance-wanted':
      return maintenanceNotice(it, language);
    case 'permission-mended':
      return permissionNotice(it, language);
    default: {
      const { what, mend } = notices.faults[it.fault.code];
      const since = formatInstant(it.fault.since, view.timeZone, language, null);
      return notices.fault(what, plainText(it.subjectName, 100), since, plainText(it.fault.detail, 300) || null, mend);
    }
  }
}

/** One sentence for each way it went, then what else is to know. */
function decision(bookings: BookingLine[], byName: string, speech: Speech): string {
  const { words, language, timeZone } = speech;
  const byStatus = new Map<BookingStatus, BookingLine[]>();
  for (const line of bookings) byStatus.set(line.status, [...(byStatus.get(line.status) ?? []), line]);
  const parts = [...byStatus].flatMap(([status, lines]) => {
    const days = daysIn(
      speech,
      lines.map((line) => line.day),
    );
    const [first] = lines as [BookingLine];
    const name = first.decidedByName ?? byName;
    const by =
      lines.every((line) => line.byRule) || !nameIn(name) ? null : deciderIn(name, first.decidedForName, speech);
    const approval = approvalTextIn(language).notices;
    if (status === 'waitlisted' && by !== null) return [approval.decidedFull(days, by)];
    const said = words.notices.decided(status, days, by);
    const kept = status === 'rejected' ? lines.flatMap((line) => line.replaces ?? []) : [];
    if (kept.length > 0)
      return [said, ...kept.map((old) => approval.oldStays(`${dayIn(speech, old.day)} ${timesIn(speech, old)}`))];
    if (status !== 'approved' && status !== 'active') return [said];
    const late = lines.find((line) => line.readyAt !== null);
    if (late?.readyAt) return [said, words.readyAt(formatInstant(late.readyAt, timeZone, language, late.day))];
    return lines.some((line) => line.poolName !== null) ? [said, words.notices.desktopOnTime] : [said];
  });
  const comments = new Set(bookings.map((line) => plainText(line.comment ?? '', 500)).filter(Boolean));
  return [
    parts.join(language === 'ja' ? '' : ' '),
    ...[...comments].map((said) =>
      nameIn(byName) ? words.notices.commentOf(nameIn(byName), said) : `${words.comment}${words.colon}${said}`,
    ),
  ].join('\n\n');
}
