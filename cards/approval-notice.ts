import type { ApprovalNoticeView } from '../flows/approval/approval-notices.ts';
import type { Language } from '../flows/organisation.ts';
import { dayIn, daysIn, nameIn, namesIn, speechFor } from './booking-box.ts';
import { approvalTextIn } from './texts/approval.ts';

/** A short message about the way of a request, or about standing in for somebody. */
export function approvalNotice(view: ApprovalNoticeView, language: Language): string {
  const it = view.notice;
  const days = 'bookings' in it ? it.bookings.map((line) => line.day) : 'fromDay' in it ? [it.fromDay, it.toDay] : [];
  const speech = speechFor(language, view.timeZone, days);
  const { notices, deputy } = approvalTextIn(language);
  switch (it.kind) {
    case 'escalated':
      return notices.escalated(daysIn(speech, days), namesIn(speech, it.nowWith));
    case 'undecided':
      return notices.undecided(daysIn(speech, days));
    case 'approver-absent':
      return notices.approverAbsent(nameIn(it.approverName), nameIn(it.deputyName));
    default: {
      const span = deputy.days(dayIn(speech, it.fromDay), dayIn(speech, it.toDay));
      const name = nameIn(it.approverName);
      return it.kind === 'deputy-set' ? notices.deputySet(name, span) : notices.deputyEnded(name, span);
    }
  }
}
