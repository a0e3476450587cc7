import { randomUUID } from 'node:crypto';
import { CloudAdapter, type TurnContext } from 'botbuilder';
import type { TokenCredential } from '@azure/identity';
import type { Logger } from 'pino';
import { calendarSubject, sectionSubject, sessionWords } from '../../cards/outside-words.ts';
import { reconcileAccess } from '../../flows/access/reconcile-access.ts';
import { treatSessions } from '../../flows/access/treat-sessions.ts';
import { MailboxLanguages } from '../../flows/conversation/mailbox-language.ts';
import { FreshStanding } from '../../flows/approval/fresh-standing.ts';
import { AbsentApprovers } from '../../flows/approval/absent-approver.ts';
import { followUpRequest } from '../../flows/approval/follow-up-request.ts';
import { approverBeginning, beginDeputy } from '../../flows/approval/say-deputy.ts';
import { forgetAddress } from '../../flows/calendar/keep-feeds.ts';
import { followSectionCalendar, wakeSectionCalendars } from '../../flows/calendar/section-calendar.ts';
import { lookAtEntries, takeEntries } from '../../flows/calendar/take-entries.ts';
import { PictureCache } from '../../flows/capacity/round-memory.ts';
import { reconcileHostPool } from '../../flows/capacity/reconcile-host-pool.ts';
import type { DesktopProvider } from '../../flows/capacity/capacity.ts';
import type { FeedReader, OrganisationCalendarReader } from '../../flows/calendar/feed-reader.ts';
import { followFeed, wakeFeeds } from '../../flows/calendar/follow-feeds.ts';
import { followOfficeCalendar } from '../../flows/calendar/follow-office-calendar.ts';
import { OfficeCalendarNow } from '../../flows/calendar/office-calendar.ts';
import type { CertificateAuthority } from '../../flows/certificates/certificate-authority.ts';
import { followMailboxes } from '../../flows/calendar/follow-mailboxes.ts';
import type { CalendarReader } from '../../flows/calendar/calendar-reader.ts';
import { followCertificates } from '../../flows/certificates/follow-certificates.ts';
import type { Clock } from '../../flows/clock.ts';
import type { Deps } from '../../flows/deps.ts';
import type { AccessGroups, Calendar, Directory } from '../../flows/directory.ts';
import { addMinutes } from '../../flows/minutes.ts';
import type { LicenceDetails } from '../../flows/licences/licence-details.ts';
import { readLicenceDetails } from '../../flows/licences/read-licence-details.ts';
import { licensedStore } from '../../flows/licences/licensed-store.ts';
import { avdPools, citrixPools, type Organisation, type Role } from '../../flows/organisation.ts';
import type { DueKind, Store, Tx } from '../../flows/store.ts';
import { lookAtDirectory, nextDirectoryLook, readRoles } from '../../flows/sync-directory.ts';
import { followEmergency } from '../../flows/emergency/follow-emergency.ts';
import { followNoShows } from '../../flows/no-show/follow-no-shows.ts';
import { followWaitlist } from '../../flows/waitlist/promote-waiting.ts';
import { followWork } from '../../flows/work/follow-work.ts';
import { followAllowList } from '../../flows/gateway/follow-allow-list.ts';
import { wakeGateway } from '../../flows/gateway/gateway-due.ts';
import { endSessions } from '../../flows/lost-device/end-sessions.ts';
import { checkPermission, type SeenBefore } from '../../flows/permission/check-permission.ts';
import { watchForecast } from '../../flows/forecast/watch-forecast.ts';
import { noteSettings } from '../../flows/settings/note-settings.ts';
import { followReadiness, type OpenWays, type SecondFactors } from '../../flows/readiness/follow-readiness.ts';
import { allowListFile } from '../../infra/gateway/allow-list-file.ts';
import { createAvdProvider } from '../../infra/avd/avd-provider.ts';
import { createCitrixCaller, type CitrixCaller, type CitrixOptions } from '../../infra/citrix/citrix-caller.ts';
import { createCitrixProvider } from '../../infra/citrix/citrix-provider.ts';
import { DeliveryGroupAccess } from '../../infra/citrix/delivery-group-access.ts';
import { createOpenWays } from '../../infra/avd/open-ways.ts';
import { GraphAccessGroups } from '../../infra/graph/graph-access-groups.ts';
import { GraphCalendar } from '../../infra/graph/graph-calendar.ts';
import { GraphCalendarReader } from '../../infra/graph/graph-calendar-reader.ts';
import { GraphLicenceDetails } from '../../infra/graph/graph-licence-details.ts';
import { createGraphCaller } from '../../infra/graph/graph-caller.ts';
import { GraphSecondFactors } from '../../infra/graph/graph-second-factors.ts';
import { GraphDirectory } from '../../infra/graph/graph-directory.ts';
import { feedReader } from '../../infra/ical/feed-reader.ts';
import { Scheduler, type DueHandler } from '../scheduler.ts';
import { ChannelAuthentication } from '../teams/channel-authentication.ts';
import { Deliverer } from '../teams/deliver.ts';
import { TurnHandler } from '../teams/handle-turn.ts';
import { Messenger } from '../teams/messenger.ts';
import { TEAMS_LIMITS } from '../teams/pace-limits.ts';
import { paceReplies } from '../teams/pace-replies.ts';
import { Pace } from '../teams/pace.ts';
import { accessOfPool, enteredInCitrix, peopleNames } from './access-of-pool.ts';
import { organisationCalendarReader } from './organisation-calendar-reader.ts';
import { providerOfPool } from './provider-of-pool.ts';

