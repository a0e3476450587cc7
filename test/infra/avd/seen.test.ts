import assert from 'node:assert/strict';
import { healthOf, lastPart, machineOf, powerOf, seenSession } from '../../../infra/avd/seen.ts';

const vm = (...codes: string[]) => ({
  location: 'japaneast',
  instanceView: { statuses: codes.map((code) => ({ code })) },
});

describe('what Azure shows, in the product’s words', () => {
  it('reads power by its code and leaves the rest unknown', () => {
    assert.equal(powerOf(vm('ProvisioningState/succeeded', 'PowerState/running')), 'running');
    assert.equal(powerOf(vm('PowerState/Deallocated')), 'deallocated');
    assert.equal(powerOf(vm('PowerState/stopping')), 'deallocating');
    assert.equal(powerOf(vm('ProvisioningState/failed/AllocationFailed')), 'failed');
    assert.equal(powerOf(vm('ProvisioningState/updating')), 'unknown');
    assert.equal(powerOf(undefined), 'unknown');
  });

  it('trusts the power state of a machine whose last operation failed', () => {
    assert.equal(powerOf(vm('ProvisioningState/failed', 'PowerState/running')), 'running');
    assert.equal(powerOf(vm('ProvisioningState/failed', 'PowerState/deallocated')), 'deallocated');
  });

  it('takes people to Available and NeedsAssistance alone', () => {
    assert.equal(healthOf('Available'), 'available');
    assert.equal(healthOf('NeedsAssistance'), 'needs-assistance');
    for (const status of ['NoHeartbeat', 'FSLogixNotHealthy', 'UpgradeFailed', 'Disconnected']) {
      assert.equal(healthOf(status), 'unavailable');
    }
    assert.equal(healthOf('SomethingNew'), 'unknown');
    assert.equal(healthOf(undefined), 'unknown');
  });

  it('cuts names, long or short', () => {
    assert.equal(lastPart('hp-tokyo/avd-01.city.example.jp'), 'avd-01.city.example.jp');
    assert.equal(lastPart('avd-01'), 'avd-01');
    assert.deepEqual(seenSession({ name: 'hp/avd-01/3', sessionState: 'Pending' }), {
      id: '3',
      host: 'avd-01',
      upn: '',
      state: 'other',
    });
    assert.equal(seenSession({ name: '3', id: '/x/sessionHosts/avd-02/userSessions/3' }).host, 'avd-02');
  });

  it('finds the machine in its ARM id', () => {
    assert.deepEqual(machineOf('/subscriptions/s/resourcegroups/RG/providers/microsoft.compute/virtualmachines/vm-1'), {
      subscriptionId: 's',
      resourceGroup: 'RG',
      name: 'vm-1',
    });
    assert.equal(machineOf('/subscriptions/s/resourceGroups/g/providers/Microsoft.AzureStackHCI/x/y'), null);
    assert.equal(machineOf(undefined), null);
  });
});
