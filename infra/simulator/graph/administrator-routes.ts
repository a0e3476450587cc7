import type { TenantPerson } from '../seam.ts';
import { ownerOf } from './calendar-routes.ts';
import type { AutomaticReplies, GraphState } from './graph-state.ts';
import { denied } from './user-routes.ts';
import {
  badRequest,
  type GraphHandler,
  type GraphRoute,
  objectBody,
  resourceNotFound,
  type GraphRequest,
} from './wire.ts';
import { instantOf } from './zones.ts';

/** Whoever comes with it is an administrator of the tenant: the product's own application never has these rights. */
export const ADMINISTRATOR_TOKEN = 'administrator';

const TEXTS = ['displayName', 'givenName', 'surname', 'department', 'jobTitle'] as const;

/**
 * What administrators of the tenant do to people through Graph, and people to their own mailboxes: change, disable and
 * delete a user, set or take away a manager, switch on automatic replies. Everybody else is denied, as the product's
 * least permissions are.
 */
export function administratorRoutes(state: GraphState): GraphRoute[] {
  const only =
    (handler: GraphHandler): GraphHandler =>
    (request, params) =>
      request.headers['authorization'] === `Bearer ${ADMINISTRATOR_TOKEN}` ? handler(request, params) : denied();
  return [
    { method: 'PATCH', pattern: '/users/{id}', handler: only((request, [id = '']) => changeUser(state, request, id)) },
    { method: 'DELETE', pattern: '/users/{id}', handler: only((_, [id = '']) => changed(state, id, null)) },
    {
      method: 'PUT',
      pattern: '/users/{id}/manager/$ref',
      handler: only((request, [id = '']) => changed(state, id, { managerId: managerNamed(state, request) })),
    },
    {
      method: 'DELETE',
      pattern: '/users/{id}/manager/$ref',
      handler: only((_, [id = '']) => changed(state, id, { managerId: null })),
    },
    {
      method: 'PATCH',
      pattern: '/users/{id}/mailboxSettings',
      handler: only((request, [id = '']) => changeMailbox(state, request, id)),
    },
    {
      method: 'POST',
      pattern: '/users/{id}/authentication/methods',
      handler: only((request, [id = '']) => registerMethod(state, request, id)),
    },
  ];
}

/** Kinds of methods, and how the registration report names them. */
const METHODS: Record<string, string> = {
  '#microsoft.graph.microsoftAuthenticatorAuthenticationMethod': 'microsoftAuthenticatorPush',
  '#microsoft.graph.softwareOathAuthenticationMethod': 'softwareOneTimePasscode',
  '#microsoft.graph.fido2AuthenticationMethod': 'fido2SecurityKey',
};

/** Somebody registers a method, as they do at their security info page. */
function registerMethod(state: GraphState, request: GraphRequest, id: string) {
  const person = state.people.get(id);
  const type = objectBody(request.body)['@odata.type'];
  const method = typeof type === 'string' ? METHODS[type] : undefined;
  if (method === undefined) throw badRequest("The property '@odata.type' has to name a kind of method.", 'BadRequest');
  state.setMethods(person.id, [...new Set([...state.methodsOf(person), method])]);
  return { status: 201, body: { '@odata.type': type, id: person.id } };
}

function changed(state: GraphState, id: string, patch: Partial<TenantPerson> | null) {
  state.changePerson(state.people.get(id).id, patch);
  return { status: 204 };
}

function changeUser(state: GraphState, request: GraphRequest, id: string) {
  const patch: Partial<TenantPerson> = {};
  for (const [name, value] of Object.entries(objectBody(request.body))) {
    const text = TEXTS.find((one) => one === name);
    if (text && (typeof value === 'string' || value === null)) patch[text] = value ?? '';
    else if (name === 'accountEnabled' && typeof value === 'boolean') patch.accountEnabled = value;
    else throw badRequest(`Invalid value specified for property '${name}' of resource 'User'.`);
  }
  return changed(state, id, patch);
}

function managerNamed(state: GraphState, request: GraphRequest): string {
  const link = objectBody(request.body)['@odata.id'];
  const id = typeof link === 'string' ? /\/(?:users|directoryObjects)\/([^/]+)$/.exec(link)?.[1] : undefined;
  if (id === undefined) throw badRequest("The property '@odata.id' has to name a user.", 'BadRequest');
  const manager = state.people.find(decodeURIComponent(id));
  if (!manager) throw resourceNotFound(id);
  return manager.id;
}

function changeMailbox(state: GraphState, request: GraphRequest, id: string) {
  const owner = ownerOf(state, id);
  const body = objectBody(request.body);
  const setting = objectBody(body['automaticRepliesSetting']);
  if (!['disabled', 'alwaysEnabled', 'scheduled', undefined].includes(setting['status'] as string | undefined))
    throw badRequest("The value of 'automaticRepliesSetting/status' is not valid.", 'RequestBodyRead');
  const after: AutomaticReplies = { ...state.automaticRepliesOf(owner.id), ...setting };
  if (after['status'] === 'scheduled') {
    const [from, to] = ['scheduledStartDateTime', 'scheduledEndDateTime'].map((name) => instantOf(after[name], name));
    if (from! >= to!) throw badRequest('The end of automatic replies lies before their start.', 'ErrorInvalidRequest');
  }
  state.setAutomaticReplies(owner.id, setting);
  const context = 'https://graph.microsoft.com/v1.0/$metadata#users/mailboxSettings';
  return { status: 200, body: { '@odata.context': context, automaticRepliesSetting: after } };
}
