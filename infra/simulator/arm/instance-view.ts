import type { HostPower, ModelHost } from '../model/hosts.ts';

const display: Record<HostPower, string> = {
  deallocated: 'VM deallocated',
  starting: 'VM starting',
  running: 'VM running',
  deallocating: 'VM deallocating',
  stopped: 'VM stopped',
  failed: 'VM stopped',
};

/** A machine's state at run time. A start that failed leaves it stopped (and paid) with a failed provisioning state. */
export function instanceView(host: ModelHost): object {
  const time = new Date(host.since).toISOString();
  const power = host.power === 'failed' ? 'stopped' : host.power;
  const onTheWay = host.power === 'starting' || host.power === 'deallocating';
  const provisioning =
    host.power === 'failed'
      ? { code: 'ProvisioningState/failed/VMStartTimedOut', level: 'Error', displayStatus: 'Provisioning failed', time }
      : onTheWay
        ? { code: 'ProvisioningState/updating', level: 'Info', displayStatus: 'Updating', time }
        : { code: 'ProvisioningState/succeeded', level: 'Info', displayStatus: 'Provisioning succeeded', time };
  return {
    computerName: host.name,
    osName: 'Windows 11 Enterprise multi-session',
    osVersion: '10.0.26100.4652',
    hyperVGeneration: 'V2',
    statuses: [provisioning, { code: `PowerState/${power}`, level: 'Info', displayStatus: display[host.power] }],
  };
}
