import { statusOf } from './host-status.ts';
import type { HostPower } from './model/hosts.ts';
import type { Tenant } from './tenant.ts';

/** `failed` is also what somebody powered off without deallocating it: on the bill, and no use to anybody. */
const powerWords: Record<HostPower, 'deallocated' | 'starting' | 'running' | 'deallocating' | 'failed'> = {
  deallocated: 'deallocated',
  starting: 'starting',
  running: 'running',
  deallocating: 'deallocating',
  stopped: 'failed',
  failed: 'failed',
};

/** `GET /simulator/state`: the tenant as it truly is (nothing in it is up to 60 s old), and some more for the page. */
export function stateOf(tenant: Tenant): object {
  const { model, organisation, graph, setup } = tenant;
  return {
    now: tenant.clock().toISOString(),
    timezone: organisation.timeZone,
    tenantId: organisation.tenantId,
    people: setup.people
      .flatMap(({ id: founder }) => graph.people.find(founder) ?? [])
      .map(({ id, displayName, upn, department, managerId }) => ({
        id,
        displayName,
        userPrincipalName: upn,
        department,
        managerId,
      })),
    pools: organisation.pools.map((pool) => {
      const state = model.pools.get(pool.id);
      const hosts = (state?.hosts ?? []).map((host) => ({
        name: host.name,
        power: powerWords[host.power],
        status: statusOf(host),
        allowNewSession: host.allowNewSession,
        sessions: model.sessionsOn(pool.id, host.name),
        assignedUser: host.assignedUser === null ? null : tenant.upnOf(host.assignedUser),
      }));
      const { id, provider, kind } = pool;
      return { id, provider, kind, maxSessions: state?.settings.maxSessions ?? pool.maxSessions, hosts };
    }),
    sessions: model.allSessions().map((session) => ({
      user: session.user,
      pool: session.pool,
      host: session.host,
      state: session.disconnectedAt === null ? 'active' : 'disconnected',
    })),
    groups: graph.groups(),
    events: graph.allEvents().map(({ user, id, subject, start, end, showAs }) => ({
      user,
      id,
      subject,
      start: start.toISOString(),
      end: end.toISOString(),
      showAs,
    })),
    harm: model.harm,
    refusals: tenant.people.refusals.map(({ since, at, booked, ...one }) => ({
      ...one,
      since: new Date(since).toISOString(),
      at: new Date(at).toISOString(),
      start: new Date(booked.start).toISOString(),
      end: new Date(booked.end).toISOString(),
    })),
    bill: { hostHours: Object.fromEntries(organisation.pools.map(({ id }) => [id, model.paidHours(id)])) },
    clockRunning: tenant.simulated.running,
    behave: tenant.behave,
    faults: tenant.faults.faults.filter(({ left }) => left !== 0),
    messages: tenant.messages.slice(-20),
    organisation: { id: organisation.id, name: organisation.name },
  };
}
