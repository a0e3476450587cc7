import type { ApprovalNotice } from './approval/approval-notices.ts';
import type { CalendarGone } from './calendar/calendar-gone.ts';
import type { DeviceNotice } from './devices/device-notices.ts';
import type { LostDeviceReport } from './lost-device/lost-device-report.ts';
import type { MaintenanceNews } from './maintenance/follow-maintenance.ts';
import type { PermissionMended } from './permission/check-permission.ts';
import type { LocalDay } from './organisation.ts';
import type { ReadinessNotice } from './readiness/readiness-view.ts';
import type { Device } from './rules/rules.ts';

/** What a person is told. Cards and sentences are made at delivery, in the person's language, from the present state. */
export type Notice =
  | { kind: 'approval-request'; requestId: string }
  | { kind: 'approval-reminder'; requestId: string }
  | { kind: 'decision'; requestId: string; bookingIds: string[] }
  | { kind: 'approver-unreachable'; requestId: string }
  | { kind: 'no-approver'; requestId: string }
  | ApprovalNotice
  /** The card of a request that was made elsewhere than in the chat. */
  | { kind: 'request-card'; requestId: string }
  | { kind: 'feedback'; bookingId: string }
  /** Entries of the person's calendar ask for days. */
  | { kind: 'calendar-ask'; draftId: string }
  | CalendarGone
  /** Somebody would book in the person's place, whose pledge for days with this device is missing. */
  | { kind: 'pledge'; device: Device | null }
  /** Somebody booked in the person's place. */
  | { kind: 'booked-for-you'; requestId: string }
  | { kind: 'cancelled'; requestId: string; bookingIds: string[] }
  | { kind: 'expired'; requestId: string; bookingIds: string[] }
  | { kind: 'no-personal-desktop'; bookingId: string }
  /** The session outlasts its time; `until` (ISO): when the pool's rule is applied to it. */
  | { kind: 'session-warning'; bookingId: string; until: string }
  /** The finish of a day's work is missing. */
  | { kind: 'work-unfinished'; day: LocalDay }
  | { kind: 'fault'; fault: Fault }
  /** The person has moved or deleted our event in their calendar: does the booking follow? */
  | { kind: 'calendar-question'; bookingId: string; questionId: string }
  /** To the ICT section: on these days more is wanted of a pool than can be had. */
  | { kind: 'short-days'; poolId: string; days: LocalDay[] }
  /** A seat has come back: the booking waits no more. */
  | { kind: 'seat-returned'; bookingId: string }
  /** A seat has come back too late for everything to be ready: does the person still want it? */
  | { kind: 'seat-offered'; bookingId: string }
  | { kind: 'offer-lapsed'; bookingId: string }
  /** The booking was not used and has given its seat back; or its person is at a desktop after all. */
  | { kind: 'no-show' | 'come-after-all'; bookingId: string }
  /** The offices are closed on a day that is booked. */
  | { kind: 'day-closed'; bookingId: string }
  /** The person's calendar says that they are away at a time that is booked. */
  | { kind: 'away-asked'; bookingId: string }
  /** To those who may switch: the organisation's calendar says that there is an emergency. */
  | { kind: 'emergency-proposed'; emergencyId: string; reason: string }
  /** To those who may switch: a second person is asked for. */
  | { kind: 'emergency-asked'; emergencyId: string }
  /** To everybody in its scope. */
  | { kind: 'emergency-begun' | 'emergency-ended'; emergencyId: string }
  /** To the ICT section: hosts are ready to be worked on, or wanted back. */
  | MaintenanceNews
  | ReadinessNotice
  | DeviceNotice
  /** To the ICT section: what people could do was not what they were booked for, and is mended. */
  | PermissionMended
  /** To the ICT section. */
  | { kind: 'lost-device'; report: LostDeviceReport }
  /** A reply to a message, kept as data; rendered by the edge that asked for it. */
  | { kind: 'reply'; reply: unknown };

/** A fault that the ICT section is told of: what, where, since when, and what mends it. */
export interface Fault {
  code:
    | 'access-not-granted'
    | 'access-not-withdrawn'
    | 'allow-list-not-written'
    | 'permission-unbooked'
    | 'session-not-ended'
    | 'certificate-to-revoke'
    | 'calendar-not-written'
    | 'calendars-unreadable'
    | 'section-calendar-not-written'
    | 'host-not-starting'
    | 'pool-unreadable'
    | 'pool-not-ours'
    | 'capacity-short'
    | 'capacity-limit'
    | 'session-outside-booking'
    | 'personal-host-missing'
    | 'nobody-comes'
    | 'licences-nearly-used-up'
    | 'licences-short'
    | 'readiness-unreadable'
    | 'ways-open'
    | 'calendar-unreadable'
    | 'calendar-lines-wrong'
    | 'booked-when-closed'
    | 'recipient-unreachable';
  /** Pool, host, person id or booking id that it is about. */
  subject: string;
  /** For the operator: what the outside system answered. No personal details. */
  detail: string;
  since: Date;
}
