import type { TenantPerson } from '../seam.ts';
import type { GraphState } from './graph-state.ts';
import { USER_PROPERTIES, USER_USUAL } from './properties.ts';
import {
  expandOf,
  filterOf,
  fromToken,
  isEventual,
  linkTo,
  ordered,
  pageAfter,
  pick,
  requireConsistency,
  selectOf,
  toToken,
  topOf,
} from './query.ts';
import {
  GRAPH,
  GraphFault,
  type GraphReply,
  type GraphRequest,
  type GraphRoute,
  badRequest,
  resourceNotFound,
} from './wire.ts';

const USUAL_PAGE = 100;
const LARGEST_PAGE = 999;
/** Entra's delta pages are its own to choose; 200 is what is usually seen. */
const DELTA_PAGE = 200;

/** Users, their managers, and delta rounds over them. */
export function userRoutes(state: GraphState): GraphRoute[] {
  return [
    { method: 'GET', pattern: '/users', handler: (request) => listUsers(state, request) },
    { method: 'GET', pattern: '/users/$count', handler: (request) => countUsers(state, request) },
    { method: 'GET', pattern: '/users/delta', handler: (request) => userDelta(state, request) },
    { method: 'GET', pattern: '/users/{id}', handler: (request, [id = '']) => oneUser(state, request, id) },
    { method: 'GET', pattern: '/users/{id}/manager', handler: (request, [id = '']) => managerOf(state, request, id) },
    {
      method: 'GET',
      pattern: '/users/{id}/directReports',
      handler: (request, [id = '']) => reports(state, request, id),
    },
    { method: 'GET', pattern: '/users/{id}/memberOf', handler: (_, [id = '']) => groupsOf(state, id, false) },
    { method: 'GET', pattern: '/users/{id}/transitiveMemberOf', handler: (_, [id = '']) => groupsOf(state, id, true) },
    { method: 'POST', pattern: '/users', handler: denied },
  ];
}

