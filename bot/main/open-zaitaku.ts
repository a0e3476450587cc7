import { randomUUID } from 'node:crypto';
import { CloudAdapter, type TurnContext } from 'botbuilder';
import type { TokenCredential } from '@azure/identity';
import type { Logger } from 'pino';
import { calendarSubject, sessionWords } from '../../cards/outside-words.ts';
import { reconcileAccess } from '../../flows/access/reconcile-access.ts';
import { treatSessions } from '../../flows/access/treat-sessions.ts';
import { MailboxLanguages } from '../../flows/conversation/mailbox-language.ts';
import { remindApprover } from '../../flows/approval/remind-approver.ts';
import { reconcileHostPool } from '../../flows/capacity/reconcile-host-pool.ts';
import type { DesktopProvider } from '../../flows/capacity/capacity.ts';
import type { Clock } from '../../flows/clock.ts';
import type { Deps } from '../../flows/deps.ts';
import type { AccessGroups, Calendar, Directory } from '../../flows/directory.ts';
import { addMinutes } from '../../flows/minutes.ts';
import type { Organisation, Role } from '../../flows/organisation.ts';
import type { DueKind, Store } from '../../flows/store.ts';
import { nextDirectorySync, readRoles, syncDirectory } from '../../flows/sync-directory.ts';
import { createAvdProvider } from '../../infra/avd/avd-provider.ts';
import { GraphAccessGroups } from '../../infra/graph/graph-access-groups.ts';
import { GraphCalendar } from '../../infra/graph/graph-calendar.ts';
import { createGraphCaller } from '../../infra/graph/graph-caller.ts';
import { GraphDirectory } from '../../infra/graph/graph-directory.ts';
import { Scheduler, type DueHandler } from '../scheduler.ts';
import { ChannelAuthentication } from '../teams/channel-authentication.ts';
import { Deliverer } from '../teams/deliver.ts';
import { TurnHandler } from '../teams/handle-turn.ts';
import { Messenger } from '../teams/messenger.ts';

/** The real systems outside. Tests may hand in others. */
export interface Outside {
  provider: DesktopProvider;
  groups: AccessGroups;
  directory: Directory;
  calendar: Calendar;
}

export interface ZaitakuOptions {
  store: Store;
  clock: Clock;
  organisation: () => Organisation;
  outside: Outside;
  publicUrl: string;
  appId: string;
  /** Where conversations with people who never wrote are opened. */
  defaultServiceUrl: string;
  /** Housekeeping that the store's side knows how to do: answers when it wants to be called again. */
  keepHouse: () => Promise<Date>;
  writeAuditHead: () => Promise<void>;
  log: Logger;
}

export interface Zaitaku {
  deps: Deps;
  adapter: CloudAdapter;
  scheduler: Scheduler;
  deliverer: Deliverer;
  onTurn: (context: TurnContext) => Promise<void>;
  /** Makes everything that must be looked at due: after it, nothing that a crash left undone is forgotten. */
  arm(): Promise<void>;
}

/** Azure Virtual Desktop and Microsoft Graph, at their public addresses or where the environment says. */
export function openOutside(options: {
  organisation: () => Organisation;
  credential: TokenCredential;
  armEndpoint: string | null;
  graphEndpoint: string | null;
  clock: Clock;
}): Outside {
  const { credential, clock } = options;
  const graph = createGraphCaller({
    credential,
    ...(options.graphEndpoint ? { endpoint: options.graphEndpoint } : {}),
  });
  return {
    provider: createAvdProvider({
      pools: () => options.organisation().pools,
      credential,
      clock,
      ...(options.armEndpoint ? { endpoint: options.armEndpoint } : {}),
    }),
    groups: new GraphAccessGroups(graph),
    directory: new GraphDirectory(graph),
    calendar: new GraphCalendar(graph),
  };
}

/** Wires the product: flows, the bot's edge and the systems outside. Starts nothing. */
export function openZaitaku(options: ZaitakuOptions): Zaitaku {
  const { store, clock, organisation, outside, log } = options;
  let roles = new Map<Role, string[]>();
  const deps: Deps = {
    store,
    clock,
    organisation,
    roles: { peopleWith: (role) => roles.get(role) ?? [] },
    newId: randomUUID,
    publicUrl: options.publicUrl,
  };
  const adapter = new CloudAdapter(new ChannelAuthentication(process.env));
  const languages = new MailboxLanguages({ ...deps, directory: outside.directory });
  const turns = new TurnHandler({ ...deps, directory: outside.directory, languages, log });
  const messenger = new Messenger(adapter, {
    appId: options.appId,
    tenantId: () => organisation().tenantId,
    defaultServiceUrl: options.defaultServiceUrl,
  });
  const deliverer = new Deliverer({
    ...deps,
    messenger,
    calendar: outside.calendar,
    languages,
    calendarSubject,
    log,
    onConversationState: (personId) => turns.forget(personId),
  });

  const refreshRoles = async () => {
    roles = await readRoles({ ...deps, directory: outside.directory }, roles);
  };
  const handlers: Record<DueKind, DueHandler> = {
    access: async (poolId) => (await reconcileAccess({ ...deps, groups: outside.groups }, poolId)).wakeAt,
    sessions: async (poolId) =>
      (await treatSessions({ ...deps, provider: outside.provider, words: sessionWords }, poolId)).wakeAt,
    capacity: async (poolId) => (await reconcileHostPool({ ...deps, provider: outside.provider }, poolId)).wakeAt,
    reminder: async (requestId) => {
      await remindApprover(deps, requestId);
      return null;
    },
    directory: async () => {
      const people = await syncDirectory({ ...deps, directory: outside.directory });
      await refreshRoles();
      log.info({ people }, 'directory read');
      return nextDirectorySync(deps);
    },
    'audit-head': async () => {
      await options.writeAuditHead();
      return addMinutes(clock.now(), 60);
    },
    housekeeping: options.keepHouse,
  };
  const scheduler = new Scheduler({
    ...deps,
    handlers,
    deliver: (queue) => deliverer.deliver(queue),
    log,
  });

  return {
    deps,
    adapter,
    scheduler,
    deliverer,
    onTurn: (context) => turns.handle(context),
    async arm() {
      await refreshRoles();
      const now = clock.now();
      await store.transaction(async (tx) => {
        for (const pool of organisation().pools)
          for (const kind of ['access', 'sessions', 'capacity'] as const) await tx.due.noLaterThan(kind, pool.id, now);
        for (const kind of ['directory', 'audit-head', 'housekeeping'] as const)
          await tx.due.noLaterThan(kind, 'all', now);
      });
    },
  };
}
