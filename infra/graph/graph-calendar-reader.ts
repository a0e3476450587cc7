import type { CalendarEntry } from '../../flows/calendar/calendar-entry.ts';
import type {
  CalendarReader,
  MailboxAnswer,
  MailboxQuestion,
  MailboxSubscription,
} from '../../flows/calendar/calendar-reader.ts';
import { ProviderError } from '../../flows/provider-error.ts';
import { retryAfterMs } from '../patience.ts';
import { type DeltaEvent, entryOf } from './calendar-entries.ts';
import type { GraphCaller } from './graph-caller.ts';
import { eventPath, objectId } from './paths.ts';
import { faultToProviderError, toProviderError } from './to-provider-error.ts';

interface DeltaPage {
  value?: DeltaEvent[];
  '@odata.nextLink'?: string;
  '@odata.deltaLink'?: string;
}

interface BatchAnswer {
  id: string;
  status: number;
  headers?: Record<string, string>;
  body?: (DeltaPage & { error?: { code?: string; message?: string } }) | null;
}

interface SubscriptionRow {
  id: string;
  resource?: string | null;
  notificationUrl?: string | null;
  expirationDateTime?: string | null;
}

/** Entries of a page: few enough for a phone's worth of calendar in one answer, small enough for twenty in a batch. */
const PAGE = 100;
const PREFER = { Prefer: `odata.maxpagesize=${PAGE}, outlook.timezone="UTC"` };
/** What an occurrence leaves out and its series says. */
const OF_SERIES =
  '$select=subject,categories,showAs,isAllDay,isCancelled,isOrganizer,responseStatus,originalStartTimeZone,originalEndTimeZone';

/**
 * The primary calendars of people by `calendarView/delta` (https://learn.microsoft.com/graph/api/event-delta): no $select
 * and no $filter; occurrences come without subject; which occurrences of a series are gone is told by nobody
 * (microsoftgraph/microsoft-graph-docs-contrib #5602 and #34, microsoft-graph-docs #4501), so that a series that changed
 * is read anew with everything. Needs Calendars.ReadWrite or Calendars.Read, or Exchange's role over these mailboxes.
 */
export class GraphCalendarReader implements CalendarReader {
  readonly #graph: GraphCaller;
  readonly #timeZone: () => string;

  /** `timeZone`: the organisation's, in which days without hours lie. */
  constructor(graph: GraphCaller, timeZone: () => string) {
    this.#graph = graph;
    this.#timeZone = timeZone;
  }

