import { guidOf } from '../arm/ids.ts';
import type { HostPower } from '../model/hosts.ts';
import type { CitrixTenant, Machine } from './citrix-tenant.ts';
import { domainOf, groupId, machineId, machineName } from './citrix-tenant.ts';
import { identity } from './identities.ts';

/** A start that did not end well leaves a machine that is on, and stuck. Powered off by hand looks like any other off. */
const powers: Record<HostPower, string> = {
  deallocated: 'Off',
  starting: 'TurningOn',
  running: 'On',
  deallocating: 'TurningOff',
  stopped: 'Off',
  failed: 'On',
};

const lateAfterMs = 10 * 60_000;
const fullLoad = 10_000;

/** What the machine's document requires besides its id, when it is asked for alone. */
export const detailRequired = ['IsReserved', 'SessionsEstablished', 'SessionsPending'];

/** A machine in a list. The count of its sessions is up to 60 s old. */
export function machineJson(tenant: CitrixTenant, { pool, state, host }: Machine, sessions: number): object {
  const places = host.maxSessions ?? state.settings.maxSessions;
  const multi = pool.kind === 'pooled';
  const name = machineName(tenant.organisation, host.name);
  return {
    Id: machineId(pool, host.name),
    Name: name,
    DnsName: name,
    MachineCatalog: { Id: guidOf('machine-catalog', pool.id), Name: `${pool.deliveryGroup} catalog` },
    DeliveryGroup: { Id: groupId(pool), Name: pool.deliveryGroup },
    DeliveryType: 'DesktopsOnly',
    AllocationType: multi ? 'Random' : 'Static',
    SessionSupport: multi ? 'MultiSession' : 'SingleSession',
    MachineType: 'Virtual',
    ProvisioningType: 'MCS',
    PersistUserChanges: multi ? 'Discard' : 'OnLocal',
    OSType: multi ? 'Windows 11 Enterprise multi-session' : 'Windows 11 Enterprise',
    AgentVersion: '2503.0.0.151',
    FunctionalLevel: 'L7_34',
    Hosting: {
      HostedMachineId: guidOf('vm', pool.id, host.name),
      HostedMachineName: host.name,
      HypervisorConnection: { Id: guidOf('hypervisor', domainOf(tenant.organisation)), Name: 'Datacentre' },
      ImageOutOfDate: false,
    },
    PowerState: powers[host.power],
    PowerActionPending: host.power === 'starting' || host.power === 'deallocating',
    SupportedPowerActions: ['PowerOn', 'PowerOff', 'Shutdown', 'Restart'],
    RegistrationState: host.available ? 'Registered' : 'Unregistered',
    FaultState: faultOf(tenant, { pool, state, host }, sessions, places),
    SummaryState: summaryOf({ pool, state, host }, sessions),
    InMaintenanceMode: !host.allowNewSession,
    DrainingUntilShutdown: false,
    SessionCount: sessions,
    ...(multi
      ? { LoadIndex: host.available ? Math.min(fullLoad, Math.round((fullLoad * sessions) / places)) : 0 }
      : {}),
    IsAssigned: host.assignedUser !== null,
    AssignedUsers: host.assignedUser === null ? [] : [identity(tenant, host.assignedUser)],
    AssociatedUsers: [],
    Tags: [],
  };
}

/** A machine asked for alone: of this instant. */
export function machineDetail(tenant: CitrixTenant, machine: Machine): object {
  const on = tenant.model
    .allSessions()
    .filter(({ pool, host }) => pool === machine.pool.id && host === machine.host.name);
  const pending = on.filter((session) => tenant.model.stateOf(session) === 'pending').length;
  return {
    ...machineJson(tenant, machine, on.length),
    IsReserved: false,
    SessionsEstablished: on.length - pending,
    SessionsPending: pending,
  };
}

function faultOf(tenant: CitrixTenant, { host }: Machine, sessions: number, places: number): string {
  if (host.power === 'failed') return 'StuckOnBoot';
  if (host.power === 'running' && !host.available)
    return tenant.model.now - host.since > lateAfterMs ? 'Unregistered' : 'None';
  return host.available && sessions >= places ? 'MaxCapacity' : 'None';
}

function summaryOf({ host }: Machine, sessions: number): string {
  if (host.power === 'starting') return 'Preparing';
  if (powers[host.power] !== 'On') return 'Off';
  if (!host.available) return 'Unregistered';
  return sessions > 0 ? 'InUse' : 'Available';
}
