import { showApprovalNotice } from '../approval/approval-notices.ts';
import { showApproval } from '../approval/approval-view.ts';
import { withDeputies } from '../approval/ask-approvers.ts';
import { isReachable } from '../approval/readdress-request.ts';
import { showQuestion } from '../calendar/edit-question.ts';
import { bookingLines, showRequest } from '../booking/request-view.ts';
import { showCalendarAsk, showCalendarDraft } from '../calendar/calendar-ask.ts';
import { showCalendarGone } from '../calendar/calendar-gone.ts';
import { showStillWanted } from '../calendar/still-wanted.ts';
import { poolOf, type Deps } from '../deps.ts';
import { showDeviceNotice } from '../devices/device-notices.ts';
import { showFeedback } from '../feedback/feedback.ts';
import { pledgeNeeded } from '../registration/pledge.ts';
import { showReadiness, showReadinessCase, showReadinessNotice } from '../readiness/readiness-view.ts';
import { showShortDays } from '../forecast/short-days-view.ts';
import type { Person } from '../person.ts';
import type { PostedCard, Tx } from '../store.ts';
import type { Notice } from '../notice.ts';
import type { NoticeView, View } from '../views.ts';
import { emergencyForm, showEmergency, showEmergencyTold } from '../emergency/emergency-view.ts';
import { showLostDeviceTold } from '../lost-device/lost-device-view.ts';
import { showNoShowTold } from '../no-show/no-show-view.ts';
import { showWaitlist } from '../waitlist/waitlist-view.ts';
import { showUnfinished } from '../work/work-view.ts';

