import { poolOf, type Deps } from '../deps.ts';
import { instantOf, localDayOf } from '../local-time.ts';
import { later } from '../minutes.ts';
import type { Person } from '../person.ts';
import type { Tx } from '../store.ts';
import { timeSaid } from '../work/time-said.ts';
import { noShowAt } from './no-show.ts';
import { showNoShow, type NoShowView } from './no-show-view.ts';

/** 「これから使います」, "I'll use it now": somebody who means to come to a desktop. */
const MEANS_TO_USE =
  /(?:これから|今から|いまから|やっぱり|もう一度|また|デスクトップ(?:を|は)?|席(?:を|は)?)[^。\n]{0,12}(?:使|つか|利用|戻)|^(?:使い|利用し)(?:ます|たい)|\b(?:(?:will|'ll|want to|like to|going to|can i|could i|may i) (?:still )?(?:use|have)|take) (?:it|my|the)\b|\bstill need (?:it|my|the)\b/i;
/** 「遅れます」, "running late". */
const SAYS_LATE =
  /遅れ|おくれ|遅刻|遅く(?:なり|始)|(?:ごろ|頃|時|分|から|後に)[^。\n]{0,8}(?:使い|利用し|始め|入り)ます|\b(?:running|be|being|'m|am) (?:a (?:bit|little) )?late\b|\b(?:start|use it|be there|log in|sign in) (?:later|at|from|in an? )/i;
/** Bookings of a person that are looked at: far more than anybody has in a day. */
const MOST_BOOKINGS = 100;

/** Whether words that mean nothing else mean that their writer is to come to a desktop. */
export function meansToCome(text: string): boolean {
  const said = text.normalize('NFKC');
  return MEANS_TO_USE.test(said) || SAYS_LATE.test(said);
}

/**
 * The person means to come to their desktop today: they are waited for anew from now, or from the time that they named.
 * Answers what to show, or null where no booking of theirs could give its seat back.
 */
export async function sayLate(tx: Tx, deps: Deps, person: Person, message: string): Promise<NoShowView | null> {
  const organisation = deps.organisation();
  const { timeZone } = organisation;
  const now = deps.clock.now();
  const today = localDayOf(now, timeZone);
  const all = await tx.bookings.ofPerson(person.id, now, MOST_BOOKINGS);
  const next = all.find(({ status, day }) => day === today && (status === 'active' || status === 'approved'));
  const pool = poolOf(organisation, next?.poolId ?? null);
  if (!next || !pool || noShowAt(next, { comingAt: null }, pool) === null) return null;
  const [booking] = await tx.bookings.lock([next.id]);
  if (booking?.status !== 'active' && booking?.status !== 'approved') return null;
  const said = timeSaid(message);
  const comingAt = said.kind === 'at' ? later(now, instantOf(today, said.time, timeZone)) : now;
  await tx.late.say(booking.id, comingAt);
  tx.audit.add(
    { kind: 'booking-late', by: person.id, subject: booking.id, facts: { comingAt: comingAt.toISOString() } },
    now,
  );
  await tx.due.noLaterThan('no-show', pool.id, now);
  return showNoShow(tx, deps, booking.id, 'late', noShowAt(booking, { comingAt }, pool));
}
