import type { CitrixPool, Localised } from '../../flows/organisation.ts';
import type { ProviderErrorKind } from '../../flows/provider-error.ts';
import { checkLine, some } from '../check-line.ts';
import type { CheckLine } from '../check-line.ts';
import type { CitrixCaller } from './citrix-caller.ts';
import { groupPath } from './citrix-provider.ts';
import { readUserLists } from './desktop-users.ts';
import { balanceOf, hostName, powerOf } from './seen.ts';
import type { CitrixDeliveryGroup, CitrixMachine, CitrixSession } from './shapes.ts';
import { toProviderError } from './to-provider-error.ts';
import type { CitrixOperation } from './to-provider-error.ts';

export interface CheckCitrixOptions {
  pools: readonly CitrixPool[];
  caller: CitrixCaller;
}

type Line = [what: string, ok: CheckLine['ok'], detail: string, mend?: Localised];

/**
 * Looks at every Citrix pool of the organisation as the product will meet it: one line each for what can be reached and
 * what differs, with the mend. Reads, changes nothing; Citrix does not tell a client its own rights to change, so those
 * are said to be untested.
 */
export async function checkCitrix({ pools, caller }: CheckCitrixOptions): Promise<CheckLine[]> {
  if (pools.length === 0) return [];
  const lines: CheckLine[] = [];
  try {
    lines.push(checkLine('Citrix: sign-in and site', true, `site ${await caller.siteId()}`));
  } catch (error) {
    const { kind, message } = toProviderError(error, { operation: 'signIn', resource: 'site', subject: 'Citrix' });
    lines.push(checkLine('Citrix: sign-in and site', false, message, SIGN_IN[kind] ?? SIGN_IN.unavailable));
    return lines; // the rest would only repeat it
  }
  let listing: Promise<CitrixSession[]> | null = null;
  const siteSessions = () => (listing ??= caller.list<CitrixSession>('/Sessions')); // Citrix lists the whole site's alone
  for (const pool of pools) lines.push(...(await checkPool(caller, pool, siteSessions)));
  return lines;
}

const SIGN_IN: Partial<Record<ProviderErrorKind, Localised>> & { unavailable: Localised } = {
  denied: {
    ja: 'Citrix Cloud の「ID およびアクセス管理 > API アクセス」でクライアントを作り、CITRIX_CUSTOMER_ID、CITRIX_CLIENT_ID、CITRIX_CLIENT_SECRET に設定します。',
    en: 'Make an API client in Citrix Cloud (Identity and Access Management > API Access) and set CITRIX_CUSTOMER_ID, CITRIX_CLIENT_ID and CITRIX_CLIENT_SECRET.',
  },
  'not-found': {
    ja: 'CITRIX_CUSTOMER_ID を確かめ、サイトが複数あるときは CITRIX_SITE_ID に使うサイトの ID を設定します。',
    en: 'Compare CITRIX_CUSTOMER_ID, and where there are several sites set CITRIX_SITE_ID to the id of yours.',
  },
  unavailable: {
    ja: 'このサーバーから CITRIX_ENDPOINT と CITRIX_TOKEN_ENDPOINT に届くことを確かめます(証明書、プロキシ、名前解決)。',
    en: 'See that this server reaches CITRIX_ENDPOINT and CITRIX_TOKEN_ENDPOINT (certificate, proxy, name resolution).',
  },
};

async function checkPool(
  citrix: CitrixCaller,
  pool: CitrixPool,
  siteSessions: () => Promise<CitrixSession[]>,
): Promise<CheckLine[]> {
  const about = `delivery group ${pool.deliveryGroup}`;
  const lines: CheckLine[] = [];
  const line = (...[what, ok, detail, mend]: Line) => void lines.push(checkLine(`${about}: ${what}`, ok, detail, mend));
  /** Reads something; a fault becomes a line and null. */
  const read = async <T>(what: string, operation: CitrixOperation, call: () => Promise<T>): Promise<T | null> => {
    try {
      return await call();
    } catch (error) {
      lines.push(checkLine(`${about}: ${what}`, false, said(error, operation, about)));
      return null;
    }
  };

  const path = groupPath(pool);
  const group = await read('readable', 'readHostPool', () => citrix.get<CitrixDeliveryGroup>(path));
  if (!group) return lines;
  line('readable', true, `${group.SharingKind ?? 'kind not told'}, ${group.LoadBalanceType ?? 'balance not told'}`);
  const machines = await read('machines', 'readSessionHosts', () => citrix.list<CitrixMachine>(`${path}/Machines`));

  const kind = balanceOf(group, machines ?? []) === 'persistent' ? 'personal' : 'pooled';
  line('kind', kind === pool.kind, `${kind} in Citrix, ${pool.kind} in the configuration`, {
    ja: `設定ファイルの pools の kind を ${kind} にします。`,
    en: `Set kind to ${kind} in the configuration's pools.`,
  });
  for (const one of steered(group, pool)) line(...one);
  if (machines) {
    line(...namesLine(pool, machines));
    line(...powerLine(pool, machines));
  }
  const sessions = await read('sessions', 'readSessions', siteSessions);
  if (sessions) line(...sessionsLine(machines ?? [], sessions));
  const lists = await read('who may use it', 'readAccess', () => readUserLists(citrix, pool));
  if (lists)
    line(
      ...accessLine(
        pool,
        lists.flatMap(({ users }) => users),
      ),
    );
  line('address for people', pool.storeUrl === null ? 'warn' : true, pool.storeUrl ?? 'none', {
    ja: '設定ファイルの storeUrl に、職員がデスクトップを開くアドレス（Citrix Workspace か StoreFront）を書きます。',
    en: 'Name in storeUrl where people open their desktop (Citrix Workspace or StoreFront).',
  });
  line('may be changed', 'warn', 'not tested: Citrix does not tell, and trying would change something', {
    ja: 'API クライアントに「Delivery Group Administrator」以上のロールがあるか確かめます（電源、メンテナンス モード、セッション、デリバリー グループの編集）。',
    en: 'See for yourself that the API client has the role "Delivery Group Administrator" or more (power, maintenance mode, sessions, editing the delivery group).',
  });
  return lines;
}

