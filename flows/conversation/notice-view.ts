import { showApproval } from '../approval/approval-view.ts';
import { bookingLines, showRequest } from '../booking/request-view.ts';
import { poolOf, type Deps } from '../deps.ts';
import type { Person } from '../person.ts';
import type { Notice, PostedCard, Tx } from '../store.ts';
import type { NoticeView, View } from '../views.ts';

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
      const reminder = notice.kind === 'approval-reminder';
      const view = await showApproval(tx, deps, notice.requestId, person.id, { reminder });
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
    case 'approver-unreachable':
    case 'no-approver': {
      const bookings = await tx.bookings.byRequest(notice.requestId);
      const first = bookings[0];
      if (!first) return null;
      if (notice.kind === 'no-approver') {
        const requester = await tx.people.byId(first.personId);
        return show({ kind: 'no-approver', requesterName: requester?.displayName ?? '' });
      }
      const approvers = await tx.people.byIds(first.approverIds);
      const reachable = new Map<string, boolean>();
      for (const one of approvers) {
        const conversation = await tx.conversations.of(one.id);
        reachable.set(one.id, !conversation || conversation.state === 'reachable');
      }
      const names = (yes: boolean) =>
        approvers.filter((one) => reachable.get(one.id) === yes).map((one) => one.displayName);
      return show({ kind: 'approver-unreachable', approverNames: names(false), nowWith: names(true) });
    }
    case 'no-personal-desktop':
    case 'session-warning': {
      const [booking] = await tx.bookings.byIds([notice.bookingId]);
      const [line] = booking ? await bookingLines(tx, deps, [booking]) : [];
      if (!booking || !line) return null;
      if (notice.kind === 'no-personal-desktop') return show({ kind: 'no-personal-desktop', booking: line });
      const atEnd = poolOf(deps.organisation(), booking.poolId)?.sessionAtEnd ?? 'leave';
      return show({ kind: 'session-warning', booking: line, minutesLeft: notice.minutesLeft, atEnd });
    }
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
  return null;
}
