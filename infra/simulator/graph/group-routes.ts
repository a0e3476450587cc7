import type { GraphState } from './graph-state.ts';
import type { TenantGroup } from './group-book.ts';
import { GROUP_PROPERTIES, USER_PROPERTIES, USER_USUAL } from './properties.ts';
import {
  filterOf,
  fromToken,
  isEventual,
  linkTo,
  pageAfter,
  pick,
  requireConsistency,
  selectOf,
  toToken,
  topOf,
} from './query.ts';
import {
  GRAPH,
  type GraphReply,
  type GraphRequest,
  type GraphRoute,
  badRequest,
  objectBody,
  resourceNotFound,
} from './wire.ts';
import { denied } from './user-routes.ts';

const USUAL_PAGE = 100;
const LARGEST_PAGE = 999;
/** Members that one PATCH may add. https://learn.microsoft.com/graph/api/group-post-members */
const MOST_AT_ONCE = 20;

/** Groups and their members. */
export function groupRoutes(state: GraphState): GraphRoute[] {
  const members = (request: GraphRequest, id: string, cast: boolean, transitive: boolean) =>
    listMembers(state, request, id, { cast, transitive });
  return [
    { method: 'GET', pattern: '/groups', handler: (request) => listGroups(state, request) },
    { method: 'GET', pattern: '/groups/{id}', handler: (request, [id = '']) => oneGroup(state, request, id) },
    { method: 'PATCH', pattern: '/groups/{id}', handler: (request, [id = '']) => patchGroup(state, request, id) },
    { method: 'DELETE', pattern: '/groups/{id}', handler: denied },
    {
      method: 'GET',
      pattern: '/groups/{id}/members',
      handler: (request, [id = '']) => members(request, id, false, false),
    },
    {
      method: 'GET',
      pattern: '/groups/{id}/members/$count',
      handler: (request, [id = '']) => countMembers(state, request, id),
    },
    {
      method: 'GET',
      pattern: '/groups/{id}/members/microsoft.graph.user',
      handler: (request, [id = '']) => members(request, id, true, false),
    },
    {
      method: 'GET',
      pattern: '/groups/{id}/transitiveMembers',
      handler: (request, [id = '']) => members(request, id, false, true),
    },
    {
      method: 'GET',
      pattern: '/groups/{id}/transitiveMembers/microsoft.graph.user',
      handler: (request, [id = '']) => members(request, id, true, true),
    },
    {
      method: 'POST',
      pattern: '/groups/{id}/members/$ref',
      handler: (request, [id = '']) => addMember(state, request, id),
    },
    {
      method: 'DELETE',
      pattern: '/groups/{id}/members/{memberId}/$ref',
      handler: (_, [id = '', memberId = '']) => {
        state.groupBook.get(id);
        state.groupBook.remove(id, memberId);
        return { status: 204 };
      },
    },
    // Without /$ref the real service deletes the user where the app may write users; this app may not.
    { method: 'DELETE', pattern: '/groups/{id}/members/{memberId}', handler: denied },
  ];
}

function groupJson(group: TenantGroup): Record<string, unknown> {
  return {
    id: group.id,
    deletedDateTime: null,
    description: null,
    displayName: group.displayName,
    groupTypes: [],
    isAssignableToRole: null,
    mail: null,
    mailEnabled: false,
    mailNickname: group.displayName.replace(/\W/g, ''),
    membershipRule: null,
    membershipRuleProcessingState: null,
    onPremisesSyncEnabled: null,
    proxyAddresses: [],
    securityEnabled: true,
    visibility: null,
  };
}

function listGroups(state: GraphState, request: GraphRequest): GraphReply {
  const filter = filterOf(request.query);
  requireConsistency(request, filter);
  const select = selectOf(request.query, GROUP_PROPERTIES, 'group');
  const found = state.groupBook
    .all()
    .map(groupJson)
    .filter((json) => !filter || filter.test(json));
  const size = topOf(request.query, USUAL_PAGE, LARGEST_PAGE);
  const token = request.query.get('$skiptoken');
  const sorted = found.toSorted((a, b) => (String(a['id']) < String(b['id']) ? -1 : 1));
  const after = token === null ? undefined : String(fromToken(token)['after']);
  const { page, next } = pageAfter(sorted, (json) => String(json['id']), after, size);
  const more =
    next === undefined ? {} : { '@odata.nextLink': linkTo(request, { $skiptoken: toToken({ after: next }) }) };
  const value = page.map((json) => (select ? pick(json, select) : json));
  return { status: 200, body: { '@odata.context': `${GRAPH}/$metadata#groups`, ...more, value } };
}

