import { reconcileHostPool } from '../../../flows/capacity/reconcile-host-pool.ts';
import type { Booking } from '../../../flows/booking/booking.ts';
import { followNoShows } from '../../../flows/no-show/follow-no-shows.ts';
import { takeAgain } from '../../../flows/no-show/take-again.ts';
import type { Organisation } from '../../../flows/organisation.ts';
import type { View } from '../../../flows/views.ts';
import { anOrganisation, aPool, at, idOf } from '../../support/builders.ts';
import type { Stage } from '../../support/flow-harness.ts';

export const DAY = '2026-12-02';

/** A city whose pool gives seats back after two hours: two hosts of two sessions, or as many as licences allow. */
export function aCity({ licences = null }: { licences?: number | null } = {}): Organisation {
  return anOrganisation({ pools: [aPool({ noShow: { afterMinutes: 120 }, licences })] });
}

/** The city with these people, its pool watched from seven in the morning of the day. */
export async function begin(stage: Stage, organisation: Organisation, ...staff: string[]): Promise<void> {
  await stage.reset(organisation);
  stage.provider.addPool('pool', {
    hosts: ['avd-001', 'avd-002'].map((name) => ({ name, power: 'running', health: 'available' })),
    maxSessions: 2,
  });
  await stage.people(...staff.map((name) => [name, { manager: 'manager' }] as [string, object]), 'manager');
}

/** Asks for the day and has it approved. */
export async function booked(stage: Stage, name: string, wish: { part?: 'full' | 'am' | 'pm' } = {}): Promise<Booking> {
  const [booking] = await stage.request(name, { days: [DAY], ...wish });
  await stage.decide('manager', [booking!]);
  return stage.booking(booking!.id);
}

/** The clock goes on to a time of the day, as it does in life: rounds look at the pool, bookings begin and end. */
export async function until(stage: Stage, time: string): Promise<void> {
  const to = at(`${DAY} ${time}`);
  if (stage.clock.now() < at(`${DAY} 07:00`)) stage.clock.set(at(`${DAY} 07:00`));
  while (stage.clock.now() < to) {
    stage.clock.set(new Date(Math.min(to.getTime(), stage.clock.now().getTime() + 10 * 60_000)));
    await stage.advance();
    await round(stage);
  }
}

export async function round(stage: Stage): Promise<void> {
  await reconcileHostPool({ ...stage.deps, provider: stage.provider }, 'pool');
}

/** Wakes up at a time of the day without anything having been looked at since. */
export async function wakeAt(stage: Stage, time: string): Promise<void> {
  stage.clock.set(at(`${DAY} ${time}`));
  await stage.advance();
  await round(stage);
}

export function follow(stage: Stage): Promise<Date | null> {
  return followNoShows({ ...stage.deps, provider: stage.provider }, 'pool');
}

export function comes(stage: Stage, name: string, host = 'avd-001'): void {
  stage.provider.signIn('pool', `${name}@city.example`, host);
}

export function leaves(stage: Stage, name: string): void {
  stage.provider.signOut('pool', `${name}@city.example`);
}

/** Presses the button of the card of this booking. */
export async function press(stage: Stage, name: string, { id, version }: Booking): Promise<View> {
  const person = await stage.person(name);
  return stage.tx((tx) => takeAgain(tx, stage.deps, person, { bookingId: id, version }));
}

export function stateOf(view: View): string {
  return view.kind === 'no-show' ? view.state : view.kind === 'sentence' ? view.sentence : view.kind;
}

/** Seats taken in the half hour that begins at a time of the day. */
export async function takenAt(stage: Stage, time: string): Promise<number> {
  const { taken } = await stage.tx((tx) =>
    tx.caps.look({
      personId: idOf('nobody'),
      seats: [{ poolId: 'pool', startsAt: at(`${DAY} ${time}`), endsAt: at(`${DAY} ${time.slice(0, 3)}59`) }],
      weeks: [],
    }),
  );
  return taken[0] ?? 0;
}

/** The most seats taken in any half hour, as the store counts them. */
export async function mostHeld(stage: Stage): Promise<number> {
  const { rows } = await stage.database.owner.query<{ most: number | null }>(
    'SELECT max(taken)::int AS most FROM pool_half_hour',
  );
  return rows[0]?.most ?? 0;
}
