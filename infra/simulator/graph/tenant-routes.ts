import type { TenantPerson } from '../seam.ts';
import { ownerOf } from './calendar-routes.ts';
import type { GraphState } from './graph-state.ts';
import { filterOf, fromToken, linkTo, pageAfter, pick, selectOf, toToken, topOf } from './query.ts';
import { subscriptionJson } from './subscription-book.ts';
import {
  GRAPH,
  GraphFault,
  type GraphReply,
  type GraphRequest,
  type GraphRoute,
  badRequest,
  objectBody,
  resourceNotFound,
} from './wire.ts';

/** The app in the organisation's catalogue: its id there, and the manifest id that an administrator uploaded. */
export const CATALOGUE_APP = {
  id: '5d4e8a30-6f0b-4a5e-9d1c-2b7f3c9a8e11',
  externalId: 'b9a5d2c4-3e71-4f86-8a0d-6c1e5f7b9d20',
  displayName: 'zaitaku',
  distributionMethod: 'organization',
};

/** Mailbox settings, licences, sign-in methods, the organisation, installed apps and subscriptions. */
export function tenantRoutes(state: GraphState): GraphRoute[] {
  const now = () => state.host.clock();
  return [
    {
      method: 'GET',
      pattern: '/users/{id}/mailboxSettings',
      handler: (request, [id = '']) => mailboxSettings(state, request, id),
    },
    {
      method: 'GET',
      pattern: '/users/{id}/licenseDetails',
      handler: (request, [id = '']) => licences(state, request, id),
    },
    {
      method: 'GET',
      pattern: '/reports/authenticationMethods/userRegistrationDetails',
      handler: (request) => registrations(state, request),
    },
    {
      method: 'GET',
      pattern: '/reports/authenticationMethods/userRegistrationDetails/{id}',
      handler: (_, [id = '']) => ({ status: 200, body: registration(state, state.people.get(id)) }),
    },
    { method: 'GET', pattern: '/organization', handler: () => organization(state) },
    { method: 'GET', pattern: '/appCatalogs/teamsApps', handler: (request) => teamsApps(request) },
    {
      method: 'GET',
      pattern: '/users/{id}/teamwork/installedApps',
      handler: (_, [id = '']) => installedApps(state, id),
    },
    {
      method: 'POST',
      pattern: '/users/{id}/teamwork/installedApps',
      handler: (request, [id = '']) => install(state, request, id),
    },
    {
      method: 'DELETE',
      pattern: '/users/{id}/teamwork/installedApps/{installationId}',
      handler: (_, [id = '']) => uninstall(state, id),
    },
    {
      method: 'GET',
      pattern: '/subscriptions',
      handler: () => ({
        status: 200,
        body: {
          '@odata.context': `${GRAPH}/$metadata#subscriptions`,
          value: state.subscriptions.all(now()).map(subscriptionJson),
        },
      }),
    },
    { method: 'POST', pattern: '/subscriptions', handler: (request) => subscribe(state, request) },
    {
      method: 'GET',
      pattern: '/subscriptions/{id}',
      handler: (_, [id = '']) => ({ status: 200, body: subscriptionJson(state.subscriptions.get(id, now())) }),
    },
    {
      method: 'PATCH',
      pattern: '/subscriptions/{id}',
      handler: (request, [id = '']) => ({
        status: 200,
        body: subscriptionJson(kept(state, state.subscriptions.renew(id, request.body, now()))),
      }),
    },
    {
      method: 'DELETE',
      pattern: '/subscriptions/{id}',
      handler: (_, [id = '']) => {
        state.subscriptions.remove(id, now());
        return kept(state, { status: 204 });
      },
    },
    {
      method: 'POST',
      pattern: '/subscriptions/{id}/reauthorize',
      handler: (_, [id = '']) => (state.subscriptions.get(id, now()), { status: 204 }),
    },
  ];
}

function kept<T>(state: GraphState, answer: T): T {
  state.host.changed();
  return answer;
}

function mailboxSettings(state: GraphState, request: GraphRequest, id: string): GraphReply {
  const owner = ownerOf(state, id);
  const { workingHours } = state.setup.organisation;
  const timeZone = 'Tokyo Standard Time';
  const ja = owner.preferredLanguage === 'ja';
  const context = { '@odata.context': `${GRAPH}/$metadata#users('${owner.id}')/mailboxSettings` };
  const body = {
    archiveFolder: '',
    timeZone,
    delegateMeetingMessageDeliveryOptions: 'sendToDelegateOnly',
    dateFormat: 'yyyy/MM/dd',
    timeFormat: 'H:mm',
    userPurpose: 'user',
    automaticRepliesSetting: state.automaticRepliesOf(owner.id),
    language: ja
      ? { locale: 'ja-JP', displayName: '日本語 (日本)' }
      : { locale: 'en-US', displayName: 'English (United States)' },
    workingHours: {
      daysOfWeek: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
      startTime: `${workingHours.start}:00.0000000`,
      endTime: `${workingHours.end}:00.0000000`,
      timeZone: { name: timeZone },
    },
  };
  const select = selectOf(request.query, new Set(Object.keys(body)), 'mailboxSettings');
  return { status: 200, body: { ...context, ...(select ? pick(body, select) : body) } };
}

