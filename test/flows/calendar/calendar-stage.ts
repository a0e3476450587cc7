import type { CalendarEntry, EntryChanges } from '../../../flows/calendar/calendar-entry.ts';
import { lookAtEntries, takeEntries } from '../../../flows/calendar/take-entries.ts';
import { showNotice } from '../../../flows/conversation/notice-view.ts';
import { discardProposal } from '../../../flows/booking/discard-proposal.ts';
import { addDays } from '../../../flows/local-time.ts';
import type { Booking } from '../../../flows/booking/booking.ts';
import type { Notice } from '../../../flows/notice.ts';
import type { ProposalView, View } from '../../../flows/views.ts';
import { at, idOf } from '../../support/builders.ts';
import type { Stage } from '../../support/flow-harness.ts';

interface EntryTimes {
  /** All day; with `until` through that day. */
  day?: string;
  until?: string;
  /** `2026-12-02 08:30`: a time instead. */
  from?: string;
  to?: string;
}

/** An entry of somebody's own: 「テレワーク」 all day on Wednesday, 2 December 2026. */
export function anEntry({
  day = '2026-12-02',
  until = day,
  from,
  to,
  ...entry
}: Partial<CalendarEntry> & EntryTimes = {}): CalendarEntry {
  const allDay = from === undefined;
  return {
    key: 'entry',
    series: null,
    subject: 'テレワーク',
    categories: [],
    showAs: 'busy',
    startsAt: allDay ? at(`${day} 00:00`) : at(from),
    endsAt: allDay ? at(`${addDays(until, 1)} 00:00`) : at(to ?? from),
    allDay,
    invited: false,
    ...entry,
  };
}

/** What a calendar says: to a stage's person, and what they read of it. */
export class CalendarStage {
  readonly stage: Stage;
  readonly name: string;

  constructor(stage: Stage, name = 'hanako') {
    this.stage = stage;
    this.name = name;
  }

  async take(changes: Partial<EntryChanges>, source = 'outlook'): Promise<void> {
    const person = await this.stage.person(this.name);
    const all = { entries: [], gone: [], whole: null, ...changes };
    await this.stage.tx((tx) => takeEntries(tx, this.stage.deps, person, source, all));
  }

  says(...entries: CalendarEntry[]): Promise<void> {
    return this.take({ entries });
  }

  gone(...keys: string[]): Promise<void> {
    return this.take({ gone: keys });
  }

  /** What is due of this person's calendar at the clock's time, as the scheduler does it. */
  async look(): Promise<void> {
    const { stage } = this;
    const now = stage.clock.now();
    const due = await stage.tx((tx) => tx.due.list(now));
    for (const one of due.filter(({ kind }) => kind === 'calendar-entries')) {
      const next = await lookAtEntries(stage.deps, one.subject);
      await stage.tx(async (tx) => {
        await tx.due.clear(one.kind, one.subject, one.at);
        if (next) await tx.due.noLaterThan(one.kind, one.subject, next);
      });
    }
  }

  /** Notices told so far, of the calendar and of requests made from it. */
  async told(): Promise<Exclude<Notice, { kind: 'reply' }>[]> {
    return (await this.stage.outbox()).flatMap((work) =>
      work.kind === 'tell' && work.personId === idOf(this.name) && work.notice.kind !== 'reply' ? [work.notice] : [],
    );
  }

  /** What a notice shows now, or null. */
  async shows(notice: Exclude<Notice, { kind: 'reply' }> | undefined): Promise<View | null> {
    const person = await this.stage.person(this.name);
    return notice ? this.stage.tx((tx) => showNotice(tx, this.stage.deps, person, notice)) : null;
  }

  /** The card that asks now: the last one told of that is still open. */
  async asks(): Promise<ProposalView | null> {
    for (const notice of (await this.told()).reverse()) {
      const view = await this.shows(notice);
      if (view?.kind === 'proposal') return view;
    }
    return null;
  }

  /** Sends what the card asks. */
  async send(): Promise<Booking[]> {
    const card = await this.asks();
    if (!card) throw new Error('no card asks');
    const view = await this.stage.confirm(this.name, card);
    if (view.kind !== 'request') throw new Error(`not sent: ${JSON.stringify(view)}`);
    return this.stage.tx((tx) => tx.bookings.byRequest(view.requestId));
  }

  async dismiss(): Promise<View> {
    const person = await this.stage.person(this.name);
    const card = (await this.asks())!;
    return this.stage.tx((tx) => discardProposal(tx, this.stage.deps, person, card));
  }

  async bookings(): Promise<Booking[]> {
    return this.stage.tx((tx) => tx.bookings.between(null, null, idOf(this.name)));
  }

  /** `2026-12-02 full approved`, in the order of time. */
  async stand(): Promise<string[]> {
    return (await this.bookings()).map(({ day, part, status }) => `${day} ${part} ${status}`);
  }
}
