import { bookingLines } from '../booking/request-view.ts';
import type { Deps } from '../deps.ts';
import type { LocalDay } from '../organisation.ts';
import type { Person } from '../person.ts';
import type { Tx } from '../store.ts';
import type { BookingLine, View } from '../views.ts';
import { showApproval } from './approval-view.ts';
import { showQuestion } from './question-view.ts';

/** What people are told about the way of a request, as the outbox keeps it. */
export type ApprovalNotice =
  | { kind: 'request-question'; requestId: string }
  | { kind: 'request-answered'; requestId: string }
  /** The next above may decide as well. */
  | { kind: 'escalated'; requestId: string; personIds: string[] }
  /** Nobody has decided in the time that the organisation lets a request wait. */
  | { kind: 'undecided'; requestId: string; bookingIds: string[] }
  /** The approver's mailbox says that they are away. */
  | { kind: 'approver-absent'; requestId: string; approverId: string; deputyId: string }
  /** To a deputy: they stand in, or no more. */
  | { kind: 'deputy-set'; approverId: string; fromDay: LocalDay; toDay: LocalDay }
  | { kind: 'deputy-ended'; approverId: string; fromDay: LocalDay; toDay: LocalDay };

/** A short notice about the way of a request. */
export interface ApprovalNoticeView {
  kind: 'approval-notice';
  notice:
    | { kind: 'escalated'; nowWith: string[]; bookings: BookingLine[] }
    | { kind: 'undecided'; bookings: BookingLine[] }
    | { kind: 'approver-absent'; approverName: string; deputyName: string }
    | { kind: 'deputy-set' | 'deputy-ended'; approverName: string; fromDay: LocalDay; toDay: LocalDay };
  timeZone: string;
}

/** A notice as it is to be shown now, or null where time has overtaken it. */
export async function showApprovalNotice(
  tx: Tx,
  deps: Deps,
  person: Person,
  notice: ApprovalNotice,
): Promise<View | null> {
  const { timeZone } = deps.organisation();
  const show = (content: ApprovalNoticeView['notice']): ApprovalNoticeView => ({
    kind: 'approval-notice',
    notice: content,
    timeZone,
  });
  const nameOf = async (id: string) => (await tx.people.byId(id))?.displayName ?? '';
  switch (notice.kind) {
    case 'request-question': {
      const view = await showQuestion(tx, deps, notice.requestId);
      return view?.canAnswer ? view : null;
    }
    case 'request-answered': {
      const view = await showApproval(tx, deps, notice.requestId, person.id, { news: 'answered' });
      return view?.canDecide ? view : null;
    }
    case 'escalated':
    case 'undecided': {
      const bookings = await tx.bookings.byRequest(notice.requestId);
      const concerned =
        notice.kind === 'undecided'
          ? bookings.filter(({ id }) => notice.bookingIds.includes(id))
          : bookings.filter((one) => one.status === 'pending');
      if (concerned.length === 0) return null;
      const lines = await bookingLines(tx, deps, concerned);
      if (notice.kind === 'undecided') return show({ kind: 'undecided', bookings: lines });
      const people = await tx.people.byIds(notice.personIds);
      return show({ kind: 'escalated', nowWith: people.map((one) => one.displayName), bookings: lines });
    }
    case 'approver-absent': {
      const { approverId, deputyId } = notice;
      const waiting = (await tx.bookings.byRequest(notice.requestId)).some((one) => one.status === 'pending');
      if (!waiting) return null;
      const names = { approverName: await nameOf(approverId), deputyName: await nameOf(deputyId) };
      return show({ kind: 'approver-absent', ...names });
    }
    case 'deputy-set':
    case 'deputy-ended': {
      const { kind, approverId, fromDay, toDay } = notice;
      return show({ kind, approverName: await nameOf(approverId), fromDay, toDay });
    }
  }
}
