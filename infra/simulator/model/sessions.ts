import type { ModelSession } from './hosts.ts';

const key = (a: string, b: string) => `${a}\u0000${b}`;

/** The user sessions of a tenant, found by number, by person and pool, and by host. One per person and pool. */
export class Sessions {
  private readonly byId = new Map<number, ModelSession>();
  private readonly byUser = new Map<string, ModelSession>();
  private readonly byHost = new Map<string, Set<ModelSession>>();

  constructor(sessions: ModelSession[] = []) {
    for (const session of sessions) this.add(session);
  }

  add(session: ModelSession): void {
    this.byId.set(session.id, session);
    this.byUser.set(key(session.user, session.pool), session);
    const onHost = this.byHost.get(key(session.pool, session.host)) ?? new Set();
    this.byHost.set(key(session.pool, session.host), onHost.add(session));
  }

  remove(session: ModelSession): void {
    this.byId.delete(session.id);
    this.byUser.delete(key(session.user, session.pool));
    this.byHost.get(key(session.pool, session.host))?.delete(session);
  }

  find(id: number): ModelSession | undefined {
    return this.byId.get(id);
  }

  ofUser(user: string, pool: string): ModelSession | undefined {
    return this.byUser.get(key(user, pool));
  }

  countOn(pool: string, host: string): number {
    return this.byHost.get(key(pool, host))?.size ?? 0;
  }

  onHost(pool: string, host: string): ModelSession[] {
    return [...(this.byHost.get(key(pool, host)) ?? [])];
  }

  all(): ModelSession[] {
    return [...this.byId.values()];
  }

  toJSON(): ModelSession[] {
    return this.all();
  }
}