/** A notice as it is to be shown now, or null where time has overtaken it. A reply is rendered already. */
export async function showNotice(
  tx: Tx,
  deps: Deps,
  person: Person,
  notice: Exclude<Notice, { kind: 'reply' }>,
): Promise<View | null> {
  const { timeZone } = deps.organisation();
  const show = (content: NoticeView['notice']): NoticeView => ({ kind: 'notice', notice: content, timeZone });
  switch (notice.kind) {
    case 'approval-request':
    case 'approval-reminder': {
      const news = notice.kind === 'approval-reminder' ? 'reminder' : null;
      const view = await showApproval(tx, deps, notice.requestId, person.id, { news });
      // Decided, taken back or handed on meanwhile: there is nothing to ask any more.
      return view?.canDecide ? view : null;
    }
    case 'decision': {
      const bookings = await tx.bookings.byIds(notice.bookingIds);
      const lines = await bookingLines(tx, deps, bookings);
      return lines.length ? show({ kind: 'decision', bookings: lines, byName: lines[0]!.decidedByName ?? '' }) : null;
    }
    case 'cancelled': {
      const bookings = await tx.bookings.byIds(notice.bookingIds);
      const requester = bookings[0] ? await tx.people.byId(bookings[0].personId) : null;
      const lines = await bookingLines(tx, deps, bookings);
      return show({ kind: 'cancelled', requesterName: requester?.displayName ?? '', bookings: lines });
    }
    case 'expired': {
      const lines = await bookingLines(tx, deps, await tx.bookings.byIds(notice.bookingIds));
      return show({ kind: 'expired', bookings: lines });
    }
    case 'feedback':
      return showFeedback(tx, deps, person, notice.bookingId);
    case 'calendar-ask':
      return showCalendarAsk(tx, deps, person, notice.draftId);
    case 'calendar-gone':
      return showCalendarGone(tx, deps, notice);
    case 'pledge':
      return pledgeNeeded(tx, deps, person, { draft: null, device: notice.device });
    case 'request-card':
      return showRequest(tx, deps, notice.requestId);
    case 'booked-for-you': {
      const bookings = await tx.bookings.byRequest(notice.requestId);
      const by = bookings[0]?.requestedBy ? await tx.people.byId(bookings[0].requestedBy) : null;
      const lines = await bookingLines(tx, deps, bookings);
      return lines.length ? show({ kind: 'booked-for-you', byName: by?.displayName ?? '', bookings: lines }) : null;
    }
    case 'approver-unreachable':
    case 'no-approver': {
      const bookings = await tx.bookings.byRequest(notice.requestId);
      const first = bookings[0];
      if (!first) return null;
      if (notice.kind === 'no-approver') {
        const requester = await tx.people.byId(first.personId);
        return show({ kind: 'no-approver', requesterName: requester?.displayName ?? '' });
      }
      const asked = await tx.people.byIds(await withDeputies(tx, deps, notice.requestId, first.approverIds));
      const reached = new Set<string>();
      for (const { id } of asked) if (await isReachable(tx, id)) reached.add(id);
      const lost = asked.filter(({ id }) => first.approverIds.includes(id) && !reached.has(id));
      const approverNames = lost.map((one) => one.displayName);
      const nowWith = asked.filter(({ id }) => reached.has(id)).map((one) => one.displayName);
      return show({ kind: 'approver-unreachable', approverNames, nowWith });
    }
    case 'request-question':
    case 'request-answered':
    case 'escalated':
    case 'undecided':
    case 'approver-absent':
    case 'deputy-set':
    case 'deputy-ended':
      return showApprovalNotice(tx, deps, person, notice);
    case 'no-personal-desktop':
    case 'session-warning': {
      const [booking] = await tx.bookings.byIds([notice.bookingId]);
      const [line] = booking ? await bookingLines(tx, deps, [booking]) : [];
      if (!booking || !line) return null;
      if (notice.kind === 'no-personal-desktop') return show({ kind: 'no-personal-desktop', booking: line });
      const atEnd = poolOf(deps.organisation(), booking.poolId)?.sessionAtEnd ?? 'leave';
      const minutesLeft = Math.ceil((Date.parse(notice.until) - deps.clock.now().getTime()) / 60_000);
      // Too late to save anything by it.
      return minutesLeft > 0 ? show({ kind: 'session-warning', booking: line, minutesLeft, atEnd }) : null;
    }
    case 'certificate-fetched':
    case 'certificate-renewal':
    case 'certificate-revoked':
    case 'device-admitted':
    case 'device-refused':
    case 'device-asked':
      return showDeviceNotice(tx, deps, person, notice);
    case 'work-unfinished':
      return showUnfinished(tx, deps, person.id, notice.day);
    case 'seat-returned':
      return showWaitlist(tx, deps, notice.bookingId, 'returned');
    case 'seat-offered':
      return showWaitlist(tx, deps, notice.bookingId, 'offered');
    case 'offer-lapsed':
      return showWaitlist(tx, deps, notice.bookingId, 'lapsed');
    case 'no-show':
    case 'come-after-all':
      return showNoShowTold(tx, deps, notice);
    case 'away-asked':
    case 'day-closed':
      return showStillWanted(tx, deps, notice);
    case 'emergency-proposed': {
      // One that is asked for or on already has its card.
      if ((await tx.emergencies.open()).length > 0 || (await tx.emergencies.byId(notice.emergencyId))) return null;
      return emergencyForm(deps, { id: notice.emergencyId, chosen: ['all'], reason: notice.reason });
    }
    case 'emergency-asked': {
      const emergency = await tx.emergencies.byId(notice.emergencyId);
      return emergency && showEmergency(tx, deps, person, emergency);
    }
    case 'emergency-begun':
    case 'emergency-ended': {
      const emergency = await tx.emergencies.byId(notice.emergencyId);
      // Ended before this went out: that it has ended is told besides.
      const overtaken = notice.kind === 'emergency-begun' && emergency?.state !== 'on';
      return emergency && !overtaken ? showEmergencyTold(tx, deps, person, emergency) : null;
    }
    case 'lost-device':
      return showLostDeviceTold(tx, deps, notice.report);
    case 'maintenance-ready':
    case 'maintenance-wanted': {
      const name = poolOf(deps.organisation(), notice.poolId)?.name ?? { ja: notice.poolId, en: notice.poolId };
      return show({ ...notice, poolName: name });
    }
    case 'readiness':
    case 'readiness-case':
      return showReadinessNotice(tx, deps, person, notice);
    case 'permission-mended': {
      const nameOf = (id: string) => poolOf(deps.organisation(), id)?.name ?? { ja: id, en: id };
      const pools = notice.pools.map(({ poolId, letIn, putOut }) => ({ poolName: nameOf(poolId), letIn, putOut }));
      return show({ ...notice, pools });
    }
    case 'calendar-question': {
      const view = await showQuestion(tx, deps, notice);
      // Answered or overtaken meanwhile; or its card stands in the chat already and is kept up to date there.
      const posted = await tx.postedCards.of('calendar-question', `${notice.bookingId}/${notice.questionId}`);
      return view?.state === 'asked' && posted.length === 0 ? view : null;
    }
    case 'short-days':
      return showShortDays(tx, deps, notice);
    case 'fault': {
      const { subject } = notice.fault;
      const about = /^[0-9a-f-]{36}$/i.test(subject) ? await tx.people.byId(subject) : null;
      return show({ kind: 'fault', fault: notice.fault, subjectName: about?.displayName ?? subject });
    }
  }
}

/** A card that stands in a chat, as it is to be shown now; null where what it showed is gone. */
export async function showPostedCard(tx: Tx, deps: Deps, card: PostedCard): Promise<View | null> {
  if (card.kind === 'request') return showRequest(tx, deps, card.subject);
  if (card.kind === 'approval') return showApproval(tx, deps, card.subject, card.personId);
  if (card.kind === 'readiness' || card.kind === 'readiness-case') {
    const [personId = '', day = ''] = card.subject.split('/');
    if (card.kind === 'readiness') return showReadiness(tx, deps, personId, day);
    return showReadinessCase(tx, deps, { id: card.personId }, { personId, day });
  }
  if (card.kind === 'calendar-question') {
    const [bookingId = '', questionId = ''] = card.subject.split('/');
    return showQuestion(tx, deps, { bookingId, questionId });
  }
  if (card.kind === 'draft') return showCalendarDraft(tx, deps, card.subject);
  return null;
}
