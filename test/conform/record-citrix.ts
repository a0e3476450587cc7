import { checkCitrix } from '../../infra/citrix/check-citrix.ts';
import { createCitrixCaller } from '../../infra/citrix/citrix-caller.ts';
import { createCitrixProvider } from '../../infra/citrix/citrix-provider.ts';
import { DeliveryGroupAccess } from '../../infra/citrix/delivery-group-access.ts';
import { ProviderError } from '../../flows/provider-error.ts';
import type { CitrixPool } from '../../flows/organisation.ts';
import type { RunningSimulator } from '../../infra/simulator/start-simulator.ts';
import { citrixTown, letIn, pooledGroup, startTown, townSimulation } from '../infra/simulator/small-city.ts';
import { freePorts } from '../support/zaitaku-process.ts';
import { startRecorder, type Recorder } from './recorder.ts';

/** Does with a pool of Citrix whatever the product can do with one, also twice and too late, and records it. */
export async function recordCitrix(kit: string, folder: string): Promise<Recorder> {
  const simulator = await startTown({ organisation: { organisation: citrixTown, simulation: townSimulation } });
  const [port] = (await freePorts(1)) as [number];
  const recorder = await startRecorder(kit, folder, 'citrix', port, simulator.port);
  try {
    await play(simulator, recorder.url);
  } finally {
    await simulator.close();
  }
  return recorder;
}

async function play(simulator: RunningSimulator, endpoint: string): Promise<void> {
  const { tenant } = simulator;
  const pools = citrixTown.pools.filter((pool): pool is CitrixPool => pool.provider === 'citrix');
  const caller = createCitrixCaller({ endpoint, customerId: 'demo', siteId: null, client: null });
  const provider = createCitrixProvider({ pools, caller, clock: { now: tenant.clock } });
  const [first, second] = tenant.setup.people.map(({ id, upn }) => ({ id, upn })) as [Named, Named];
  const minutes = (count: number) => tenant.advance(new Date(tenant.clock().getTime() + count * 60_000));
  letIn(simulator, pooledGroup, first.id);

  await checkCitrix({ pools, caller });
  const [host] = (await provider.readHostPool('shared', { sessions: true })).hosts;
  const name = host!.name;
  await provider.startHost('shared', name);
  await minutes(20);
  await provider.startHost('shared', name);
  tenant.model.signIn(first.id, 'shared');
  await minutes(2);
  await refused(provider.deallocateHost('shared', name));
  const [session] = await provider.readSessionsOfHost('shared', name);
  await provider.sendMessage('shared', session!, 'お知らせ', '予約の時間が終わりました。');
  await provider.disconnectSession('shared', session!);
  for (const _ of [1, 2]) await provider.logOffSession('shared', session!);
  await minutes(2);
  await refused(provider.sendMessage('shared', session!, 'a', 'b'));
  for (const on of [true, false]) await provider.setDrainMode('shared', name, on);
  for (const mode of ['depth', 'breadth'] as const) await provider.setBalance('shared', mode);
  await provider.deallocateHost('shared', name);
  await refused(provider.startHost('shared', name));

  const [own] = (await provider.readHostPool('own', { sessions: true })).hosts;
  await provider.assignHost('own', own!.name, first.upn);
  await refused(provider.assignHost('own', own!.name, second.upn));

  for (const pool of pools.map((one): CitrixPool => ({ ...one, access: 'delivery-group', group: one.deliveryGroup }))) {
    const find = (wanted: 'id' | 'upn', other: 'id' | 'upn') => (asked: readonly string[]) =>
      Promise.resolve(
        new Map([first, second].flatMap((one) => (asked.includes(one[wanted]) ? [[one[wanted], one[other]]] : []))),
      );
    const names = { upnsOf: find('id', 'upn'), idsOf: find('upn', 'id') };
    const access = new DeliveryGroupAccess({ caller, pools: () => [pool], names });
    await access.add(pool.group, [first.id, second.id]);
    await access.remove(pool.group, [second.id]);
  }
  for (const status of [429, 503]) {
    tenant.faults.add({ service: 'citrix', rate: 1, count: 5, status, retryAfter: 2 });
    await refused(provider.readHostPool('shared', { sessions: true }));
    await refused(provider.setDrainMode('shared', name, true));
    tenant.faults.clear();
  }
}

interface Named {
  id: string;
  upn: string;
}

async function refused(call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch (error) {
    if (error instanceof ProviderError) return;
    throw error;
  }
  throw new Error('expected a refusal');
}
