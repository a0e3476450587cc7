import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  balanceOf,
  byHostName,
  handsOffOf,
  healthOf,
  hostName,
  ownerOf,
  powerOf,
  seenHost,
  seenSession,
} from '../../../infra/citrix/seen.ts';
import type { CitrixMachine, CitrixSession } from '../../../infra/citrix/shapes.ts';

describe('what Citrix shows, in the words of the product', () => {
  it('names hosts by their own label', () => {
    assert.equal(hostName({ Name: 'CITY\\CTX-001' }), 'CTX-001');
    assert.equal(hostName({ Name: 'ctx-001.city.example.jp' }), 'ctx-001');
    assert.equal(hostName({ DnsName: 'ctx-002.city.example.jp' }), 'ctx-002');
  });

  it('tells machines of two domains apart', () => {
    const names = [
      ...byHostName([
        { Id: '1', Name: 'A\\CTX-001' },
        { Id: '2', Name: 'B\\CTX-001' },
        { Id: '3', Name: 'B\\CTX-002' },
      ]).keys(),
    ];

    assert.deepEqual(names, ['A.CTX-001', 'B.CTX-001', 'CTX-002']);
  });

  for (const [machine, power, health] of [
    [{ PowerState: 'On', RegistrationState: 'Registered' }, 'running', 'available'],
    [{ PowerState: 'On', RegistrationState: 'Registered', FaultState: 'MaxCapacity' }, 'running', 'available'],
    [{ PowerState: 'On', RegistrationState: 'Unregistered' }, 'running', 'unavailable'],
    [{ PowerState: 'On', RegistrationState: 'AgentError' }, 'running', 'unavailable'],
    [
      { PowerState: 'On', RegistrationState: 'Registered', MachineUnavailableReason: 'LoadManagementInitializing' },
      'running',
      'unavailable',
    ],
    [{ PowerState: 'On', RegistrationState: 'Registered', MachineUnavailableReason: 'None' }, 'running', 'available'],
    [{ PowerState: 'On', PowerActionPending: true, RegistrationState: 'Registered' }, 'deallocating', 'available'],
    [{ PowerState: 'Off', RegistrationState: 'Registered' }, 'deallocated', 'shutdown'],
    [{ PowerState: 'Off', PowerActionPending: true }, 'starting', 'shutdown'],
    [{ PowerState: 'Suspended' }, 'deallocated', 'shutdown'],
    [{ PowerState: 'TurningOn', RegistrationState: 'Initializing' }, 'starting', 'unavailable'],
    [{ PowerState: 'Resuming' }, 'starting', 'unknown'],
    [{ PowerState: 'TurningOff' }, 'deallocating', 'unknown'],
    [{ PowerState: 'Suspending' }, 'deallocating', 'unknown'],
    [{ PowerState: 'VirtualMachineNotFound' }, 'failed', 'unknown'],
    [{ PowerState: 'Unmanaged', RegistrationState: 'Registered' }, 'unknown', 'available'],
    [{ PowerState: 'Unavailable' }, 'unknown', 'unknown'],
    [{ PowerState: 'ANewWord', RegistrationState: 'ANewWord' }, 'unknown', 'unknown'],
    [{}, 'unknown', 'unknown'],
  ] as const)
    it(`takes ${JSON.stringify(machine)} for ${power} and ${health}`, () => {
      assert.equal(powerOf(machine), power);
      assert.equal(healthOf(machine), health);
    });

  it('reads a machine of which nothing but the id is told', () => {
    assert.deepEqual(seenHost('1', { Id: '1' }), {
      name: '1',
      power: 'unknown',
      health: 'unknown',
      allowNewSession: true,
      sessions: 0,
      assignedUser: null,
      size: null,
      zone: null,
    });
  });

  it('never takes a desktop for free that somebody has', () => {
    assert.equal(
      ownerOf({ AssignedUsers: [{ SamName: 'CITY\\mori' }, { PrincipalName: 'hara@example.jp' }] }),
      'CITY\\mori',
    );
    assert.equal(ownerOf({ AssignedUsers: [{}] }), 'assigned-in-citrix');
    assert.equal(ownerOf({ AssignedUsers: [], IsAssigned: true }), 'assigned-in-citrix');
    assert.equal(ownerOf({ AssignedUsers: null, IsAssigned: false }), null);
  });

  it('takes a connected session for somebody who is there, and a strange one for neither', () => {
    const state = (State: string) => seenSession({ Id: '1', State }, 'h').state;

    assert.deepEqual(['Active', 'Connected', 'Disconnected', 'Unknown'].map(state), [
      'active',
      'active',
      'disconnected',
      'other',
    ]);
    assert.deepEqual(seenSession({}, 'h'), { id: '', host: 'h', upn: '', state: 'other' });
  });

  it('knows a session’s device by its id, by its name where it has none', () => {
    const device = (Client: CitrixSession['Client']) => seenSession({ Client: Client ?? null }, 'h').device;

    assert.equal(device({ DeviceId: 'A1B2', Name: 'PC-1' }), 'a1b2');
    assert.equal(device({ DeviceId: '', Name: 'PC-1' }), 'pc-1');
    assert.equal(device({}), undefined);
    assert.equal(device(null), undefined);
  });

  it('reads how people are spread, and whose pool it is', () => {
    assert.equal(balanceOf({ LoadBalanceType: 'Vertical' }, []), 'depth');
    assert.equal(balanceOf({ LoadBalanceType: 'None' }, []), 'breadth');
    assert.equal(balanceOf({ SharingKind: 'Private' }, []), 'persistent');
    assert.equal(balanceOf({}, [{ Id: '1', AllocationType: 'Static' }]), 'persistent');
    assert.equal(handsOffOf({ AutoScaleEnabled: true, InMaintenanceMode: true }, 'DG')?.reason, 'native-autoscale');
    assert.equal(handsOffOf({ InMaintenanceMode: true }, 'DG')?.reason, 'out-of-use');
    assert.equal(handsOffOf({ Enabled: false }, 'DG')?.reason, 'out-of-use');
    assert.equal(handsOffOf({}, 'DG'), null);
  });

  it('names each machine once, whatever they are called', () => {
    const name = fc.constantFrom('A\\h1', 'B\\h1', 'A\\H1', 'h1.example.jp', 'A\\h2', null);
    fc.assert(
      fc.property(fc.array(name, { maxLength: 6 }), (names) => {
        const machines = [...new Set(names)].map((Name, index): CitrixMachine => ({ Id: `id${index}`, Name }));

        const found = byHostName(machines);

        const ids = [...found.values()].map(({ Id }) => Id);
        assert.deepEqual(ids.sort(), machines.map(({ Id }) => Id).sort());
      }),
    );
  });
});
