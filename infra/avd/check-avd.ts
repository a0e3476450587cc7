import type { SessionHost } from '@azure/arm-desktopvirtualization';
import type { VirtualMachine } from '@azure/arm-compute';
import type { TokenCredential } from '@azure/identity';
import type { AvdPool, Localised } from '../../flows/organisation.ts';
import { checkLine, some } from '../check-line.ts';
import type { CheckLine } from '../check-line.ts';
import type { Patience } from '../patience.ts';
import { armClients } from './arm-clients.ts';
import type { ArmClients } from './arm-clients.ts';
import { createMachineReader } from './machines.ts';
import { permissionsAt } from './permissions.ts';
import { openRedirections } from './rdp-properties.ts';
import { hostPoolPath, readEnabledPlan } from './scaling-plans.ts';
import { lastPart, machineOf, powerOf } from './seen.ts';
import { toProviderError } from './to-provider-error.ts';
import type { ArmOperation } from './to-provider-error.ts';

export interface CheckAvdOptions {
  pools: readonly AvdPool[];
  credential: TokenCredential;
  endpoint?: string;
  patience?: Partial<Patience>;
}

/**
 * Looks at every AVD pool of the organisation as the product will meet it. Reads, changes nothing; what only a change
 * would show is taken from Azure's own answer about the caller's permissions, else said to be untested. Throws an
 * Error naming AZURE_RESOURCE_MANAGER_ENDPOINT where that is wrong; everything else becomes a line.
 */
export async function checkAvd({ pools, ...options }: CheckAvdOptions): Promise<CheckLine[]> {
  const arm = armClients(options);
  const lines: CheckLine[] = [];
  for (const pool of pools) lines.push(...(await checkPool(arm, pool)));
  return lines;
}

async function checkPool(arm: ArmClients, pool: AvdPool): Promise<CheckLine[]> {
  const about = `host pool ${pool.hostPool}`;
  const lines: CheckLine[] = [];
  /** Reads something; a fault becomes a line and null. */
  const read = async <T>(what: string, operation: ArmOperation, call: () => Promise<T>): Promise<T | null> => {
    try {
      return await call();
    } catch (error) {
      const { message } = toProviderError(error, { operation, resource: pool.hostPool, subject: about });
      lines.push(checkLine(`${about}: ${what}`, false, message, mendOf(error)));
      return null;
    }
  };
  const line = (...[what, ok, detail, mend]: Line) => void lines.push(checkLine(`${about}: ${what}`, ok, detail, mend));

  // Whoever scales the pool beside the shadow does it as they like.
  const shadow = pool.scaling === 'shadow';
  const desktops = arm.desktops(pool.subscriptionId);
  const hostPool = await read('readable', 'readHostPool', () =>
    desktops.hostPools.get(pool.resourceGroup, pool.hostPool),
  );
  if (!hostPool) return lines; // the rest would only repeat it
  line('readable', true, `${hostPool.hostPoolType}, ${hostPool.loadBalancerType}`);

  const kind = hostPool.hostPoolType === 'Personal' ? 'personal' : 'pooled';
  line('kind', kind === pool.kind, `${kind} in Azure, ${pool.kind} in the configuration`, {
    ja: `設定ファイルの pools の kind を ${kind} にします。`,
    en: `Set kind to ${kind} in the configuration's pools.`,
  });
  if (kind === 'pooled') {
    const limit = hostPool.maxSessionLimit;
    line('session limit', limit === pool.maxSessions, `${limit} in Azure, ${pool.maxSessions} in the configuration`, {
      ja: `ホスト プールの「最大セッション数」と設定ファイルの maxSessions を同じ値にします。`,
      en: `Make the host pool's session limit and maxSessions in the configuration the same.`,
    });
  }
  const plan = await read('native scaling', 'readScalingPlans', async () => ({
    name: await readEnabledPlan(arm, pool),
  }));
  if (plan) {
    const said = plan.name === null ? 'none' : `scaling plan ${plan.name} is enabled`;
    line('native scaling', plan.name === null || shadow, said, {
      ja: 'Azure のスケーリング プランをこのプールで無効にします。有効な間、zaitaku はこのプールに触れません。',
      en: "Disable Azure's scaling plan for this pool; while it is enabled zaitaku does not touch the pool.",
    });
  }
  const onConnect = hostPool.startVMOnConnect === true;
  line('start on connect', !(onConnect && pool.admission === 'booked-only') || shadow, onConnect ? 'on' : 'off', {
    ja: 'ホスト プールの「接続時に VM を起動」をオフにします。オンの間、予約した人だけのプールに zaitaku は触れません。',
    en: 'Switch off "Start VM on connect"; while it is on, zaitaku does not touch a booked-only pool.',
  });
  const open = openRedirections(hostPool.customRdpProperty);
  line('redirection to the own device', true, open.length === 0 ? 'all closed' : `open: ${open.join(', ')}`);

  const hosts = await read('session hosts', 'readSessionHosts', async () => {
    const found: SessionHost[] = [];
    for await (const host of desktops.sessionHosts.list(pool.resourceGroup, pool.hostPool)) found.push(host);
    return found;
  });
  if (!hosts) return lines;
  line(...namesLine(pool, hosts));

  const machines = createMachineReader(arm, { now: () => new Date() });
  const power = await read('virtual machines', 'readPowerStates', () => machines.powerStates(pool.subscriptionId));
  if (power) line(...machinesLine(pool, hosts, power));
  lines.push(...(await checkPermissions(arm, pool, hosts)));
  return lines;
}

