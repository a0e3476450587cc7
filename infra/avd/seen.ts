import type { SessionHost, UserSession } from '@azure/arm-desktopvirtualization';
import type { VirtualMachine } from '@azure/arm-compute';
import type { PowerState, SeenHost, SeenSession } from '../../flows/capacity/capacity.ts';

/**
 * The resource name of a session host is `hostPool/sessionHost`, of a user session `hostPool/sessionHost/id`; the
 * documents' examples show the last part alone. Either way the last part is what paths need.
 */
export function lastPart(name: string | undefined): string {
  return name?.slice(name.lastIndexOf('/') + 1) ?? '';
}

/** Power by the codes of the instance view; what is unknown stays unknown. */
export function powerOf(vm: VirtualMachine | undefined): PowerState {
  const codes = (vm?.instanceView?.statuses ?? []).map((status) => status.code?.toLowerCase() ?? '');
  const power = codes.find((code) => code.startsWith('powerstate/'))?.slice('powerstate/'.length);
  switch (power) {
    case 'running':
    case 'starting':
    case 'deallocated':
    case 'deallocating':
    case 'stopped':
      return power;
    case 'stopping':
      return 'deallocating'; // on its way down: a start is refused until it is there
    default:
      return codes.some((code) => code.startsWith('provisioningstate/failed')) ? 'failed' : 'unknown';
  }
}

/** The document's status is an open list: what it does not name is `unknown`, which takes nobody. */
export function healthOf(status: string | undefined): SeenHost['health'] {
  switch (status) {
    case 'Available':
      return 'available';
    case 'NeedsAssistance':
      return 'needs-assistance';
    case 'Shutdown':
      return 'shutdown';
    case 'Upgrading':
      return 'upgrading';
    case 'Unavailable':
    case 'Disconnected':
    case 'UpgradeFailed':
    case 'NoHeartbeat':
    case 'NotJoinedToDomain':
    case 'DomainTrustRelationshipLost':
    case 'SxSStackListenerNotReady':
    case 'FSLogixNotHealthy':
      return 'unavailable';
    default:
      return 'unknown';
  }
}

export function seenHost(
  host: SessionHost,
  vm: VirtualMachine | undefined,
  machine: { size: string | null; zone: string | null } | undefined,
): SeenHost {
  return {
    name: lastPart(host.name),
    power: powerOf(vm),
    health: healthOf(host.status),
    allowNewSession: host.allowNewSession ?? true,
    sessions: host.sessions ?? 0,
    assignedUser: host.assignedUser ? host.assignedUser : null,
    size: machine?.size ?? null,
    zone: machine?.zone ?? null,
  };
}

export function seenSession(session: UserSession): SeenSession {
  const parts = (session.name ?? '').split('/');
  const fromId = /\/sessionHosts\/([^/]+)\/userSessions\/([^/]+)$/i.exec(session.id ?? '');
  return {
    id: parts.at(-1) || fromId?.[2] || '',
    host: parts.at(-2) || fromId?.[1] || '',
    upn: session.userPrincipalName ?? '',
    state:
      session.sessionState === 'Active' ? 'active' : session.sessionState === 'Disconnected' ? 'disconnected' : 'other',
  };
}

/** Where a session host's virtual machine lives, or null where its ARM id is missing or of another kind. */
export function machineOf(resourceId: string | undefined | null): VirtualMachinePath | null {
  const found =
    /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/providers\/Microsoft\.Compute\/virtualMachines\/([^/]+)$/i.exec(
      resourceId ?? '',
    );
  if (!found) return null;
  return { subscriptionId: found[1]!, resourceGroup: found[2]!, name: found[3]! };
}

export interface VirtualMachinePath {
  subscriptionId: string;
  resourceGroup: string;
  name: string;
}