/** The app may read users, never write them: README's least permissions. */
export function denied(): never {
  throw new GraphFault(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');
}

/** A user as asked: `$select`, and the manager where `$expand` names it. */
export function userView(state: GraphState, request: GraphRequest): (person: TenantPerson) => Record<string, unknown> {
  const select = selectOf(request.query, USER_PROPERTIES, 'user') ?? USER_USUAL;
  const expand = expandOf(request.query);
  for (const name of expand.keys()) {
    if (name !== 'manager' && name !== 'directReports') {
      throw badRequest(`Could not find a property named '${name}' on type 'microsoft.graph.user'.`, 'BadRequest');
    }
  }
  const manager = expand.get('manager');
  return (person) => {
    const user = pick(state.people.toGraph(person), select);
    if (manager) addManager(state, user, person, manager, levelsOf(manager));
    return user;
  };
}

function addManager(
  state: GraphState,
  user: Record<string, unknown>,
  person: TenantPerson,
  options: URLSearchParams,
  levels: number,
): void {
  const manager = person.managerId === null ? undefined : state.people.find(person.managerId);
  if (!manager || levels < 1) return;
  const select = selectOf(options, USER_PROPERTIES, 'user') ?? USER_USUAL;
  const shown = { '@odata.type': '#microsoft.graph.user', ...pick(state.people.toGraph(manager), select) };
  addManager(state, shown, manager, options, levels - 1);
  user['manager'] = shown;
}

function levelsOf(options: URLSearchParams): number {
  const text = options.get('$levels');
  return text === null ? 1 : text === 'max' ? 100 : Number(text);
}

function listUsers(state: GraphState, request: GraphRequest): GraphReply {
  const filter = filterOf(request.query);
  requireConsistency(request, filter);
  const size = topOf(request.query, USUAL_PAGE, LARGEST_PAGE);
  const view = userView(state, request);
  const upn = filter?.equals('userPrincipalName');
  const wanted = searchOf(request.query.get('$search'));
  const candidates =
    upn === undefined ? state.people.all() : [state.people.find(upn)].filter((each) => each !== undefined);
  const found = candidates.filter((person) => {
    const json = state.people.toGraph(person);
    return (!filter || filter.test(json)) && (!wanted || wanted(json));
  });
  const sorted = request.query.has('$orderby');
  const keyed = sorted
    ? ordered(
        found.map((each) => state.people.toGraph(each)),
        request.query,
      ).map((json, index) => ({
        key: String(index).padStart(6, '0'),
        person: state.people.get(String(json['id'])),
      }))
    : found.map((person) => ({ key: person.id, person }));
  const token = request.query.get('$skiptoken');
  const after = token === null ? undefined : String(fromToken(token)['after']);
  const { page, next } = pageAfter(keyed, ({ key }) => key, after, size);
  const count = isEventual(request) && request.query.get('$count') === 'true' ? { '@odata.count': found.length } : {};
  const more =
    next === undefined ? {} : { '@odata.nextLink': linkTo(request, { $skiptoken: toToken({ after: next }) }) };
  const context = `${GRAPH}/$metadata#users`;
  return {
    status: 200,
    body: { '@odata.context': context, ...count, ...more, value: page.map(({ person }) => view(person)) },
  };
}

/** `"displayName:田中"`, words joined by `AND` and `OR` left out: one clause is what the product ever asks. */
function searchOf(text: string | null): ((json: Record<string, unknown>) => boolean) | null {
  if (text === null) return null;
  const match = /^"(\w+):(.+)"$/.exec(text.trim());
  if (!match?.[1] || !match[2]) throw badRequest('Syntax error: $search needs "property:value" in quotes.');
  const [name, wanted] = [match[1], match[2].toLowerCase()];
  return (json) =>
    String(json[name] ?? '')
      .toLowerCase()
      .includes(wanted);
}

function countUsers(state: GraphState, request: GraphRequest): GraphReply {
  if (!isEventual(request)) throw badRequest('Request with $count only works with ConsistencyLevel: eventual.');
  const filter = filterOf(request.query);
  const people = state.people.all().filter((person) => !filter || filter.test(state.people.toGraph(person)));
  return { status: 200, body: String(people.length) };
}

function oneUser(state: GraphState, request: GraphRequest, id: string): GraphReply {
  requireConsistency(request, null);
  const person = state.people.get(id);
  const user = userView(state, request)(person);
  return { status: 200, body: { '@odata.context': `${GRAPH}/$metadata#users/$entity`, ...user } };
}

function managerOf(state: GraphState, request: GraphRequest, id: string): GraphReply {
  const person = state.people.get(id);
  const manager = person.managerId === null ? undefined : state.people.find(person.managerId);
  if (!manager) throw resourceNotFound('manager');
  const head = {
    '@odata.context': `${GRAPH}/$metadata#directoryObjects/$entity`,
    '@odata.type': '#microsoft.graph.user',
  };
  return { status: 200, body: { ...head, ...userView(state, request)(manager) } };
}

function reports(state: GraphState, request: GraphRequest, id: string): GraphReply {
  const manager = state.people.get(id);
  const view = userView(state, request);
  const value = state.people
    .all()
    .filter((person) => person.managerId === manager.id)
    .map((person) => ({ '@odata.type': '#microsoft.graph.user', ...view(person) }));
  return { status: 200, body: { '@odata.context': `${GRAPH}/$metadata#directoryObjects`, value } };
}

function groupsOf(state: GraphState, id: string, transitive: boolean): GraphReply {
  const person = state.people.get(id);
  const value = state.groupBook
    .all()
    .filter((group) =>
      transitive ? state.groupBook.transitive(group.id).has(person.id) : group.members.has(person.id),
    )
    .map(({ id: groupId, displayName }) => ({ '@odata.type': '#microsoft.graph.group', id: groupId, displayName }));
  return { status: 200, body: { '@odata.context': `${GRAPH}/$metadata#directoryObjects`, value } };
}

/**
 * A delta round: first everybody, then who changed since. Tokens carry the number of the last change seen; a token of
 * another tenant's life answers 410 `syncStateNotFound`, after which a full round is due.
 */
function userDelta(state: GraphState, request: GraphRequest): GraphReply {
  const { query } = request;
  const select = selectOf(query, USER_PROPERTIES, 'user') ?? USER_USUAL;
  const token = query.get('$skiptoken') ?? query.get('$deltatoken');
  if (token === 'latest')
    return deltaReply(request, [], { $deltatoken: toToken({ since: state.people.lastChange(), select }) });
  const held = token === null ? {} : fromToken(token);
  const chosen = Array.isArray(held['select']) ? (held['select'] as string[]) : select;
  const show = (person: TenantPerson) => deltaUser(state, person, chosen);
  if (typeof held['since'] === 'number') {
    if (!state.people.remembers(held['since']))
      throw new GraphFault(410, 'syncStateNotFound', 'The sync state was not found; start anew.');
    const changed = state.people.changedSince(held['since']).map(({ id }) => {
      const person = state.people.find(id);
      return person ? show(person) : { id, '@removed': { reason: 'changed' } };
    });
    return deltaReply(request, changed, {
      $deltatoken: toToken({ since: state.people.lastChange(), select: chosen }),
    });
  }
  const from = typeof held['from'] === 'number' ? held['from'] : state.people.lastChange();
  const after = typeof held['after'] === 'string' ? held['after'] : undefined;
  const { page, next } = pageAfter(state.people.all(), ({ id }) => id, after, DELTA_PAGE);
  const link: Record<string, string> =
    next === undefined
      ? { $deltatoken: toToken({ since: from, select: chosen }) }
      : { $skiptoken: toToken({ from, after: next, select: chosen }) };
  return deltaReply(request, page.map(show), link);
}

function deltaUser(state: GraphState, person: TenantPerson, select: string[]): Record<string, unknown> {
  const user = pick(state.people.toGraph(person), ['id', ...select]);
  if (!select.includes('manager') || person.managerId === null) return user;
  return { ...user, 'manager@delta': [{ '@odata.type': '#microsoft.graph.user', id: person.managerId }] };
}

function deltaReply(request: GraphRequest, value: unknown[], token: Record<string, string>): GraphReply {
  const link = linkTo({ ...request, query: new URLSearchParams() }, token);
  const name = '$skiptoken' in token ? '@odata.nextLink' : '@odata.deltaLink';
  return { status: 200, body: { '@odata.context': `${GRAPH}/$metadata#users`, [name]: link, value } };
}