type Line = [what: string, ok: CheckLine['ok'], detail: string, mend?: Localised];

function namesLine(pool: AvdPool, hosts: SessionHost[]): Line {
  const { prefix, count } = pool.hosts;
  const labels = hosts.map((host) => lastPart(host.name).split('.')[0]!.toLowerCase());
  const strange = labels.filter(
    (label) => !label.startsWith(prefix.toLowerCase()) || !/^\d+$/.test(label.slice(prefix.length)),
  );
  const ok = hosts.length === count && strange.length === 0;
  const other = strange.length === 0 ? '' : `; not ${prefix}NNN: ${some(strange)}`;
  return [
    'session hosts',
    ok,
    `${hosts.length} in Azure, ${count} in the configuration${other}`,
    {
      ja: '設定ファイルの hosts（prefix と count）を Azure のセッション ホストに合わせます。',
      en: 'Make hosts (prefix and count) in the configuration fit the session hosts in Azure.',
    },
  ];
}

function machinesLine(pool: AvdPool, hosts: SessionHost[], power: Map<string, VirtualMachine>): Line {
  const unseen = hosts.filter((host) => powerOf(power.get(host.resourceId?.toLowerCase() ?? '')) === 'unknown');
  return [
    'virtual machines',
    unseen.length === 0,
    unseen.length === 0
      ? `power state of all ${hosts.length} known`
      : `power state not known of ${some(unseen.map((host) => lastPart(host.name)))}`,
    {
      ja: `サブスクリプション ${pool.subscriptionId} に Microsoft.Compute/virtualMachines/read を含むロールを割り当てます。`,
      en: `Assign a role with Microsoft.Compute/virtualMachines/read on subscription ${pool.subscriptionId}.`,
    },
  ];
}

const DESKTOPS = 'Microsoft.DesktopVirtualization/hostpools';
const MACHINES = 'Microsoft.Compute/virtualMachines';

/** What the caller may do where, by Azure's own answer; nothing is tried out. */
async function checkPermissions(arm: ArmClients, pool: AvdPool, hosts: SessionHost[]): Promise<CheckLine[]> {
  const groups = new Set(
    hosts.flatMap((host) => {
      const path = machineOf(host.resourceId);
      return path ? [`/subscriptions/${path.subscriptionId}/resourceGroups/${path.resourceGroup}`] : [];
    }),
  );
  const scopes = new Map([...groups].map((scope) => [scope.toLowerCase(), scope]));
  const wanted: { scope: string; name: string; actions: string[]; role: string; optional?: boolean }[] = [
    {
      scope: hostPoolPath(pool),
      name: `host pool ${pool.hostPool}: may drain hosts and end sessions`,
      actions: [
        `${DESKTOPS}/sessionhosts/write`,
        `${DESKTOPS}/sessionhosts/usersessions/read`,
        `${DESKTOPS}/sessionhosts/usersessions/sendMessage/action`,
        `${DESKTOPS}/sessionhosts/usersessions/disconnect/action`,
        `${DESKTOPS}/sessionhosts/usersessions/delete`,
      ],
      role: 'Desktop Virtualization Session Host Operator',
    },
    ...(pool.kind === 'pooled'
      ? [
          {
            scope: hostPoolPath(pool),
            name: `host pool ${pool.hostPool}: may change how people are spread`,
            actions: [`${DESKTOPS}/write`],
            role: 'Desktop Virtualization Host Pool Contributor',
            optional: true,
          },
        ]
      : []),
    ...[...scopes.values()].map((scope) => ({
      scope,
      name: `virtual machines of ${pool.hostPool} in ${scope.split('/').at(-1)}: may start and deallocate`,
      actions: [`${MACHINES}/read`, `${MACHINES}/start/action`, `${MACHINES}/deallocate/action`],
      role: 'a custom role with virtualMachines/read, /start/action and /deallocate/action (or Desktop Virtualization Power On Off Contributor)',
    })),
  ];
  const lines: CheckLine[] = [];
  for (const { scope, name, actions, role, optional } of wanted) {
    const may = await permissionsAt(arm, scope);
    const missing = may === null ? [] : actions.filter((action) => !may(action));
    if (may === null) {
      lines.push(
        checkLine(name, 'warn', 'not tested: Azure does not tell, and trying would change something', {
          ja: `ロール「${role}」が割り当てられているか確かめます。`,
          en: `See for yourself that the role "${role}" is assigned.`,
        }),
      );
      continue;
    }
    // In shadow nothing is changed: the rights are wanted when zaitaku takes over.
    const ok = missing.length === 0 ? true : optional || pool.scaling === 'shadow' ? 'warn' : false;
    lines.push(
      checkLine(name, ok, ok === true ? 'yes' : `missing: ${missing.join(', ')}`, {
        ja: `ロール「${role}」を ${scope} に割り当てます。`,
        en: `Assign "${role}" on ${scope}.`,
      }),
    );
  }
  return lines;
}

/** What the message does not say already. */
function mendOf(error: unknown): Localised | undefined {
  if ((error as { statusCode?: number }).statusCode !== 404) return undefined;
  return {
    ja: '設定ファイルの subscriptionId、resourceGroup、hostPool を Azure ポータルの表示に合わせます。',
    en: 'Make subscriptionId, resourceGroup and hostPool in the configuration fit the Azure portal.',
  };
}
