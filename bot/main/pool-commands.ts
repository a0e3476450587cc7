import { userInfo } from 'node:os';
import { explainHost, explainPool } from '../../flows/capacity/explain-pool.ts';
import { poolOf } from '../../flows/deps.ts';
import { instantSaid, wallTimeOf } from '../../flows/local-time.ts';
import { giveBackHosts, hostsOf, maintenanceOf, markHosts } from '../../flows/maintenance/mark-hosts.ts';
import { addMinutes } from '../../flows/minutes.ts';
import type { Organisation } from '../../flows/organisation.ts';
import type { Tx } from '../../flows/store.ts';
import type { ExplainAnswer, ExplainQuery } from '../commands/explain.ts';
import type { MaintenanceAnswer, MaintenanceWish } from '../commands/maintenance.ts';
import { withDatabase } from './database.ts';
import { presentTime } from './present-time.ts';
import { readSettings } from './settings.ts';

/** Hosts given back are listed for so long. */
const DONE_SHOWN_MINUTES = 24 * 60;
/** Names that are offered where one is wrong. */
const NAMES_SHOWN = 6;

/** `zaitaku explain`. Reads only. */
export function explain(query: ExplainQuery): Promise<ExplainAnswer> {
  const settings = readSettings(process.env);
  return withDatabase(settings, async ({ store }, { organisation }) => {
    const now = await presentTime(settings);
    return store.transaction((tx) => explainIn(tx, organisation, query, now));
  });
}

async function explainIn(
  tx: Tx,
  organisation: Organisation,
  { pool, at: said, host, minutes }: ExplainQuery,
  now: Date,
): Promise<ExplainAnswer> {
  const { timeZone } = organisation;
  const unknown = unknownPool(organisation, pool);
  if (unknown !== null) return { ok: false, said: unknown };
  const at = said === null ? now : instantSaid(said, timeZone);
  if (at === null)
    return {
      ok: false,
      said: `--at: "${said}" is no instant; expected ISO such as 2026-12-02T08:05 or 2026-12-02T08:05+09:00`,
    };
  // The minute that runs is not over: somebody who types it means now.
  if (at > addMinutes(now, 1))
    return {
      ok: false,
      said: `--at: ${said} has not come yet (it is ${wallTimeOf(now, timeZone)}); expected a time that is past`,
    };
  if (host === null) return { ok: true, explanation: await explainPool(tx, pool, at, { timeZone, minutes }) };
  const known = await hostsOf(tx, pool, now);
  const name = known.find((one) => one.toLowerCase() === host.toLowerCase()) ?? host;
  const explanation = await explainHost(tx, pool, name, at, timeZone);
  const { life, before, maintenance } = explanation;
  if (life.length + maintenance.length === 0 && before === null && !known.includes(name))
    return { ok: false, said: `--host: "${host}" is no host of ${pool}; ${expectedHosts(known)}` };
  return { ok: true, explanation };
}

/** `zaitaku maintenance`. What is marked is looked at by the running bot at once. */
export function maintain(wish: MaintenanceWish): Promise<MaintenanceAnswer> {
  const settings = readSettings(process.env);
  return withDatabase(settings, async ({ store }, { organisation }) => {
    const now = await presentTime(settings);
    return store.transaction((tx) => maintainIn(tx, organisation, wish, now));
  });
}

async function maintainIn(
  tx: Tx,
  organisation: Organisation,
  wish: MaintenanceWish,
  now: Date,
): Promise<MaintenanceAnswer> {
  const { timeZone } = organisation;
  const { pool: poolId } = wish;
  const refused = unknownPool(organisation, poolId);
  if (refused !== null) return { ok: false, said: refused };
  const by = userInfo().username;
  const answer = { marked: [] as string[], already: [] as string[], done: [] as string[] };
  if (wish.do === 'mark') {
    const outcome = await markHosts(tx, { poolId, by, hosts: wish.hosts, reason: wish.reason }, now);
    if (!outcome.ok) {
      const { unknown, known } = outcome;
      const said =
        unknown.length === 0
          ? `--pool: ${poolId} has not been read yet`
          : `--hosts: ${poolId} has no ${unknown.join(', ')}`;
      return { ok: false, said: `${said}; ${expectedHosts(known)}` };
    }
    Object.assign(answer, { marked: outcome.marked, already: outcome.already });
  }
  if (wish.do === 'done') {
    const outcome = await giveBackHosts(tx, { poolId, by, hosts: wish.hosts }, now);
    if (!outcome.ok) {
      const { notMarked, marked } = outcome;
      const expected = marked.length === 0 ? 'none is marked' : `expected some of ${someOf(marked)}`;
      return { ok: false, said: `--done: not marked in ${poolId}: ${notMarked.join(', ')}; ${expected}` };
    }
    answer.done = outcome.done;
  }
  const since = addMinutes(now, wish.do === 'list' ? -DONE_SHOWN_MINUTES : 0);
  return { ok: true, ...answer, marks: await maintenanceOf(tx, poolId, since, now), timeZone };
}

function unknownPool(organisation: Organisation, pool: string): string | null {
  if (poolOf(organisation, pool)) return null;
  return `--pool: "${pool}" is not known; expected ${organisation.pools.map(({ id }) => id).join(', ')}`;
}

function expectedHosts(known: string[]): string {
  return known.length === 0 ? 'its hosts are known once zaitaku has read it' : `expected some of ${someOf(known)}`;
}

function someOf(names: string[]): string {
  return `${names.slice(0, NAMES_SHOWN).join(', ')}${names.length > NAMES_SHOWN ? `, … (${names.length})` : ''}`;
}