/** After a start, what people can do is compared with what they are booked for so much later. */
const FIRST_CHECK_MINUTES = 10;

/** After a start, and after the directory was read, calendars are followed so much later: who writes in the chat comes first. */
const MAILBOXES_AFTER_MS = 10_000;

/** The real systems outside. Tests may hand in others. */
export interface Outside {
  provider: DesktopProvider;
  groups: AccessGroups;
  directory: Directory;
  calendar: Calendar;
  calendars: CalendarReader;
  organisationCalendar: OrganisationCalendarReader;
  feedReader: FeedReader;
  licenceDetails: LicenceDetails;
  secondFactors: SecondFactors;
  ways: OpenWays;
}

export interface ZaitakuOptions {
  store: Store;
  clock: Clock;
  organisation: () => Organisation;
  outside: Outside;
  authority: CertificateAuthority;
  publicUrl: string;
  /** Where Graph sends notifications, or null where it cannot reach us. */
  notificationUrl: string | null;
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
  pace: Pace;
  onTurn: (context: TurnContext) => Promise<void>;
  /** Makes everything that must be looked at due: after it, nothing that a crash left undone is forgotten. */
  arm(): Promise<void>;
  /** The settings have changed while running: written to the audit log, and what hangs on them is looked at again. */
  takeOverSettings(): Promise<void>;
}

/**
 * Azure Virtual Desktop, Citrix and Microsoft Graph, at their public addresses or where the environment says. Citrix is
 * opened when a pool of it is first looked at.
 */
export function openOutside(options: {
  organisation: () => Organisation;
  store: Store;
  citrix: () => CitrixOptions;
  credential: TokenCredential;
  armEndpoint: string | null;
  graphEndpoint: string | null;
  clock: Clock;
}): Outside {
  const { credential, clock } = options;
  const pools = () => options.organisation().pools;
  let caller: CitrixCaller | null = null;
  const citrix = () => (caller ??= createCitrixCaller(options.citrix()));
  const graph = createGraphCaller({
    credential,
    ...(options.graphEndpoint ? { endpoint: options.graphEndpoint } : {}),
  });
  return {
    provider: providerOfPool(pools, {
      avd: () =>
        createAvdProvider({
          pools: () => avdPools(options.organisation()),
          credential,
          clock,
          ...(options.armEndpoint ? { endpoint: options.armEndpoint } : {}),
        }),
      citrix: () =>
        createCitrixProvider({
          pools: () => citrixPools(options.organisation()),
          caller: citrix(),
          clock,
        }),
    }),
    groups: accessOfPool(
      options.organisation,
      new GraphAccessGroups(graph),
      () =>
        new DeliveryGroupAccess({
          caller: citrix(),
          pools: () => enteredInCitrix(options.organisation()),
          names: peopleNames(options.store),
        }),
    ),
    directory: new GraphDirectory(graph),
    calendar: new GraphCalendar(graph),
    calendars: new GraphCalendarReader(graph, () => options.organisation().timeZone),
    organisationCalendar: organisationCalendarReader(graph),
    feedReader,
    licenceDetails: new GraphLicenceDetails(graph),
    secondFactors: new GraphSecondFactors(graph),
    ways: createOpenWays({
      pools: () => options.organisation().pools,
      credential,
      ...(options.armEndpoint ? { endpoint: options.armEndpoint } : {}),
    }),
  };
}