/** Microsoft 365 E3 as Graph tells of it: of its many plans the mailbox and the right to a Windows desktop. */
function licences(state: GraphState, request: GraphRequest, id: string): GraphReply {
  const person = state.people.get(id);
  const [licence] = state.people.toGraph(person)['assignedLicenses'] as { skuId: string }[];
  const plans = [
    {
      servicePlanId: 'efb87545-963c-4e0d-99df-69c6916d9eb0',
      servicePlanName: 'EXCHANGE_S_ENTERPRISE',
      provisioningStatus: 'Success',
      appliesTo: 'User',
    },
    {
      servicePlanId: 'e7c91390-7625-45be-94e0-e16907e03118',
      servicePlanName: 'Virtualization Rights for Windows 10 (E3/E5+VDA)',
      provisioningStatus: 'Success',
      appliesTo: 'User',
    },
  ];
  const details = {
    id: person.id.replaceAll('-', '').slice(0, 22),
    skuId: licence?.skuId,
    skuPartNumber: 'SPE_E3',
    servicePlans: plans,
  };
  const select = selectOf(request.query, new Set(Object.keys(details)), 'licenseDetails');
  const value = [select ? pick(details, select) : details];
  return { status: 200, body: { '@odata.context': `${GRAPH}/$metadata#users('${person.id}')/licenseDetails`, value } };
}

/** Who can pass multi-factor authentication: most by app or token; those of the settings have registered nothing. */
function registration(state: GraphState, person: TenantPerson): Record<string, unknown> & { id: string } {
  const methods = state.methodsOf(person);
  return {
    id: person.id,
    userPrincipalName: person.upn,
    userDisplayName: person.displayName,
    userType: 'member',
    isAdmin: false,
    isSsprRegistered: methods.length > 0,
    isSsprEnabled: true,
    isSsprCapable: methods.length > 0,
    isMfaRegistered: methods.length > 0,
    isMfaCapable: methods.length > 0,
    isPasswordlessCapable: false,
    methodsRegistered: methods,
    lastUpdatedDateTime: '2026-10-01T00:00:00Z',
  };
}

function registrations(state: GraphState, request: GraphRequest): GraphReply {
  const filter = filterOf(request.query);
  const found = state.people
    .all()
    .map((person) => registration(state, person))
    .filter((each) => !filter || filter.test(each));
  const token = request.query.get('$skiptoken');
  const after = token === null ? undefined : String(fromToken(token)['after']);
  const { page, next } = pageAfter(found, ({ id }) => id, after, topOf(request.query, 100, 999));
  const more =
    next === undefined ? {} : { '@odata.nextLink': linkTo(request, { $skiptoken: toToken({ after: next }) }) };
  return {
    status: 200,
    body: {
      '@odata.context': `${GRAPH}/$metadata#reports/authenticationMethods/userRegistrationDetails`,
      ...more,
      value: page,
    },
  };
}

function organization(state: GraphState): GraphReply {
  const { tenantId, name } = state.setup.organisation;
  const domain = state.setup.people[0]?.upn.split('@')[1] ?? 'example.lg.jp';
  const verifiedDomains = [{ name: domain, isDefault: true, isInitial: false, type: 'Managed', capabilities: 'Email' }];
  const value = [
    {
      id: tenantId,
      displayName: name.ja,
      countryLetterCode: 'JP',
      preferredLanguage: 'ja',
      tenantType: 'AAD',
      verifiedDomains,
    },
  ];
  return { status: 200, body: { '@odata.context': `${GRAPH}/$metadata#organization`, value } };
}

function teamsApps(request: GraphRequest): GraphReply {
  const filter = filterOf(request.query);
  const value = [CATALOGUE_APP].filter((app) => !filter || filter.test(app));
  return { status: 200, body: { '@odata.context': `${GRAPH}/$metadata#appCatalogs/teamsApps`, value } };
}

function installationId(person: TenantPerson): string {
  return Buffer.from(`${person.id}##${CATALOGUE_APP.id}`).toString('base64');
}

function installedApps(state: GraphState, id: string): GraphReply {
  const person = state.people.get(id);
  const value = state.isAppInstalled(person.id) ? [{ id: installationId(person), teamsApp: CATALOGUE_APP }] : [];
  return {
    status: 200,
    body: { '@odata.context': `${GRAPH}/$metadata#users('${person.id}')/teamwork/installedApps`, value },
  };
}

function install(state: GraphState, request: GraphRequest, id: string): GraphReply {
  const person = state.people.get(id);
  const bind = objectBody(request.body)['teamsApp@odata.bind'];
  if (typeof bind !== 'string') throw badRequest("The property 'teamsApp@odata.bind' is required.", 'BadRequest');
  if (!bind.endsWith(`/appCatalogs/teamsApps/${CATALOGUE_APP.id}`))
    throw new GraphFault(404, 'NotFound', 'App not found in the catalogue.');
  if (state.isAppInstalled(person.id)) throw new GraphFault(409, 'Conflict', 'App is already installed in this scope.');
  state.setAppInstalled(person.id, true);
  return { status: 201 };
}

function uninstall(state: GraphState, id: string): GraphReply {
  const person = state.people.get(id);
  if (!state.isAppInstalled(person.id)) throw new GraphFault(404, 'NotFound', 'The installation was not found.');
  state.setAppInstalled(person.id, false);
  return { status: 204 };
}

async function subscribe(state: GraphState, request: GraphRequest): Promise<GraphReply> {
  const mailboxOf = (resource: string) => {
    const match = /^\/?users\/([^/]+)\/(?:events|calendar\/events)$/i.exec(resource);
    if (!match?.[1]) return null;
    const person = state.people.find(decodeURIComponent(match[1]));
    if (!person) throw resourceNotFound(match[1]);
    return person.id;
  };
  const subscription = await state.subscriptions.create(request.body, mailboxOf, state.host.clock());
  const body = { '@odata.context': `${GRAPH}/$metadata#subscriptions/$entity`, ...subscriptionJson(subscription) };
  return kept(state, { status: 201, body });
}