/** Who else steers the delivery group, and how people are spread. */
function steered(group: CitrixDeliveryGroup, pool: CitrixPool): Line[] {
  const shadow = pool.scaling === 'shadow'; // whoever scales the pool beside the shadow does it as they like
  const auto = group.AutoScaleEnabled === true;
  const closed = group.InMaintenanceMode === true ? 'in maintenance mode' : group.Enabled === false ? 'disabled' : null;
  const lines: Line[] = [
    [
      'native scaling',
      !auto || shadow,
      auto ? 'Citrix Autoscale is enabled' : 'none',
      {
        ja: 'Citrix の Autoscale をこのデリバリー グループで無効にします。有効な間、zaitaku は触れません。',
        en: 'Disable Citrix Autoscale for this delivery group; while it is enabled zaitaku does not touch it.',
      },
    ],
    [
      'in use',
      closed === null,
      closed ?? 'yes',
      {
        ja: 'デリバリー グループを有効にし、メンテナンス モードを解除します。その間、誰も接続できず、zaitaku は触れません。',
        en: 'Enable the delivery group and end its maintenance mode: until then nobody can connect and zaitaku leaves it alone.',
      },
    ],
  ];
  if (pool.kind === 'personal') return lines;
  const told = group.LoadBalanceType === 'Horizontal' || group.LoadBalanceType === 'Vertical';
  lines.push([
    'how people are spread',
    told ? true : 'warn',
    told ? group.LoadBalanceType! : 'the site decides; taken to be Horizontal',
    {
      ja: 'デリバリー グループの負荷分散を Horizontal（水平）に設定します。以後は zaitaku が切り替えます。',
      en: 'Set the load balancing of the delivery group to Horizontal; zaitaku changes it from then on.',
    },
  ]);
  return lines;
}

function namesLine(pool: CitrixPool, machines: CitrixMachine[]): Line {
  const { prefix, count } = pool.hosts;
  const strange = machines
    .map(hostName)
    .filter((name) => !name.toLowerCase().startsWith(prefix.toLowerCase()) || !/^\d+$/.test(name.slice(prefix.length)));
  const other = strange.length === 0 ? '' : `; not ${prefix}NNN: ${some(strange)}`;
  return [
    'machines',
    machines.length === count && strange.length === 0,
    `${machines.length} in Citrix, ${count} in the configuration${other}`,
    {
      ja: '設定ファイルの hosts（prefix と count）を Citrix のマシンに合わせます。',
      en: 'Make hosts (prefix and count) in the configuration fit the machines in Citrix.',
    },
  ];
}

function powerLine(pool: CitrixPool, machines: CitrixMachine[]): Line {
  const unseen = machines.filter((machine) => powerOf(machine) === 'unknown').map(hostName);
  return [
    'power',
    unseen.length === 0 ? true : pool.scaling === 'shadow' ? 'warn' : false,
    unseen.length === 0 ? `state of all ${machines.length} known` : `state not known of ${some(unseen)}`,
    {
      ja: 'これらのマシンを電源管理されたカタログに入れ、ホスティング接続が生きていることを確かめます。',
      en: 'Put these machines into a power-managed catalog and see that its hosting connection works.',
    },
  ];
}

function sessionsLine(machines: CitrixMachine[], sessions: CitrixSession[]): Line {
  const ids = new Set(machines.map(({ Id }) => Id));
  const here = sessions.filter(({ Machine }) => ids.has(Machine?.Id ?? ''));
  const nameless = here.filter(({ User }) => !User?.PrincipalName).length;
  return [
    'sessions',
    nameless === 0 ? true : 'warn',
    nameless === 0 ? `readable; ${here.length} now` : `${nameless} of ${here.length} without a user principal name`,
    {
      ja: 'Citrix が利用者の UPN を返すよう、ディレクトリとの接続を確かめます。UPN のないセッションには何もしません。',
      en: 'See that Citrix can reach the directory and tells UPNs; nothing is done with sessions that have none.',
    },
  ];
}

function accessLine(pool: CitrixPool, users: { Oid?: string | null; IsGroup?: boolean | null }[]): Line {
  const groups = users.filter(({ IsGroup }) => IsGroup === true);
  const people = users.length - groups.length;
  const counted = `${people} people and ${groups.length} groups entered in Citrix`;
  if (pool.access === 'delivery-group') {
    const open = groups.length > 0 && pool.admission === 'booked-only';
    return [
      'who may use it',
      open ? 'warn' : true,
      counted,
      {
        ja: '予約した人だけのプールです。Citrix に入っているグループを外します。',
        en: 'The pool is booked-only: take the groups out of it in Citrix.',
      },
    ];
  }
  const given = groups.some(({ Oid }) => Oid?.toLowerCase() === pool.group);
  return [
    'who may use it',
    given ? true : 'warn',
    given ? 'the group of the configuration' : `${counted}; the group of the configuration was not found among them`,
    {
      ja: `Entra グループ ${pool.group} をデリバリー グループの利用者にし、ほかの人とグループを外します。`,
      en: `Give the delivery group to the Entra group ${pool.group}, and take other people and groups out.`,
    },
  ];
}

function said(error: unknown, operation: CitrixOperation, subject: string): string {
  return toProviderError(error, { operation, resource: subject, subject }).message;
}
