import { readMemory } from '../capacity/capacity-memory.ts';
import { loadRoundMemory } from '../capacity/round-memory.ts';
import type { Tx } from '../store.ts';
import type { HostMaintenance } from './maintenance-store.ts';

/** Who asks for it at the terminal, and about which pool. */
interface Asked {
  poolId: string;
  by: string;
}

export type Marked =
  | { ok: true; marked: string[]; already: string[] }
  /** `known`: the pool's hosts as last read; none: it has not been read yet. */
  | { ok: false; unknown: string[]; known: string[] };

/**
 * Marks hosts to be patched or replaced; `hosts` null: all of the pool. Those that are marked already stay as they are.
 * The pool's next round, at once, takes out what may be taken out.
 */
export async function markHosts(
  tx: Tx,
  { poolId, by, hosts, reason }: Asked & { hosts: string[] | null; reason: string },
  now: Date,
): Promise<Marked> {
  const known = await hostsOf(tx, poolId, now);
  const byName = new Map(known.map((name) => [name.toLowerCase(), name]));
  const asked = hosts === null ? known : [...new Set(hosts.map((name) => byName.get(name.toLowerCase()) ?? name))];
  const unknown = asked.filter((name) => !known.includes(name));
  if (unknown.length > 0 || known.length === 0) return { ok: false, unknown, known };
  const open = new Set((await tx.maintenance.lockOpen(poolId)).map(({ host }) => host));
  const marked = asked.filter((name) => !open.has(name));
  await tx.maintenance.add(marked.map((host) => ({ poolId, host, reason, markedAt: now, markedBy: by })));
  note(tx, 'maintenance-marked', poolId, marked, { by, reason }, now);
  if (marked.length > 0) await tx.due.noLaterThan('capacity', poolId, now);
  return { ok: true, marked, already: asked.filter((name) => open.has(name)) };
}

/** Gives hosts back to service, whatever state they are in: patched, or not to be after all. */
export async function giveBackHosts(
  tx: Tx,
  { poolId, by, hosts }: Asked & { hosts: string[] },
  now: Date,
): Promise<{ ok: true; done: string[] } | { ok: false; notMarked: string[]; marked: string[] }> {
  const open = new Map((await tx.maintenance.lockOpen(poolId)).map((mark) => [mark.host.toLowerCase(), mark]));
  const notMarked = hosts.filter((name) => !open.has(name.toLowerCase()));
  if (notMarked.length > 0) return { ok: false, notMarked, marked: [...open.values()].map(({ host }) => host) };
  const done = [...new Set(hosts.map((name) => open.get(name.toLowerCase())!))];
  for (const mark of done) await tx.maintenance.save({ ...mark, state: 'done', waitsFor: null, doneAt: now });
  const names = done.map(({ host }) => host);
  note(tx, 'maintenance-done', poolId, names, { by }, now);
  await tx.due.noLaterThan('capacity', poolId, now);
  return { ok: true, done: names };
}

/** Hosts of a pool in maintenance, and those given back since `since`. */
export function maintenanceOf(tx: Tx, poolId: string, since: Date, now: Date): Promise<HostMaintenance[]> {
  return tx.maintenance.between(poolId, since, new Date(now.getTime() + 1), null);
}

/** The pool's hosts as the last reading showed them. */
export async function hostsOf(tx: Tx, poolId: string, now: Date): Promise<string[]> {
  const { planner } = await loadRoundMemory(tx, poolId, now);
  const { hosts } = readMemory(planner, now.getTime());
  return Object.keys(hosts)
    .filter((name) => hosts[name]!.goneAt === undefined)
    .sort();
}

/** Who typed it, and why, lie outside the chain. */
function note(tx: Tx, kind: string, pool: string, hosts: string[], personal: Record<string, unknown>, now: Date): void {
  for (const host of hosts) tx.audit.add({ kind, by: 'system', subject: host, facts: { pool, host }, personal }, now);
}
