import type { Booking } from '../../../flows/booking/booking.ts';
import { confirmBooking } from '../../../flows/booking/confirm-booking.ts';
import type { CalendarEntry } from '../../../flows/calendar/calendar-entry.ts';
import { addDays } from '../../../flows/local-time.ts';
import type { Organisation } from '../../../flows/organisation.ts';
import type { View } from '../../../flows/views.ts';
import { anOrganisation, aPool, someRules } from '../../support/builders.ts';
import type { Stage } from '../../support/flow-harness.ts';
import { anEntry, CalendarStage } from './calendar-stage.ts';

export const KINDS = ['all-day', 'part', 'several', 'series'] as const;
export const CHANGES = ['create', 'move', 'shorten', 'exception', 'delete', 'restore'] as const;
export const STATES = ['none', 'pending', 'approved', 'active', 'waitlisted', 'rejected', 'cancelled'] as const;
export type Kind = (typeof KINDS)[number];
export type Change = (typeof CHANGES)[number];
export type State = (typeof STATES)[number];

/** What has become of it: the bookings, and what the person is told or reads on the card that stands there. */
export interface Cell {
  bookings: Pick<Booking, 'day' | 'part' | 'startsAt' | 'endsAt' | 'status'>[];
  told: View[];
  /** Nothing new was told: the card that stands in the chat asks. */
  card: View | null;
}

/** An exception is an occurrence of a series that is another than the rest. */
export function isPossible(kind: Kind, change: Change): boolean {
  return change !== 'exception' || kind === 'series';
}

/** Where entries are written and how they come to us: handed over as read, or through a calendar. */
export interface Entrance {
  /** An empty calendar, and nothing known. */
  begin(organisation: Organisation): Promise<void>;
  says(...entries: CalendarEntry[]): Promise<void>;
  gone(...keys: string[]): Promise<void>;
  /** What was gone is taken back: other keys, as Exchange gives another id to what comes out of the deleted items. */
  back(...entries: CalendarEntry[]): Promise<void>;
}

function handedOver(stage: Stage): Entrance {
  const calendar = new CalendarStage(stage);
  return {
    begin: (organisation) => stage.reset(organisation),
    says: (...entries) => calendar.says(...entries),
    gone: (...keys) => calendar.gone(...keys),
    back: (...entries) =>
      calendar.says(
        ...entries.map((one) => ({ ...one, key: `${one.key} again`, series: one.series && `${one.series} again` })),
      ),
  };
}

/** Plays one case on the stage: the entry, its request brought to this state, the change. */
export async function play(
  stage: Stage,
  kind: Kind,
  change: Change,
  state: State,
  entrance = handedOver(stage),
): Promise<Cell> {
  const pools = [aPool(state === 'waitlisted' ? { licences: 1 } : {})];
  await entrance.begin(anOrganisation({ pools, rules: someRules({ daysPerWeek: null }) }));
  await stage.people(['hanako', { manager: 'head' }], ['other', { manager: 'head' }], ['head', { manager: 'chief' }]);
  const calendar = new CalendarStage(stage);
  const base = state === 'active' ? '2026-12-01' : '2026-12-02';
  const entries = entriesOf(kind, base);
  const days = kind === 'several' ? [0, 1, 2].map((n) => addDays(base, n)) : daysOf(kind, base);
  if (state === 'waitlisted') await stage.request('other', { days });

  if (change === 'create') {
    if (state !== 'none') {
      const view = await stage.propose('hanako', { days, part: kind === 'part' ? 'pm' : 'full' });
      await bring(stage, state, await sendOrWait(stage, view, state));
    }
  } else {
    await entrance.says(...entries);
    const card = state === 'none' ? null : await calendar.asks();
    if (card) await bring(stage, state, await sendOrWait(stage, card, state));
  }
  if (change === 'restore') await entrance.gone(...entries.map(({ key }) => key));
  const before = (await calendar.told()).length;

  if (change === 'create') await entrance.says(...entries);
  else if (change === 'restore') await entrance.back(...entries);
  else if (change === 'delete') await entrance.gone(...entries.map(({ key }) => key));
  else await entrance.says(...changed(kind, change, base));

  const notices = (await calendar.told()).slice(before);
  const told: View[] = [];
  for (const notice of notices) {
    const view = await calendar.shows(notice);
    if (view) told.push(view);
  }
  const card = told.length > 0 ? null : await calendar.asks();
  const bookings = (await calendar.bookings()).sort(
    (a, b) => a.startsAt.getTime() - b.startsAt.getTime() || (a.status < b.status ? -1 : 1),
  );
  return { bookings, told, card };
}

function daysOf(kind: Kind, base: string): string[] {
  return kind === 'series' ? [0, 7, 14].map((n) => addDays(base, n)) : [base];
}

function entriesOf(kind: Kind, base: string): CalendarEntry[] {
  if (kind === 'part') return [anEntry({ from: `${base} 13:00`, to: `${base} 17:15` })];
  if (kind === 'several') return [anEntry({ day: base, until: addDays(base, 2) })];
  if (kind === 'series')
    return daysOf(kind, base).map((day, index) => anEntry({ key: `occurrence ${index}`, series: 'series', day }));
  return [anEntry({ day: base })];
}

function changed(kind: Kind, change: Change, base: string): CalendarEntry[] {
  if (kind === 'several')
    return change === 'move'
      ? [anEntry({ day: addDays(base, 7), until: addDays(base, 9) })]
      : [anEntry({ day: base, until: addDays(base, 1) })];
  const entries = entriesOf(kind, change === 'move' ? addDays(base, 1) : base);
  if (change === 'move') return entries;
  if (change === 'exception')
    return [{ ...entriesOf('all-day', addDays(base, 2))[0]!, key: 'occurrence 0', series: 'series' }];
  if (kind === 'part') return [anEntry({ from: `${base} 13:00`, to: `${base} 15:00` })];
  return daysOf(kind, base).map((day, index) => {
    const { key, series } = entries[index]!;
    return anEntry({ key, series, from: `${day} 08:30`, to: `${day} 12:00` });
  });
}

async function sendOrWait(
  stage: Stage,
  { draftId, version }: { draftId: string; version: number },
  state: State,
): Promise<Booking[]> {
  const person = await stage.person('hanako');
  const command = { draftId, version, wait: state === 'waitlisted' };
  const view = await stage.tx((tx) => confirmBooking(tx, stage.deps, person, command));
  if (view.kind !== 'request') throw new Error(`not sent: ${JSON.stringify(view)}`);
  return stage.tx((tx) => tx.bookings.byRequest(view.requestId));
}

async function bring(stage: Stage, state: State, bookings: Booking[]): Promise<void> {
  if (state === 'approved' || state === 'active') await stage.decide('head', bookings);
  if (state === 'rejected') await stage.decide('head', bookings, 'rejected');
  if (state === 'cancelled') for (const booking of bookings) await stage.cancel('hanako', booking);
  if (state !== 'active') return;
  if (bookings[0]!.part === 'pm') stage.clock.forward(270);
  await stage.advance();
}
