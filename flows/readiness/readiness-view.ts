import { bookingLines } from '../booking/request-view.ts';
import type { Deps } from '../deps.ts';
import type { LocalDay } from '../organisation.ts';
import type { Person } from '../person.ts';
import type { Tx } from '../store.ts';
import type { BookingLine } from '../views.ts';
import type { GateResult } from './gates.ts';
import type { OfficerRefusal, ReadinessCase } from './readiness-case.ts';
import { isAhead } from './readiness-of.ts';

/** To the person about their day, and to the ICT section about somebody's. */
export type ReadinessNotice =
  | { kind: 'readiness'; day: LocalDay; news: 'missing' | 'ready' | 'asked' | 'confirmed' | 'declined' }
  | { kind: 'readiness-case'; personId: string; day: LocalDay; news: 'opened' | 'answered' };

/** How a day of the person's stands: what is missing, what they do about it, what an officer said. */
export interface ReadinessView {
  kind: 'readiness';
  personId: string;
  day: LocalDay;
  state: 'ready' | 'warned' | 'blocked' | 'confirmed' | 'declined' | 'over';
  unready: GateResult[];
  bookings: BookingLine[];
  /** An officer's question that waits for an answer, or has one. */
  question: string | null;
  answer: string | null;
  /** The officer who decided, and their words. */
  officerName: string | null;
  words: string | null;
  /** The person asked for a new look: it comes to this card. */
  checking: boolean;
  problem: 'answer-missing' | null;
  version: number;
  timeZone: string;
}

/** What an officer of the ICT section decides on. */
export interface ReadinessCaseView {
  kind: 'readiness-case';
  personId: string;
  personName: string;
  department: string | null;
  day: LocalDay;
  state: ReadinessCase['state'] | 'over';
  unready: GateResult[];
  bookings: BookingLine[];
  /** What was tried. */
  toldAheadAt: Date | null;
  toldEveAt: Date | null;
  question: string | null;
  answer: string | null;
  decidedByName: string | null;
  words: string | null;
  /** The officer's own day: somebody else decides. */
  own: boolean;
  problem: OfficerRefusal | 'own-day' | 'question-missing' | null;
  version: number;
  timeZone: string;
}

const MOST_BOOKINGS = 50;

/** The person's card as things are now; null where nothing is kept of the day. */
export async function showReadiness(
  tx: Tx,
  deps: Deps,
  personId: string,
  day: LocalDay,
  more: Partial<Pick<ReadinessView, 'checking' | 'problem'>> = {},
): Promise<ReadinessView | null> {
  const [found] = (await tx.readiness.cases([personId], day)).filter((one) => one.day === day);
  if (!found) return null;
  const bookings = await bookingsOf(tx, deps, personId, day);
  const officer = found.decidedBy ? await tx.people.byId(found.decidedBy) : null;
  const decided = found.state === 'confirmed' || found.state === 'declined';
  return {
    kind: 'readiness',
    personId,
    day,
    state:
      bookings.length === 0
        ? 'over'
        : decided
          ? (found.state as 'confirmed' | 'declined')
          : found.blocked
            ? 'blocked'
            : found.results.length > 0
              ? 'warned'
              : 'ready',
    unready: found.results,
    bookings,
    question: found.question,
    answer: found.answer,
    officerName: decided ? (officer?.displayName ?? null) : null,
    words: decided ? found.words : null,
    checking: false,
    problem: null,
    version: found.version,
    timeZone: deps.organisation().timeZone,
    ...more,
  };
}

/** An officer's card as things are now; null where nothing is kept of the day. */
export async function showReadinessCase(
  tx: Tx,
  deps: Deps,
  officer: Pick<Person, 'id'>,
  { personId, day }: { personId: string; day: LocalDay },
  problem: ReadinessCaseView['problem'] = null,
): Promise<ReadinessCaseView | null> {
  const [found] = (await tx.readiness.cases([personId], day)).filter((one) => one.day === day);
  const person = await tx.people.byId(personId);
  if (!found || !person) return null;
  const bookings = await bookingsOf(tx, deps, personId, day);
  const decider = found.decidedBy ? await tx.people.byId(found.decidedBy) : null;
  return {
    kind: 'readiness-case',
    personId,
    personName: person.displayName,
    department: person.department,
    day,
    state: bookings.length === 0 ? 'over' : found.state,
    unready: found.results,
    bookings,
    toldAheadAt: found.toldAheadAt,
    toldEveAt: found.toldEveAt,
    question: found.question,
    answer: found.answer,
    decidedByName: found.state === 'confirmed' || found.state === 'declined' ? (decider?.displayName ?? null) : null,
    words: found.words,
    own: officer.id === personId,
    problem,
    version: found.version,
    timeZone: deps.organisation().timeZone,
  };
}

/** What a notice shows by now; null where time has overtaken it. */
export async function showReadinessNotice(
  tx: Tx,
  deps: Deps,
  person: Person,
  notice: ReadinessNotice,
): Promise<ReadinessView | ReadinessCaseView | null> {
  if (notice.kind === 'readiness-case') {
    const view = await showReadinessCase(tx, deps, person, notice);
    return view?.state === 'open' ? view : null;
  }
  const view = await showReadiness(tx, deps, person.id, notice.day);
  if (!view || view.state === 'over') return null;
  // It has turned green before this went out, or red again: the newer word goes out by itself.
  if (notice.news === 'missing' && (view.state === 'ready' || view.state === 'confirmed')) return null;
  return notice.news === 'ready' && view.state !== 'ready' && view.state !== 'warned' ? null : view;
}

async function bookingsOf(tx: Tx, deps: Deps, personId: string, day: LocalDay): Promise<BookingLine[]> {
  const now = deps.clock.now();
  const all = isAhead(await tx.bookings.ofPerson(personId, now, MOST_BOOKINGS), now);
  return bookingLines(
    tx,
    deps,
    all.filter((one) => one.day === day),
  );
}
