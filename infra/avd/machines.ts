import type { VirtualMachine } from '@azure/arm-compute';
import type { Clock } from '../../flows/clock.ts';
import type { ArmClients } from './arm-clients.ts';
import { machineOf } from './seen.ts';

/** Sizes and zones change by hand, rarely, and with the machine switched off. */
const SIZES_FRESH_MS = 60 * 60_000;

export interface Machine {
  size: string | null;
  zone: string | null;
}

export interface MachineReader {
  /**
   * Run-time state of every virtual machine of a subscription by its ARM id in lower case, in one paged list.
   * `statusOnly=true` is the only list that carries it: `$expand=instanceView` needs a filter on a scale set
   * (VirtualMachines_List, VirtualMachines_ListAll in 2024-07-01).
   */
  powerStates(subscriptionId: string): Promise<Map<string, VirtualMachine>>;
  /**
   * Size and zone of the machines with these ARM ids, by ARM id in lower case: one paged list of each resource group,
   * kept for an hour. They serve estimates alone, so a list that cannot be had leaves them out.
   */
  sizes(resourceIds: readonly string[]): Promise<Map<string, Machine>>;
}

export function createMachineReader(arm: ArmClients, clock: Clock): MachineReader {
  const groups = new Map<string, { readAt: number; ids: Set<string> }>();
  const machines = new Map<string, Machine>();
  /** Lists under way by subscription: pools that are read at the same time share one. */
  const listing = new Map<string, Promise<Map<string, VirtualMachine>>>();

  async function readGroup(subscriptionId: string, resourceGroup: string, wanted: string[]): Promise<void> {
    // Remembered even where it fails, and with what was wanted: one that the list lacks is not asked for each minute.
    groups.set(groupKey(subscriptionId, resourceGroup), { readAt: clock.now().getTime(), ids: new Set(wanted) });
    try {
      for await (const vm of arm.compute(subscriptionId).virtualMachines.list(resourceGroup)) {
        if (!vm.id) continue;
        machines.set(vm.id.toLowerCase(), { size: vm.hardwareProfile?.vmSize ?? null, zone: vm.zones?.[0] ?? null });
      }
    } catch {
      // See above: without them the planner takes the pool's averages.
    }
  }

  async function readStates(subscriptionId: string): Promise<Map<string, VirtualMachine>> {
    const found = new Map<string, VirtualMachine>();
    for await (const vm of arm.compute(subscriptionId).virtualMachines.listAll({ statusOnly: 'true' })) {
      if (vm.id) found.set(vm.id.toLowerCase(), vm);
    }
    return found;
  }

  return {
    async powerStates(subscriptionId) {
      const key = subscriptionId.toLowerCase();
      const underWay = listing.get(key) ?? readStates(subscriptionId).finally(() => listing.delete(key));
      listing.set(key, underWay);
      return underWay;
    },
    async sizes(resourceIds) {
      const wanted = new Map<string, { subscriptionId: string; resourceGroup: string; ids: string[] }>();
      for (const id of resourceIds) {
        const path = machineOf(id);
        if (!path) continue;
        const key = groupKey(path.subscriptionId, path.resourceGroup);
        const group = wanted.get(key) ?? { ...path, ids: [] };
        group.ids.push(id.toLowerCase());
        wanted.set(key, group);
      }
      for (const [key, { subscriptionId, resourceGroup, ids }] of wanted) {
        const known = groups.get(key);
        const age = known ? clock.now().getTime() - known.readAt : Infinity;
        const fresh =
          known && age >= 0 && age < SIZES_FRESH_MS && ids.every((id) => known.ids.has(id) || machines.has(id));
        if (!fresh) await readGroup(subscriptionId, resourceGroup, ids);
      }
      return machines;
    },
  };
}

function groupKey(subscriptionId: string, resourceGroup: string): string {
  return `${subscriptionId}/${resourceGroup}`.toLowerCase();
}
