import fc from 'fast-check';
import type { CalendarGoneView } from '../../flows/calendar/calendar-gone.ts';
import type { BookingLine, View } from '../../flows/views.ts';
import type { Parts } from './arbitrary-approvals.ts';
import { aDay, aLine, aProposal } from './asking-views.ts';

const timeZone = 'Asia/Tokyo';

function gone(more: Partial<CalendarGoneView>): CalendarGoneView {
  return { kind: 'calendar-gone', asked: [], takenBack: [], sent: [], kept: false, timeZone, ...more };
}

const cancelled: Partial<BookingLine> = { status: 'cancelled', canCancel: false };

export const CALENDAR_VIEWS: Record<string, View> = {
  'proposal-calendar': aProposal({
    calendar: { sure: true, subjects: [], takenBack: ['2026-12-04'], withdrawn: false },
  }),
  'proposal-calendar-change': aProposal({
    days: [{ ...aDay('2026-12-03'), replaces: 'b1' }],
    calendar: { sure: true, subjects: [], takenBack: [], withdrawn: false },
  }),
  'proposal-calendar-perhaps': aProposal({
    calendar: { sure: false, subjects: ['telework committee', 'wfh?'], takenBack: [], withdrawn: false },
  }),
  'proposal-calendar-declined': aProposal({
    state: 'discarded',
    calendar: { sure: true, subjects: [], takenBack: [], withdrawn: false },
  }),
  'proposal-calendar-withdrawn': aProposal({
    state: 'discarded',
    calendar: { sure: true, subjects: [], takenBack: [], withdrawn: true },
  }),
  'calendar-taken-back': gone({ takenBack: [aLine('2026-12-02', cancelled)] }),
  'calendar-taken-back-and-sent': gone({
    takenBack: [aLine('2026-12-02', cancelled), aLine('2026-12-03', { ...cancelled, bookingId: 'b3' })],
    sent: [aLine('2026-12-04')],
  }),
  'calendar-asked-one': gone({ asked: [aLine('2026-12-02', { status: 'active' })] }),
  'calendar-asked-several': gone({
    asked: [aLine('2026-12-02'), aLine('2026-12-09', { bookingId: 'b2' }), aLine('2026-12-16', { bookingId: 'b3' })],
    takenBack: [aLine('2026-12-04', cancelled)],
  }),
  'calendar-kept': gone({ asked: [aLine('2026-12-02')], kept: true }),
};

/** Any view of entries that are gone. */
export function anyCalendar({ lines }: Pick<Parts, 'lines'>): fc.Arbitrary<View> {
  return fc.record({
    kind: fc.constant('calendar-gone' as const),
    asked: lines(60),
    takenBack: lines(60),
    sent: lines(60),
    kept: fc.boolean(),
    timeZone: fc.constantFrom('Asia/Tokyo', 'UTC'),
  });
}

/** Any origin of a proposal: the chat, or entries of a calendar. */
export function anyOrigin({ day, said }: Pick<Parts, 'day' | 'said'>) {
  return fc.option(
    fc.record({
      sure: fc.boolean(),
      subjects: fc.array(said(80), { maxLength: 5 }),
      takenBack: fc.array(day, { maxLength: 5 }),
      withdrawn: fc.boolean(),
    }),
    { nil: undefined },
  );
}
