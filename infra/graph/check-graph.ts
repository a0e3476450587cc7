import type { TokenCredential } from '@azure/identity';
import type { Organisation } from '../../flows/organisation.ts';
import { gatesOn } from '../../flows/readiness/readiness-settings.ts';
import { checkLine } from '../check-line.ts';
import type { CheckLine } from '../check-line.ts';
import type { Patience } from '../patience.ts';
import { checkCalendars, checkSectionCalendars } from './check-calendars.ts';
import { createGraphCaller, PUBLIC_GRAPH } from './graph-caller.ts';
import { grantedRoles } from './granted-roles.ts';
import { objectId } from './paths.ts';
import { toProviderError } from './to-provider-error.ts';
import type { GraphOperation } from './to-provider-error.ts';

export interface CheckGraphOptions {
  organisation: Organisation;
  credential: TokenCredential;
  endpoint?: string;
  patience?: Partial<Patience>;
  /** Whose mailbox is looked at: a user principal name; the first user of the directory with a mailbox where left out. */
  probe?: string;
  /** Where Graph sends notifications, or null where it cannot reach us. */
  notificationUrl?: string | null;
  /** The product's present: the calendar is looked at for its coming day. */
  now: Date;
}

interface Probed {
  id: string;
  userPrincipalName?: string;
  manager?: { id?: string } | null;
}

/**
 * Looks at directory, groups and one mailbox as the product will meet them. Reads, changes nothing; which permissions to
 * write there are is read from the token, where it tells. Throws an Error naming GRAPH_ENDPOINT where that is wrong.
 */
export async function checkGraph(options: CheckGraphOptions): Promise<CheckLine[]> {
  const { organisation, credential, endpoint, patience, probe, now } = options;
  const graph = createGraphCaller({ credential, endpoint, patience });
  const lines: CheckLine[] = [];
  const read = async <T>(what: string, operation: GraphOperation, path: () => string): Promise<T | null> => {
    try {
      return await graph.get<T>(path());
    } catch (error) {
      const { message } = toProviderError(error, { operation, resource: what });
      lines.push(checkLine(what, false, message));
      return null;
    }
  };
  const line = (...given: Parameters<typeof checkLine>) => void lines.push(checkLine(...given));

  const users = await read<{ value: Probed[] }>(
    'users',
    'people',
    () => '/users?$select=id,userPrincipalName&$expand=manager($select=id)&$top=100',
  );
  if (users) {
    const led = users.value.filter((user) => user.manager?.id).length;
    line('users', users.value.length > 0, `readable; ${users.value.length} on the first page`, {
      ja: 'テナントに利用者がいません。テナント ID を確かめます。',
      en: 'The tenant has no users: check the tenant id.',
    });
    line('managers', led > 0 ? true : 'warn', `${led} of ${users.value.length} have one`, {
      ja: 'Entra ID に上司（manager）を登録します。いない人の申請は課長か情報担当へ行きます。',
      en: "Fill in managers in Entra ID; without one a request goes to the section's head or the ICT section.",
    });
  }

  for (const pool of organisation.pools) {
    if (pool.provider === 'citrix' && pool.access === 'delivery-group') continue; // people are entered in Citrix itself
    lines.push(...(await checkPoolGroup(pool.id, pool.group, read)));
  }
  const roleGroups = new Set(Object.values(organisation.roles).flatMap(({ groups }) => groups));
  for (const group of roleGroups) {
    const found = await read<{ displayName?: string }>(
      `group ${group} (roles)`,
      'readGroup',
      () => `/groups/${objectId(group, 'group')}?$select=id,displayName`,
    );
    if (found) line(`group ${group} (roles)`, true, found.displayName ?? '');
  }

  const mailbox = probe ?? users?.value.find((user) => user.manager?.id)?.id ?? users?.value[0]?.id;
  if (mailbox !== undefined) {
    const user = `/users/${encodeURIComponent(mailbox)}`;
    const settings = await read<object>(
      `mailbox settings of ${mailbox}`,
      'mailboxLanguage',
      () => `${user}/mailboxSettings?$select=language`,
    );
    if (settings) line(`mailbox settings of ${mailbox}`, true, 'readable');
    const until = new Date(now.getTime() + 24 * 60 * 60_000);
    const view = await read<object>(
      `calendar of ${mailbox}`,
      'putEvent',
      () =>
        `${user}/calendarView?startDateTime=${now.toISOString()}&endDateTime=${until.toISOString()}&$select=id&$top=1`,
    );
    if (view) line(`calendar of ${mailbox}`, true, 'readable; writing was not tried');
  }
  lines.push(...(await checkCalendars(graph, organisation, options.notificationUrl ?? null, now)));
  lines.push(...(await checkSectionCalendars(graph, organisation, now)));
  const wanted = [...WANTED];
  if (gatesOn(organisation.readiness).some(({ id }) => id === 'second-factor')) {
    wanted.push({ any: ['AuditLog.Read.All'], why: 'registered second factors', exchange: false });
    const what = 'registration report (second factors)';
    const report = '/reports/authenticationMethods/userRegistrationDetails?$select=id&$top=1';
    if (await read<object>(what, 'secondFactors', () => report)) line(what, true, 'readable');
  }
  lines.push(...(await checkRoles(credential, endpoint ?? PUBLIC_GRAPH, wanted)));
  return lines;
}