/** Wires the product: flows, the bot's edge and the systems outside. Starts nothing. */
export function openZaitaku(options: ZaitakuOptions): Zaitaku {
  const { clock, outside, log } = options;
  const officeCalendar = new OfficeCalendarNow();
  const organisation = () => officeCalendar.merged(options.organisation());
  let roles = new Map<Role, string[]>();
  const withoutStore = {
    clock,
    organisation,
    roles: { peopleWith: (role: Role) => roles.get(role) ?? [] },
    newId: randomUUID,
    publicUrl: options.publicUrl,
    pictures: new PictureCache(randomUUID),
  };
  const store = licensedStore(options.store, withoutStore);
  const deps: Deps = { ...withoutStore, store };
  const adapter = new CloudAdapter(new ChannelAuthentication(process.env));
  const languages = new MailboxLanguages({ ...deps, directory: outside.directory });
  const standing = new FreshStanding({ ...deps, directory: outside.directory });
  const absence = new AbsentApprovers({ ...deps, directory: outside.directory });
  const turns = new TurnHandler({ ...deps, directory: outside.directory, languages, standing, log });
  const messenger = new Messenger(adapter, {
    appId: options.appId,
    tenantId: () => organisation().tenantId,
    defaultServiceUrl: options.defaultServiceUrl,
  });
  const pace = new Pace(TEAMS_LIMITS);
  const deliverer = new Deliverer({
    ...deps,
    messenger,
    pace,
    calendar: outside.calendar,
    languages,
    calendarSubject,
    absence,
    log,
    onConversationState: (personId) => turns.forget(personId),
  });

  const officeDeps = {
    ...deps,
    fileOrganisation: options.organisation,
    organisationCalendar: outside.organisationCalendar,
    officeCalendar,
  };
  // What a calendar's changes do to requests and bookings is not wired yet: they are read, and nothing follows.
  const seenBefore: SeenBefore = new Map();
  const refreshRoles = async () => {
    roles = await readRoles({ ...deps, directory: outside.directory }, roles);
  };
  const handlers: Record<DueKind, DueHandler> = {
    access: async (poolId) => (await reconcileAccess({ ...deps, groups: outside.groups }, poolId)).wakeAt,
    sessions: async (poolId) =>
      (await treatSessions({ ...deps, provider: outside.provider, words: sessionWords }, poolId)).wakeAt,
    capacity: async (poolId) => (await reconcileHostPool({ ...deps, provider: outside.provider }, poolId)).wakeAt,
    reminder: async (subject) => {
      const approverId = approverBeginning(subject);
      if (approverId) await beginDeputy(deps, approverId);
      else await followUpRequest(deps, subject, { absence });
      return null;
    },
    work: (subject) => followWork(deps, subject),
    gateway: () => followAllowList({ ...deps, allowListFile }),
    'lost-device': (subject) => endSessions({ ...deps, provider: outside.provider }, subject),
    permission: () => checkPermission({ ...deps, groups: outside.groups, allowListFile }, seenBefore),
    forecast: (poolId) => watchForecast(deps, poolId),
    waitlist: (poolId) => followWaitlist(deps, poolId),
    'no-show': (poolId) => followNoShows({ ...deps, provider: outside.provider }, poolId),
    emergency: (id) => followEmergency(deps, id),
    'licence-details': () => readLicenceDetails({ ...deps, licenceDetails: outside.licenceDetails }),
    'calendar-entries': (personId) => lookAtEntries(deps, personId),
    readiness: (subject) =>
      followReadiness({ ...deps, secondFactors: outside.secondFactors, ways: outside.ways }, subject),
    'section-calendar': (mailbox) =>
      followSectionCalendar({ ...deps, calendar: outside.calendar, sectionSubject }, mailbox),
    'feed-address': (feedId) => forgetAddress(deps, feedId),
    certificates: (subject) => followCertificates({ ...deps, authority: options.authority }, subject),
    mailboxes: (subject) =>
      followMailboxes(
        { ...deps, calendars: outside.calendars, takeEntries, notificationUrl: options.notificationUrl },
        subject,
      ),
    'office-calendar': () => followOfficeCalendar(officeDeps),
    feed: (id) => followFeed({ ...deps, feedReader: outside.feedReader, takeEntries }, id),
    directory: async () => {
      const news = await lookAtDirectory({ ...deps, directory: outside.directory });
      await refreshRoles();
      log.info(news, 'directory read');
      if (organisation().calendar.outlook && news.people + news.gone > 0) await store.transaction(followCalendarsSoon);
      return nextDirectoryLook(deps);
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
    pace,
    onTurn: (context) => {
      paceReplies(context, pace);
      return turns.handle(context);
    },
    async arm() {
      await noteSettings({ ...deps, organisation: options.organisation });
      officeCalendar.set(await store.transaction((tx) => tx.officeDays.all()));
      await refreshRoles();
      await store.transaction(async (tx) => {
        for (const kind of ['directory', 'audit-head', 'housekeeping', 'readiness'] as const)
          await tx.due.noLaterThan(kind, 'all', clock.now());
        await followCalendarsSoon(tx);
        // While nobody listened, notifications may have been lost.
        await tx.mailboxes.wishAll(clock.now());
        // After access itself has worked off what was left undone.
        await tx.due.noLaterThan('permission', 'all', addMinutes(clock.now(), FIRST_CHECK_MINUTES));
      });
      await lookAtPools();
      await lookAtCertificates();
      await lookAtCalendars();
    },
    async takeOverSettings() {
      const changed = await noteSettings({ ...deps, organisation: options.organisation });
      log.info({ paths: changed.map(({ path }) => path) }, 'settings taken over');
      await refreshRoles();
      await store.transaction(async (tx) => {
        await tx.due.noLaterThan('readiness', 'all', clock.now());
        await tx.due.noLaterThan('mailboxes', 'people', clock.now());
      });
      await lookAtPools();
      await lookAtCertificates();
      await lookAtCalendars();
    },
  };

  async function followCalendarsSoon(tx: Tx): Promise<void> {
    await tx.due.noLaterThan('mailboxes', 'people', new Date(clock.now().getTime() + MAILBOXES_AFTER_MS));
  }

  function lookAtCalendars(): Promise<void> {
    return store.transaction(async (tx) => {
      const kept = (await tx.officeDays.all()).length > 0;
      if (kept || organisation().calendar.organisation) await tx.due.noLaterThan('office-calendar', 'all', clock.now());
      await wakeFeeds(tx, deps);
    });
  }

  function lookAtCertificates(): Promise<void> {
    return store.transaction(async (tx) => {
      if (organisation().certificates.authority === 'none') return;
      for (const subject of ['round', 'list']) await tx.due.noLaterThan('certificates', subject, clock.now());
    });
  }

  function lookAtPools(): Promise<void> {
    return store.transaction(async (tx) => {
      if (organisation().licences.some(({ kind }) => kind === 'microsoft-365'))
        await tx.due.noLaterThan('licence-details', 'all', clock.now());
      for (const pool of organisation().pools)
        for (const kind of ['access', 'sessions', 'capacity', 'forecast', 'waitlist', 'no-show'] as const)
          await tx.due.noLaterThan(kind, pool.id, clock.now());
      await wakeGateway(tx, clock.now());
      await wakeSectionCalendars(tx, deps, clock.now());
    });
  }
}
