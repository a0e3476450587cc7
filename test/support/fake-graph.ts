import type { WireServer } from './wire-server.ts';
import { startWireServer } from './wire-server.ts';

export interface GraphUserRow {
  id: string;
  userPrincipalName: string;
  displayName: string;
  department: string | null;
  jobTitle: string | null;
  accountEnabled: boolean;
  userType: string;
  managerId: string | null;
  locale: string | null;
}

export interface GraphEventRow {
  id: string;
  userId: string;
  body: Record<string, unknown>;
}

/** An answer of one item of a $batch that a test has ordered. */
export interface BatchFault {
  match: RegExp;
  status: number;
  headers?: Record<string, string>;
  code?: string;
  message?: string;
  /** The item is not answered at all. */
  silent?: boolean;
}

export interface FakeGraph extends WireServer {
  users: GraphUserRow[];
  /** Members by group: ids of people, groups and devices, with the type of each. */
  groups: Map<string, Map<string, string>>;
  events: GraphEventRow[];
  batchFaults: BatchFault[];
  pageSize: number;
  /** Ids of users as they changed or went away, for delta rounds. */
  changed: string[];
  /** Delta links given out before are answered with 410. */
  deltasForgotten: boolean;
  /** `automaticRepliesSetting` by user. */
  replies: Map<string, Record<string, unknown>>;
  /** POST of an event forgets transactions, as Exchange does after a time that nobody documents. */
  forgetTransactions: boolean;
}

export const USER_TYPE = '#microsoft.graph.user';