interface GroupFacts {
  displayName?: string;
  securityEnabled?: boolean;
  groupTypes?: string[];
  isAssignableToRole?: boolean | null;
  onPremisesSyncEnabled?: boolean | null;
}

type Read = <T>(what: string, operation: GraphOperation, path: () => string) => Promise<T | null>;

async function checkPoolGroup(poolId: string, groupId: string, read: Read): Promise<CheckLine[]> {
  const what = `group ${groupId} (pool ${poolId})`;
  const path = () => `/groups/${objectId(groupId, 'group')}`;
  const select = 'id,displayName,securityEnabled,groupTypes,isAssignableToRole,onPremisesSyncEnabled';
  const group = await read<GroupFacts>(what, 'readGroup', () => `${path()}?$select=${select}`);
  if (!group) return [];
  const wrong = [
    group.securityEnabled === false ? 'is no security group' : '',
    group.groupTypes?.includes('DynamicMembership') ? 'has dynamic membership' : '',
    group.groupTypes?.includes('Unified') ? 'is a Microsoft 365 group' : '',
    group.isAssignableToRole === true ? 'is role-assignable' : '',
    group.onPremisesSyncEnabled === true ? 'comes from on-premises' : '',
  ].filter(Boolean);
  const detail = [group.displayName, ...wrong].filter(Boolean).join('; ');
  const lines = [
    checkLine(what, wrong.length === 0, detail, {
      ja: 'クラウドのみの、割り当て済みセキュリティ グループをプールごとに作り、設定ファイルの group に書きます。',
      en: 'Make a plain cloud security group with assigned members for this pool and name it in the configuration.',
    }),
  ];
  const members = await read<object>(`${what}: members`, 'members', () => `${path()}/members?$select=id&$top=1`);
  if (members) lines.push(checkLine(`${what}: members`, true, 'readable'));
  return lines;
}

/** Application permissions, least first, and what each is for. A wider one does too. */
const WANTED = [
  { any: ['User.Read.All', 'Directory.Read.All'], why: 'people and their managers', exchange: false },
  { any: ['GroupMember.ReadWrite.All', 'Group.ReadWrite.All'], why: 'access to the pools', exchange: false },
  { any: ['Calendars.ReadWrite'], why: 'events of booked days', exchange: true },
  { any: ['MailboxSettings.Read', 'MailboxSettings.ReadWrite'], why: "people's language", exchange: true },
];
/** Never needed, and able to do harm that no mistake of ours should be able to do. */
const TOO_MUCH = ['User.ReadWrite.All', 'Directory.ReadWrite.All', 'RoleManagement.ReadWrite.Directory'];

async function checkRoles(credential: TokenCredential, endpoint: string, wanted: typeof WANTED): Promise<CheckLine[]> {
  const roles = await grantedRoles(credential, endpoint);
  if (roles === null) {
    return [
      checkLine('application permissions', 'warn', 'not tested: the token does not tell', {
        ja: 'Entra 管理センターの「API のアクセス許可」を README の表と比べます。',
        en: 'Compare "API permissions" in the Entra admin centre with the table in the README.',
      }),
    ];
  }
  const lines = wanted.map(({ any, why, exchange }): CheckLine => {
    const has = any.find((role) => roles.includes(role));
    const what = `application permission ${any[0]}`;
    if (has) return checkLine(what, true, `${has}: ${why}`);
    if (exchange) {
      const mend = {
        ja: `Exchange の RBAC for Applications で「Application ${any[0]}」を割り当てていなければ、${any[0]} に同意します。`,
        en: `Unless "Application ${any[0]}" is assigned in Exchange's RBAC for Applications, grant ${any[0]}.`,
      };
      return checkLine(what, 'warn', `not in the token: ${why}`, mend);
    }
    const mend = { ja: `${any[0]} に管理者の同意を与えます。`, en: `Grant ${any[0]} with an administrator's consent.` };
    return checkLine(what, false, `missing: ${why}`, mend);
  });
  const excess = TOO_MUCH.filter((role) => roles.includes(role));
  if (excess.length > 0) {
    lines.push(
      checkLine('application permissions beyond need', 'warn', excess.join(', '), {
        ja: 'これらの同意を取り消します。zaitaku には要りません。',
        en: 'Take these back: zaitaku never needs them.',
      }),
    );
  }
  return lines;
}