function oneGroup(state: GraphState, request: GraphRequest, id: string): GraphReply {
  const select = selectOf(request.query, GROUP_PROPERTIES, 'group');
  const json = groupJson(state.groupBook.get(id));
  const body = { '@odata.context': `${GRAPH}/$metadata#groups/$entity`, ...(select ? pick(json, select) : json) };
  return { status: 200, body };
}

function listMembers(
  state: GraphState,
  request: GraphRequest,
  id: string,
  { cast, transitive }: { cast: boolean; transitive: boolean },
): GraphReply {
  const filter = filterOf(request.query);
  requireConsistency(request, filter);
  const size = topOf(request.query, USUAL_PAGE, LARGEST_PAGE);
  const ids = transitive ? [...state.groupBook.transitive(id)] : [...state.groupBook.get(id).members.keys()];
  const select = selectOf(request.query, new Set([...USER_PROPERTIES, ...GROUP_PROPERTIES]), 'directoryObject');
  const token = request.query.get('$skiptoken');
  const after = token === null ? undefined : String(fromToken(token)['after']);
  const shown = ids
    .filter((each) => !cast || state.people.find(each) !== undefined)
    .filter((each) => !filter || filter.test(memberJson(state, each)))
    .sort();
  const { page, next } = pageAfter(shown, (each) => each, after, size);
  const value = page.map((each) => {
    const type = cast
      ? {}
      : { '@odata.type': state.groupBook.has(each) ? '#microsoft.graph.group' : '#microsoft.graph.user' };
    const json = memberJson(state, each);
    return { ...type, ...pick(json, select ?? (state.groupBook.has(each) ? Object.keys(json) : USER_USUAL)) };
  });
  const count = isEventual(request) && request.query.get('$count') === 'true' ? { '@odata.count': shown.length } : {};
  const more =
    next === undefined ? {} : { '@odata.nextLink': linkTo(request, { $skiptoken: toToken({ after: next }) }) };
  return { status: 200, body: { '@odata.context': `${GRAPH}/$metadata#directoryObjects`, ...count, ...more, value } };
}

function memberJson(state: GraphState, id: string): Record<string, unknown> {
  const person = state.people.find(id);
  if (person) return state.people.toGraph(person);
  return state.groupBook.has(id) ? groupJson(state.groupBook.get(id)) : { id };
}

function countMembers(state: GraphState, request: GraphRequest, id: string): GraphReply {
  if (!isEventual(request)) throw badRequest('Request with $count only works with ConsistencyLevel: eventual.');
  return { status: 200, body: String(state.groupBook.get(id).members.size) };
}

function addMember(state: GraphState, request: GraphRequest, id: string): GraphReply {
  const group = state.groupBook.get(id);
  const memberId = referenced(state, objectBody(request.body)['@odata.id']);
  state.groupBook.add(group.id, [memberId], state.host.clock());
  return { status: 204 };
}

/** `members@odata.bind` adds all of up to 20 or none. Other properties are not this app's to change. */
function patchGroup(state: GraphState, request: GraphRequest, id: string): GraphReply {
  const group = state.groupBook.get(id);
  const body = objectBody(request.body);
  const binds = body['members@odata.bind'];
  if (!Array.isArray(binds) || Object.keys(body).length !== 1) return denied();
  if (binds.length > MOST_AT_ONCE) {
    throw badRequest(`The number of references in 'members@odata.bind' exceeds the maximum of ${MOST_AT_ONCE}.`);
  }
  state.groupBook.add(
    group.id,
    binds.map((each) => referenced(state, each)),
    state.host.clock(),
  );
  return { status: 204 };
}

/** The id in `https://graph.microsoft.com/v1.0/directoryObjects/{id}` (or users, groups), if the directory knows it. */
function referenced(state: GraphState, reference: unknown): string {
  const match =
    typeof reference === 'string'
      ? /^https?:\/\/[^?#]+\/(?:directoryObjects|users|groups)\/([^/?#]+)$/i.exec(reference)
      : null;
  if (!match?.[1])
    throw badRequest("Invalid object identifier or reference in '@odata.id'; an absolute address is expected.");
  const id = decodeURIComponent(match[1]).toLowerCase();
  const person = state.people.find(id);
  if (person) return person.id;
  if (!state.groupBook.has(id)) throw resourceNotFound(id);
  return id;
}
