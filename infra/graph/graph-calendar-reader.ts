import type { CalendarEntry } from '../../flows/calendar/calendar-entry.ts';
import type {
  CalendarReader,
  MailboxAnswer,
  MailboxQuestion,
  MailboxSubscription,
  SubscriptionWish,
} from '../../flows/calendar/calendar-reader.ts';
import { ProviderError } from '../../flows/provider-error.ts';
import { type DeltaEvent, entryOf } from './calendar-entries.ts';
import { batch, type BatchCall } from './graph-batch.ts';
import type { GraphCaller } from './graph-caller.ts';
import { eventPath, objectId } from './paths.ts';
import { toProviderError } from './to-provider-error.ts';

interface DeltaPage {
  value?: DeltaEvent[];
  '@odata.nextLink'?: string;
  '@odata.deltaLink'?: string;
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
  '$select=subject,categories,showAs,isAllDay,isCancelled,isOrganizer,sensitivity,responseStatus,originalStartTimeZone,originalEndTimeZone';

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
  async #firstPages(questions: MailboxQuestion[]): Promise<Map<string, () => Promise<unknown>>> {
    const wrong = new Map<string, () => Promise<never>>();
    const calls: BatchCall[] = [];
    for (const question of questions)
      try {
        calls.push({ id: question.personId, method: 'GET', path: pathOf(question), headers: PREFER });
      } catch (error) {
        wrong.set(question.personId, () => Promise.reject(error));
      }
    return new Map([...wrong, ...(await batch(this.#graph, calls, (personId) => contextOf({ personId })))]);
  }

  async #read(question: MailboxQuestion, first: () => Promise<unknown>): Promise<MailboxAnswer | 'begin-anew'> {
    // The last word on each event counts, also where it comes on two pages.
    const events = new Map<string, DeltaEvent>();
    let page = ((await first()) ?? {}) as DeltaPage;
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

  async subscribe(wishes: SubscriptionWish[]): Promise<Map<string, MailboxSubscription | Error>> {
    const calls = wishes.map(({ personId, notificationUrl, secret, until }): BatchCall => ({
      id: personId,
      method: 'POST',
      path: '/subscriptions',
      body: {
        changeType: 'created,updated,deleted',
        notificationUrl,
        // Can be given at the creation alone.
        lifecycleNotificationUrl: notificationUrl,
        resource: `users/${objectId(personId, 'user')}/events`,
        expirationDateTime: until.toISOString(),
        clientState: secret,
      },
    }));
    const answers = await this.#each(calls, (id) => `calendar of ${id}`);
    return new Map(
      wishes.map(({ personId, notificationUrl }): [string, MailboxSubscription | Error] => {
        const made = answers.get(personId);
        if (made instanceof Error) return [personId, made];
        return [personId, { ...toSubscription(made as SubscriptionRow), personId, notificationUrl }];
      }),
    );
  }

  async renew(ids: string[], until: Date): Promise<Map<string, Date | null | Error>> {
    const body = { expirationDateTime: until.toISOString() };
    const calls = ids.map((id): BatchCall => ({ id, method: 'PATCH', path: subscriptionPath(id), body }));
    const answers = await this.#each(calls, (id) => `subscription ${id}`);
    return new Map(
      [...answers].map(([id, kept]): [string, Date | null | Error] => {
        if (kept instanceof ProviderError) return [id, kept.kind === 'not-found' ? null : kept];
        const given = (kept as SubscriptionRow | undefined)?.expirationDateTime;
        return [id, given ? new Date(given) : until];
      }),
    );
  }

  async unsubscribe(ids: string[]): Promise<Map<string, Error>> {
    const calls = ids.map((id): BatchCall => ({ id, method: 'DELETE', path: subscriptionPath(id) }));
    const answers = await this.#each(calls, (id) => `subscription ${id}`);
    return new Map(
      [...answers].flatMap(([id, answer]) =>
        answer instanceof ProviderError && answer.kind !== 'not-found' ? [[id, answer]] : [],
      ),
    );
  }

  /** What each of these calls about subscriptions answers. */
  async #each(calls: BatchCall[], resourceOf: (id: string) => string): Promise<Map<string, unknown>> {
    const context = (id: string) => ({ operation: 'subscribe', resource: resourceOf(id) }) as const;
    const answers = new Map<string, unknown>();
    for (const [id, answer] of await batch(this.#graph, calls, context))
      answers.set(id, await answer().catch((error: unknown) => toProviderError(error, context(id))));
    return answers;
  }
}

function subscriptionPath(id: string): string {
  return `/subscriptions/${encodeURIComponent(id)}`;
}

function contextOf({ personId }: Pick<MailboxQuestion, 'personId'>) {
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
