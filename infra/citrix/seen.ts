import type { BalanceMode, PowerState, SeenHost, SeenPool, SeenSession } from '../../flows/capacity/capacity.ts';
import type { CitrixDeliveryGroup, CitrixIdentity, CitrixMachine, CitrixSession } from './shapes.ts';

/** The host's own name: of `DOMAIN\NAME` and of `name.city.example.jp` the part that its label says. */
export function hostName({ Name, DnsName, Id }: Partial<CitrixMachine>): string {
  const whole = Name || DnsName || Id || '';
  return whole.slice(whole.lastIndexOf('\\') + 1).split('.')[0]!;
}

/** Machines by the names they go by here. Of two domains' machines with one label each is told by its whole name. */
export function byHostName<M extends CitrixMachine>(machines: readonly M[]): Map<string, M> {
  const labels = new Map<string, number>();
  for (const machine of machines) labels.set(key(machine), (labels.get(key(machine)) ?? 0) + 1);
  return new Map(
    machines.map((machine) => {
      const twice = labels.get(key(machine))! > 1;
      return [
        twice ? (machine.DnsName ?? (machine.Name ?? machine.Id).replace('\\', '.')) : hostName(machine),
        machine,
      ];
    }),
  );
}

const key = (machine: CitrixMachine) => hostName(machine).toLowerCase();

/**
 * A waiting power action has not changed PowerState yet: of a machine that is off it can but switch it on, of one that
 * is on it takes it away (off, or off and on again). A suspended machine costs no computing time and can be resumed.
 */
export function powerOf({ PowerState: power, PowerActionPending: pending }: Partial<CitrixMachine>): PowerState {
  switch (power) {
    case 'On':
      return pending ? 'deallocating' : 'running';
    case 'Off':
    case 'Suspended':
      return pending ? 'starting' : 'deallocated';
    case 'TurningOn':
    case 'Resuming':
      return 'starting';
    case 'TurningOff':
    case 'Suspending':
      return 'deallocating';
    case 'VirtualMachineNotFound':
      return 'failed';
    default:
      return 'unknown'; // Unmanaged, Unavailable, NotSupported, Unknown: the machine may run all the same
  }
}

export function healthOf(machine: Partial<CitrixMachine>): SeenHost['health'] {
  const { PowerState: power, RegistrationState: registration, MachineUnavailableReason: reason } = machine;
  if (power === 'Off' || power === 'Suspended') return 'shutdown';
  switch (registration) {
    case 'Registered':
      return reason && reason !== 'None' && reason !== 'Unknown' ? 'unavailable' : 'available';
    case 'Unregistered':
    case 'Initializing':
    case 'AgentError':
      return 'unavailable';
    default:
      return 'unknown';
  }
}

/** UPN of who owns a desktop; where Citrix does not tell it, the name it has, since somebody does. */
export function ownerOf({ AssignedUsers, IsAssigned }: Partial<CitrixMachine>): string | null {
  const users = AssignedUsers ?? [];
  const named = users.map(nameOf).find((name) => name !== '');
  if (named !== undefined) return named;
  return users.length > 0 || IsAssigned === true ? 'assigned-in-citrix' : null;
}

export function nameOf({ PrincipalName, SamName, DisplayName }: CitrixIdentity): string {
  return PrincipalName || SamName || DisplayName || '';
}

export function seenHost(name: string, machine: CitrixMachine): SeenHost {
  return {
    name,
    power: powerOf(machine),
    health: healthOf(machine),
    allowNewSession: machine.InMaintenanceMode !== true,
    sessions: machine.SessionCount ?? 0,
    assignedUser: ownerOf(machine),
    size: null,
    zone: machine.Zone?.Name ?? null,
  };
}

/** `Connected` is somebody whose activity Citrix cannot tell: they are there. */
export function seenSession(session: CitrixSession, host: string): SeenSession {
  const { Id, State, User, Client } = session;
  const device = Client?.DeviceId || Client?.Name;
  return {
    ...(device ? { device: device.toLowerCase() } : {}),
    id: Id ?? '',
    host,
    upn: User?.PrincipalName ?? '',
    state: State === 'Active' || State === 'Connected' ? 'active' : State === 'Disconnected' ? 'disconnected' : 'other',
  };
}

export function balanceOf(group: CitrixDeliveryGroup, machines: readonly CitrixMachine[]): BalanceMode | 'persistent' {
  const personal =
    group.SharingKind === 'Private' || machines.some(({ AllocationType }) => AllocationType === 'Static');
  if (personal) return 'persistent';
  return group.LoadBalanceType === 'Vertical' ? 'depth' : 'breadth';
}

/** Somebody else steers the group, or has taken it out of use: nobody can come, and nothing is ours to judge. */
export function handsOffOf(group: CitrixDeliveryGroup, name: string): SeenPool['handsOff'] {
  if (group.AutoScaleEnabled === true)
    return { reason: 'native-autoscale', detail: `Citrix Autoscale is enabled for delivery group ${name}` };
  if (group.InMaintenanceMode === true)
    return { reason: 'out-of-use', detail: `delivery group ${name} is in maintenance mode: nobody can connect to it` };
  if (group.Enabled === false)
    return { reason: 'out-of-use', detail: `delivery group ${name} is disabled: nobody sees it` };
  return null;
}
