import { sql } from 'kysely';
import { accessWindows, type AccessWindow } from '../../flows/access/access-windows.ts';
import { runZaitaku } from '../support/zaitaku-process.ts';
import type { City, TenantState } from './city.ts';
import { capsExceeded } from './judge-caps.ts';
import { judgeRefusals } from './judge-refusals.ts';

/** Hosts off, memberships gone, one event for each booking, nothing left to send, the log whole, no cap exceeded. Answers what is not so. */
export async function judgeEnd(
  city: City,
  state: TenantState,
  standing: Standing,
  outages: readonly { from: Date; to: Date }[] = [],
): Promise<string[]> {
  const byRule = await endedByRule(city);
  return [
    ...harmDone(state, byRule.length),
    ...(await judgeRefusals(city, state, outages)).unexplained.map((line) => `harm: ${line}`),
    ...unwarned(city, byRule),
    ...hostsOn(state),
    ...membersLeft(city, state, standing),
    ...(await eventsOfBookings(city, state)),
    ...(await outboxLeft(city)),
    ...(await auditBroken(city)),
    ...(await capsExceeded(city)),
  ];
}

/** Members of the pools' groups before the day: they stay. By group. */
export type Standing = Map<string, Set<string>>;

export function standingMembers(city: City, state: TenantState): Standing {
  const groups = new Set(city.organisation.pools.map(({ group }) => group));
  const own = state.groups.filter(({ id }) => groups.has(id));
  return new Map(own.map(({ id, members }) => [id, new Set(members)]));
}

/** Members outside their window at the instant looked at: how long past its end each is (ms), or before its begin (negative). */
export async function membersOutside(city: City, state: TenantState, standing: Standing): Promise<number[]> {
  const bookings = await city.bookings();
  const now = new Date(state.now);
  return city.organisation.pools.flatMap((pool) => {
    // Where a seat went back a moment ago the membership is on its way out: it is judged by the window that it had.
    const own = bookings
      .filter(({ poolId }) => poolId === pool.id)
      .map((one) => (one.status === 'no-show' ? { ...one, status: 'active' as const } : one));
    const byPerson = new Map<string, AccessWindow[]>();
    for (const window of accessWindows(own, pool))
      byPerson.set(window.personId, [...(byPerson.get(window.personId) ?? []), window]);
    const members = state.groups.find(({ id }) => id === pool.group)?.members ?? [];
    return members.flatMap((member) => {
      if (standing.get(pool.group)?.has(member)) return [];
      const windows = byPerson.get(member) ?? [];
      if (windows.some(({ from, to }) => from <= now && now < to)) return [];
      const ended = windows.filter(({ to }) => to <= now).at(-1);
      return [ended ? now.getTime() - ended.to.getTime() : -1];
    });
  });
}

/** Whom the pool's rule signed out after its warnings (`byRule` of them) came to no harm that nobody promised them. */
function harmDone({ harm }: TenantState, byRule: number): string[] {
  const { forcedLogoffs, lostSessions } = harm;
  const beyond = { forcedLogoffs: Math.max(0, forcedLogoffs - byRule), lostSessions };
  return Object.entries(beyond)
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => `harm: ${count} ${kind}`);
}

interface Ended {
  pool: string;
  /** Warnings given to the same person within the two hours before. */
  warned: number;
}

/** Sessions that a pool's rule ended, as the audit log has them. */
async function endedByRule({ database }: City): Promise<Ended[]> {
  const { rows } = await sql<Ended>`
    SELECT gone.facts ->> 'poolId' AS pool,
           (SELECT count(*)::integer FROM audit_entry AS told
             WHERE told.kind = 'session-warned' AND told.subject = gone.subject
               AND told.at BETWEEN gone.at - interval '2 hours' AND gone.at) AS warned
      FROM audit_entry AS gone WHERE gone.kind = 'session-log-off'`.execute(database.db);
  return rows;
}

function unwarned({ organisation }: City, ended: readonly Ended[]): string[] {
  const warnings = new Map(organisation.pools.map(({ id, warningMinutes }) => [id, warningMinutes.length]));
  const without = ended.filter(({ pool, warned }) => warned < (warnings.get(pool) ?? 1));
  return without.length > 0 ? [`${without.length} of ${ended.length} sessions ended without their warnings`] : [];
}

function hostsOn(state: TenantState): string[] {
  const on = state.pools.flatMap(({ hosts }) => hosts).filter(({ power }) => power !== 'deallocated');
  return on.map(({ name, power, allowNewSession, sessions }) =>
    `${name} is ${power} at night${allowNewSession ? '' : ', drained'}, ${sessions} sessions`.trim(),
  );
}

function membersLeft(city: City, state: TenantState, standing: Standing): string[] {
  return city.organisation.pools.flatMap(({ id, group }) => {
    const members = state.groups.find((one) => one.id === group)?.members ?? [];
    const left = members.filter((member) => !standing.get(group)?.has(member));
    return left.length > 0 ? [`${left.length} members of ${id} left at night`] : [];
  });
}

async function eventsOfBookings(city: City, state: TenantState): Promise<string[]> {
  const held = (await city.bookings()).filter(({ status }) => status === 'completed' || status === 'no-show');
  // A calendar knows no milliseconds; a day decided after its start begins with some.
  const second = (at: Date | string) => Math.floor(new Date(at).getTime() / 1000);
  const key = (user: string, start: Date | string, end: Date | string) => `${user} ${second(start)} ${second(end)}`;
  const ours = state.events.filter(({ showAs }) => showAs === 'workingElsewhere');
  const counts = new Map<string, number>();
  for (const { user, start, end } of ours) {
    const one = key(user, start, end);
    counts.set(one, (counts.get(one) ?? 0) + 1);
  }
  const wrong = held.filter((one) => counts.get(key(one.personId, one.startsAt, one.endsAt)) !== 1);
  return [
    ...(held.length === 0 ? ['no booking was approved and held'] : []),
    ...(wrong.length > 0 ? [`${wrong.length} of ${held.length} bookings have not exactly one event`] : []),
    ...(ours.length === held.length ? [] : [`${ours.length} events of ours for ${held.length} bookings`]),
  ];
}

/** Entries still open. What was given up is no fault where the recipient cannot be reached in Teams. */
async function outboxLeft({ database }: City): Promise<string[]> {
  const { rows } = await sql<{ what: string; count: number }>`
    SELECT concat_ws(' ', CASE WHEN given_up_at IS NULL THEN 'open' ELSE 'given up' END, work ->> 'kind', last_error) AS what,
           count(*)::integer AS count
      FROM outbox WHERE done_at IS NULL AND coalesce(last_error, '') !~* 'not.?installed|cannot be reached' GROUP BY 1`.execute(
    database.db,
  );
  return rows.map(({ what, count }) => `outbox: ${count} ${what}`);
}

async function auditBroken({ place }: City): Promise<string[]> {
  const { code, stdout, stderr } = await runZaitaku(place.env, ['audit', 'verify']);
  return code === 0 ? [] : [`audit verify: ${stdout}${stderr}`.trim()];
}