/** Microsoft Graph as far as users, groups and calendars go: documented paths, shapes, statuses; links name the public host. */
export async function startFakeGraph(): Promise<FakeGraph> {
  const state = {
    users: [] as GraphUserRow[],
    groups: new Map<string, Map<string, string>>(),
    events: [] as GraphEventRow[],
    batchFaults: [] as BatchFault[],
    pageSize: 3,
    changed: [] as string[],
    deltasForgotten: false,
    replies: new Map<string, Record<string, unknown>>(),
    forgetTransactions: false,
  };
  let lastEvent = 0;
  const error = (code: string, message: string) => ({ error: { code, message } });
  const notFound = error('Request_ResourceNotFound', 'Resource does not exist.');
  const eventNotFound = error('ErrorItemNotFound', 'The specified object was not found in the store.');
  const userJson = ({ managerId, locale: _locale, ...user }: GraphUserRow) => ({
    ...user,
    ...(managerId ? { manager: { '@odata.type': USER_TYPE, id: managerId } } : {}),
  });

  /** One membership call, alone or inside a $batch. */
  function membership(method: string, url: string, body: unknown): { status: number; body?: unknown } {
    const [, groupId, memberId] = /^\/groups\/([^/]+)\/members(?:\/([^/$]+))?\/\$ref$/.exec(url) ?? [];
    const group = state.groups.get(groupId ?? '');
    if (!group) return { status: 404, body: notFound };
    if (method === 'DELETE' && memberId) {
      return group.delete(memberId) ? { status: 204 } : { status: 404, body: notFound };
    }
    const id = /directoryObjects\/(.+)$/.exec(String((body as Record<string, unknown>)['@odata.id']))?.[1] ?? '';
    if (!state.users.some((user) => user.id === id)) return { status: 404, body: notFound };
    if (group.has(id)) {
      const message =
        "One or more added object references already exist for the following modified properties: 'members'.";
      return { status: 400, body: error('Request_BadRequest', message) };
    }
    group.set(id, USER_TYPE);
    return { status: 204 };
  }

  const server = await startWireServer((app) => {
    const paged = (req: { originalUrl: string; query: Record<string, unknown> }, items: unknown[]) => {
      const from = Number(req.query['$skiptoken'] ?? 0);
      const bare = req.originalUrl.replace(/^\/graph/, '').replace(/&\$skiptoken=\d+/, '');
      const link = `https://graph.microsoft.com${bare}${bare.includes('?') ? '&' : '?'}$skiptoken=${from + state.pageSize}`;
      return {
        value: items.slice(from, from + state.pageSize),
        ...(from + state.pageSize < items.length ? { '@odata.nextLink': link } : {}),
      };
    };
    app.get('/graph/v1.0/users', (req, res) => void res.json(paged(req, state.users.map(userJson))));
    app.get('/graph/v1.0/users/delta', (req, res) => {
      const link = (name: string, token: string) => ({
        [`@odata.${name}`]: `https://graph.microsoft.com/v1.0/users/delta?$${name === 'nextLink' ? 'skip' : 'delta'}token=${token}`,
      });
      const { $deltatoken = '', $skiptoken = '' } = req.query as Record<string, string>;
      const token = $deltatoken || $skiptoken;
      if (token === 'latest') {
        state.deltasForgotten = false;
        res.json({ ...link('deltaLink', `s.${state.changed.length}`), value: [] });
        return;
      }
      if (state.deltasForgotten) {
        res.status(410).json(error('syncStateNotFound', 'The sync state generation is not found.'));
        return;
      }
      const from = Number(token.split('.')[1]);
      if (!Number.isInteger(from)) {
        res.status(400).json(error('Directory_BadToken', 'Badly formed token.'));
        return;
      }
      const value = state.changed.slice(from, from + state.pageSize).map((id) => {
        const user = state.users.find((one) => one.id === id);
        // As Graph does: what changed at least, not all that was selected.
        return user ? { id, displayName: user.displayName } : { id, '@removed': { reason: 'changed' } };
      });
      const end = from + value.length;
      res.json({ ...link(end < state.changed.length ? 'nextLink' : 'deltaLink', `s.${end}`), value });
    });
    app.get('/graph/v1.0/users/:id', (req, res) => {
      const user = state.users.find(({ id }) => id === req.params.id);
      if (!user) {
        res.status(404).json(notFound);
        return;
      }
      res.json(userJson(user));
    });
    app.get('/graph/v1.0/users/:id/mailboxSettings', (req, res) => {
      const user = state.users.find(({ id }) => id === req.params.id);
      if (!user?.locale) {
        res.status(404).json(error('MailboxNotEnabledForRESTAPI', 'The mailbox is inactive.'));
        return;
      }
      res.json({
        language: { locale: user.locale, displayName: user.locale },
        automaticRepliesSetting: state.replies.get(user.id) ?? { status: 'disabled' },
      });
    });
    app.get('/graph/v1.0/groups/:id/members', (req, res) => {
      const group = state.groups.get(req.params.id);
      if (!group) {
        res.status(404).json(notFound);
        return;
      }
      res.json(
        paged(
          req,
          [...group].map(([id, type]) => ({ '@odata.type': type, id })),
        ),
      );
    });
    app.get('/graph/v1.0/groups/:id/transitiveMembers', (req, res) => {
      const found = new Map<string, string>();
      const walk = (id: string) => {
        for (const [member, type] of state.groups.get(id) ?? []) {
          if (!found.has(member)) {
            found.set(member, type);
            walk(member);
          }
        }
      };
      if (!state.groups.has(req.params.id)) {
        res.status(404).json(notFound);
        return;
      }
      walk(req.params.id);
      res.json(
        paged(
          req,
          [...found].map(([id, type]) => ({ '@odata.type': type, id })),
        ),
      );
    });
    app.post('/graph/v1.0/$batch', (req, res) => {
      const responses = req.body.requests
        .toReversed() // the order of answers is not that of the requests
        .map((item: { id: string; method: string; url: string; body?: unknown }) => {
          const index = state.batchFaults.findIndex(({ match }) => match.test(`${item.method} ${item.url} ${item.id}`));
          const [fault] = index < 0 ? [] : state.batchFaults.splice(index, 1);
          if (fault?.silent) return null;
          if (fault) {
            const { status, headers, code = 'Told', message = 'as ordered' } = fault;
            return { id: item.id, status, headers, body: error(code, message) };
          }
          return { id: item.id, ...membership(item.method, item.url, item.body) };
        })
        .filter(Boolean);
      res.json({ responses });
    });
    app.get('/graph/v1.0/users/:id/events', (req, res) => {
      if (!state.users.some(({ id }) => id === req.params.id)) {
        res.status(404).json(notFound);
        return;
      }
      const asked = /^singleValueExtendedProperties\/any\(ep: ep\/id eq '(.+)' and ep\/value eq '(.+)'\)$/.exec(
        new URL(req.originalUrl, 'http://x').searchParams.get('$filter') ?? '',
      );
      if (!asked) {
        res.status(400).json(error('BadRequest', 'Invalid filter clause'));
        return;
      }
      const found = state.events.filter(
        ({ userId, body }) =>
          userId === req.params.id &&
          ((body['singleValueExtendedProperties'] ?? []) as { id: string; value: string }[]).some(
            ({ id, value }) => id === asked[1] && value === asked[2]?.replaceAll("''", "'"),
          ),
      );
      res.json(
        paged(
          req,
          found.map(({ id }) => ({ id })),
        ),
      );
    });
    app.post('/graph/v1.0/users/:id/events', (req, res) => {
      if (!state.users.some(({ id }) => id === req.params.id)) {
        res.status(404).json(notFound);
        return;
      }
      const same = state.events.find(
        ({ userId, body }) => userId === req.params.id && body['transactionId'] === req.body.transactionId,
      );
      if (same && !state.forgetTransactions) {
        res.status(201).json({ ...same.body, id: same.id });
        return;
      }
      const made = { id: `AAMk=${++lastEvent}/x`, userId: req.params.id, body: req.body };
      state.events.push(made);
      res.status(201).json({ ...made.body, id: made.id });
    });
    const eventOf = (params: { id: string; event: string }) =>
      state.events.find(({ id, userId }) => id === params.event && userId === params.id);
    app.patch('/graph/v1.0/users/:id/events/:event', (req, res) => {
      const event = eventOf(req.params);
      if (!event) {
        res.status(404).json(eventNotFound);
        return;
      }
      Object.assign(event.body, req.body);
      res.json({ ...event.body, id: event.id });
    });
    app.delete('/graph/v1.0/users/:id/events/:event', (req, res) => {
      const event = eventOf(req.params);
      if (!event) {
        res.status(404).json(eventNotFound);
        return;
      }
      state.events.splice(state.events.indexOf(event), 1);
      res.sendStatus(204);
    });
    app.use((req, res) => {
      res.status(400).json(error('UnexpectedCall', `${req.method} ${req.originalUrl}`));
    });
  });
  return Object.assign(state, server);
}