  async look(questions: MailboxQuestion[]): Promise<Map<string, MailboxAnswer | 'begin-anew' | Error>> {
    const first = await this.#firstPages(questions);
    const answers = new Map<string, MailboxAnswer | 'begin-anew' | Error>();
    // Each mailbox has one call at a time; how many are read at once the caller limits.
    await Promise.all(
      questions.map(async (question) => {
        try {
          answers.set(question.personId, await this.#read(question, first.get(question.personId)!));
        } catch (error) {
          const dead = question.token !== null && isDead(error);
          answers.set(question.personId, dead ? 'begin-anew' : toProviderError(error, contextOf(question)));
        }
      }),
    );
    return answers;
  }

  /** The first page of each; several go together. What fails is a function that throws, so that it is that mailbox's alone. */
  async #firstPages(questions: MailboxQuestion[]): Promise<Map<string, () => Promise<DeltaPage>>> {
    const [only] = questions;
    if (only && questions.length === 1)
      return new Map([[only.personId, async () => this.#graph.get<DeltaPage>(pathOf(only), PREFER)]]);
    const pages = new Map<string, () => Promise<DeltaPage>>();
    const requests: { id: string; method: 'GET'; url: string; headers: Record<string, string> }[] = [];
    for (const question of questions)
      try {
        const url = pathOf(question).replace(/^https?:\/\/[^/]+\/v1\.0/i, '');
        requests.push({ id: question.personId, method: 'GET', url, headers: PREFER });
      } catch (error) {
        pages.set(question.personId, () => Promise.reject(error));
      }
    if (requests.length === 0) return pages;
    const byId = new Map<string, BatchAnswer>();
    try {
      const { responses = [] } = await this.#graph.post<{ responses?: BatchAnswer[] }>('/$batch', { requests });
      for (const answer of responses) byId.set(answer.id.toLowerCase(), answer);
    } catch (error) {
      throw toProviderError(error, { operation: 'readCalendar', resource: `${requests.length} calendars` });
    }
    for (const { id } of requests) {
      const answer = byId.get(id.toLowerCase()) ?? { id, status: 0 };
      pages.set(id, async () => {
        if (answer.status === 200 && answer.body) return answer.body;
        const { code, message } = answer.body?.error ?? {};
        const waits = retryAfterMs(new Headers(answer.headers));
        throw faultToProviderError(
          { status: answer.status, code, message, retryAfterMs: waits, cause: { statusCode: answer.status, code } },
          { operation: 'readCalendar', resource: `calendar of ${id}` },
        );
      });
    }
    return pages;
  }

  async #read(question: MailboxQuestion, first: () => Promise<DeltaPage>): Promise<MailboxAnswer | 'begin-anew'> {
    // The last word on each event counts, also where it comes on two pages.
    const events = new Map<string, DeltaEvent>();
    let page = await first();
    let link: string | undefined;
    for (;;) {
      for (const event of page.value ?? []) if (event.id) events.set(event.id, event);
      link = page['@odata.nextLink'];
      if (link === undefined) break;
      page = await this.#graph.get<DeltaPage>(link, PREFER);
    }
    const token = page['@odata.deltaLink'];
    if (token === undefined) throw new Error('the answer ends without a deltaLink');
    const all = [...events.values()];
    if (question.token !== null && all.some((event) => concernsSeries(event, question.series))) return 'begin-anew';
    const masters = await this.#mastersOf(question.personId, all);
    const entries: CalendarEntry[] = [];
    const gone: string[] = [];
    for (const event of all) {
      if (event.type === 'seriesMaster') continue;
      const master = masters.get(event.seriesMasterId ?? '') ?? null;
      const lostSeries = event.type === 'occurrence' && master === null;
      const entry = event['@removed'] || lostSeries ? null : entryOf(event, master, this.#timeZone());
      if (entry) entries.push(entry);
      else gone.push(event.id!);
    }
    const changes = { entries, gone, whole: question.token === null ? question.window : null };
    return { changes, token, series: [...masters.keys()] };
  }

  /** Series of which occurrences are among these, by id; those of another page's past are asked for. */
  async #mastersOf(personId: string, events: DeltaEvent[]): Promise<Map<string, DeltaEvent>> {
    const masters = new Map<string, DeltaEvent>();
    for (const event of events) if (event.type === 'seriesMaster' && !event['@removed']) masters.set(event.id!, event);
    for (const { seriesMasterId } of events) {
      if (!seriesMasterId || masters.has(seriesMasterId)) continue;
      try {
        const path = `${eventPath(personId, seriesMasterId)}?${OF_SERIES}`;
        masters.set(seriesMasterId, await this.#graph.get<DeltaEvent>(path, PREFER));
      } catch (error) {
        // Removed meanwhile, and so are its occurrences.
        if (faultStatus(error) !== 404) throw error;
      }
    }
    return masters;
  }

  async subscriptions(): Promise<MailboxSubscription[]> {
    try {
      const found: MailboxSubscription[] = [];
      for await (const page of this.#graph.pages<SubscriptionRow>('/subscriptions'))
        found.push(...page.map(toSubscription));
      return found;
    } catch (error) {
      throw toProviderError(error, { operation: 'subscriptions', resource: 'subscriptions' });
    }
  }

  async subscribe({ personId, notificationUrl, secret, until }: Parameters<CalendarReader['subscribe']>[0]) {
    try {
      const made = await this.#graph.post<SubscriptionRow>('/subscriptions', {
        changeType: 'created,updated,deleted',
        notificationUrl,
        // Can be given at the creation alone.
        lifecycleNotificationUrl: notificationUrl,
        resource: `users/${objectId(personId, 'user')}/events`,
        expirationDateTime: until.toISOString(),
        clientState: secret,
      });
      return { ...toSubscription(made), personId, notificationUrl };
    } catch (error) {
      throw toProviderError(error, { operation: 'subscribe', resource: `calendar of ${personId}` });
    }
  }

  async renew(id: string, until: Date): Promise<Date | null> {
    try {
      const body = { expirationDateTime: until.toISOString() };
      const kept = await this.#graph.patch<SubscriptionRow>(`/subscriptions/${encodeURIComponent(id)}`, body);
      return kept?.expirationDateTime ? new Date(kept.expirationDateTime) : until;
    } catch (error) {
      const fault = toProviderError(error, { operation: 'subscribe', resource: `subscription ${id}` });
      if (fault.kind === 'not-found') return null;
      throw fault;
    }
  }

  async unsubscribe(id: string): Promise<void> {
    try {
      await this.#graph.delete(`/subscriptions/${encodeURIComponent(id)}`);
    } catch (error) {
      const fault = toProviderError(error, { operation: 'subscribe', resource: `subscription ${id}` });
      if (fault.kind !== 'not-found') throw fault;
    }
  }
}

function contextOf({ personId }: MailboxQuestion) {
  return { operation: 'readCalendar', resource: `calendar of ${personId}` } as const;
}

/** The deltaLink as it is, or the beginning of a round over the window. */
function pathOf({ personId, window, token }: MailboxQuestion): string {
  if (token !== null) return token;
  const query = `startDateTime=${window.from.toISOString()}&endDateTime=${window.to.toISOString()}`;
  return `/users/${objectId(personId, 'user')}/calendarView/delta?${query}`;
}

/** Something of a series changed: its master comes whenever one of its occurrences is moved, removed or restored. */
function concernsSeries(event: DeltaEvent, known: string[]): boolean {
  if (event['@removed']) return known.includes(event.id!);
  return event.type === 'seriesMaster' || event.type === 'occurrence';
}

/** 410, or one of the words Exchange has for a state it knows no more (https://learn.microsoft.com/graph/delta-query-overview). */
function isDead(error: unknown): boolean {
  const cause = error instanceof ProviderError ? error.cause : error;
  const { code } = (cause ?? {}) as { code?: string | null };
  return faultStatus(error) === 410 || /syncState|resync/i.test(code ?? '');
}

function faultStatus(error: unknown): number {
  const cause = error instanceof ProviderError ? error.cause : error;
  return ((cause ?? {}) as { statusCode?: number }).statusCode ?? 0;
}

function toSubscription({ id, resource, notificationUrl, expirationDateTime }: SubscriptionRow): MailboxSubscription {
  const [, personId = null] = /^\/?users\/([0-9a-f-]{36})\/events$/i.exec(resource ?? '') ?? [];
  return {
    id,
    personId: personId?.toLowerCase() ?? null,
    notificationUrl: notificationUrl ?? '',
    until: new Date(expirationDateTime ?? 0),
  };
}
