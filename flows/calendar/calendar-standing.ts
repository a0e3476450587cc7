import type { Organisation } from '../organisation.ts';
import type { Tx } from '../store.ts';

/** How far people's Outlook calendars are read, for the operator. Instants in ISO. */
export interface CalendarStanding {
  /** `calendar.outlook` of the configuration. */
  on: boolean;
  /** Graph can reach us. */
  notifications: boolean;
  timeZone: string;
  counts: {
    mailboxes: number;
    upToDate: number;
    waiting: number;
    neverRead: number;
    subscribed: number;
    notSubscribed: number;
    failing: number;
    lastLookAt: string | null;
    oldestLookAt: string | null;
  };
  failing: { personId: string; upn: string | null; since: string; attempts: number; message: string }[];
  subscriptionFailures: { message: string; mailboxes: number }[];
}

/** Mailboxes that are named one by one. */
const MOST_NAMED = 20;

/** Reads how far calendars are followed. */
export async function readCalendarStanding(
  tx: Tx,
  { calendar, timeZone }: Pick<Organisation, 'calendar' | 'timeZone'>,
  notifications: boolean,
  now: Date,
): Promise<CalendarStanding> {
  const counts = await tx.mailboxes.counts(now);
  const failing = await tx.mailboxes.failing(MOST_NAMED);
  return {
    on: calendar.outlook,
    notifications,
    timeZone,
    counts: {
      ...counts,
      lastLookAt: counts.lastLookAt?.toISOString() ?? null,
      oldestLookAt: counts.oldestLookAt?.toISOString() ?? null,
    },
    failing: failing.map((one) => ({ ...one, since: one.since.toISOString() })),
    subscriptionFailures: await tx.mailboxes.subscriptionFailures(),
  };
}
