import type { CalendarEntry } from '../../../flows/calendar/calendar-entry.ts';
import type {
  CalendarReader,
  MailboxAnswer,
  MailboxQuestion,
  MailboxSubscription,
  SubscriptionWish,
} from '../../../flows/calendar/calendar-reader.ts';
import { ProviderError } from '../../../flows/provider-error.ts';
import type { ProviderErrorKind } from '../../../flows/provider-error.ts';

interface FakeMailbox {
  entries: Map<string, { entry: CalendarEntry; seq: number }>;
  gone: Map<string, number>;
  seq: number;
  generation: number;
}

/** Calendars and subscriptions in memory. A token counts the changes seen. */
export class FakeCalendarReader implements CalendarReader {
  readonly subscriptionsHeld = new Map<string, MailboxSubscription & { secret: string }>();
  /** Ids of people asked, call by call; `*` behind an id: everything was asked. */
  readonly looks: string[][] = [];
  /** `subscribe id`, `renew id`, `unsubscribe id`, in order. */
  readonly calls: string[] = [];
  /** How many subscriptions each call was about. */
  readonly asked: number[] = [];
  readonly withoutMailbox = new Set<string>();
  /** Called while a look is under way, before it is answered. */
  meanwhile: (() => Promise<unknown>) | null = null;
  /** Called while a subscription is being made. */
  shakingHands: (() => void) | null = null;
  readonly #mailboxes = new Map<string, FakeMailbox>();
  #failures: { what: string; error: ProviderError; before: boolean }[] = [];
  #ids = 0;

  /** The next look at this person, or the next call of this kind (`look`, `subscribe`, `renew`, `unsubscribe`), fails so. */
  failNext(
    what: string,
    kind: ProviderErrorKind,
    {
      retryAfterMs,
      times = 1,
      lostAnswer = false,
    }: { retryAfterMs?: number; times?: number; lostAnswer?: boolean } = {},
  ): void {
    for (let n = 0; n < times; n += 1) {
      const error = new ProviderError(`${what}: as ordered`, { kind, operation: what, resource: what, retryAfterMs });
      this.#failures.push({ what, error, before: !lostAnswer });
    }
  }

  reset(): void {
    this.subscriptionsHeld.clear();
    this.looks.length = 0;
    this.calls.length = 0;
    this.asked.length = 0;
    this.withoutMailbox.clear();
    this.meanwhile = null;
    this.shakingHands = null;
    this.#mailboxes.clear();
    this.#failures = [];
  }

  /** The owner writes an entry, or changes it. */
  put(personId: string, entry: CalendarEntry): void {
    const mailbox = this.#of(personId);
    mailbox.seq += 1;
    mailbox.gone.delete(entry.key);
    mailbox.entries.set(entry.key, { entry, seq: mailbox.seq });
  }

  remove(personId: string, key: string): void {
    const mailbox = this.#of(personId);
    mailbox.seq += 1;
    mailbox.entries.delete(key);
    mailbox.gone.set(key, mailbox.seq);
  }

  entriesOf(personId: string): CalendarEntry[] {
    return [...this.#of(personId).entries.values()].map(({ entry }) => entry);
  }

  forgetTokens(personId: string): void {
    this.#of(personId).generation += 1;
  }

  async look(questions: MailboxQuestion[]): Promise<Map<string, MailboxAnswer | 'begin-anew' | Error>> {
    this.looks.push(questions.map(({ personId, token }) => (token === null ? `${personId}*` : personId)));
    await this.meanwhile?.();
    this.#throwNext('look', true);
    return new Map(questions.map((question) => [question.personId, this.#answer(question)]));
  }

  #answer({ personId, token, window }: MailboxQuestion): MailboxAnswer | 'begin-anew' | Error {
    try {
      this.#throwNext(personId, true);
    } catch (error) {
      return error as Error;
    }
    if (this.withoutMailbox.has(personId))
      return new ProviderError('no mailbox', { kind: 'not-found', operation: 'look', resource: personId });
    const mailbox = this.#of(personId);
    const [generation, after] = (token ?? `${mailbox.generation}/0`).split('/').map(Number) as [number, number];
    if (generation !== mailbox.generation) return 'begin-anew';
    const entries = [...mailbox.entries.values()].filter(({ seq }) => seq > after).map(({ entry }) => entry);
    const gone = token === null ? [] : [...mailbox.gone].filter(([, seq]) => seq > after).map(([key]) => key);
    return {
      changes: { entries, gone, whole: token === null ? window : null },
      token: `${mailbox.generation}/${mailbox.seq}`,
      series: [],
    };
  }

  subscriptions(): Promise<MailboxSubscription[]> {
    return Promise.resolve([...this.subscriptionsHeld.values()].map(({ secret: _secret, ...one }) => one));
  }

  async subscribe(wishes: SubscriptionWish[]): Promise<Map<string, MailboxSubscription | Error>> {
    this.asked.push(wishes.length);
    return this.#each(wishes.map((wish) => [wish.personId, () => this.#subscribe(wish)]));
  }

  #subscribe({ personId, notificationUrl, secret, until }: SubscriptionWish): MailboxSubscription {
    this.calls.push(`subscribe ${personId}`);
    this.shakingHands?.();
    this.#throwNext('subscribe', true);
    const twin = [...this.subscriptionsHeld.values()].some(
      (one) => one.personId === personId && one.notificationUrl === notificationUrl,
    );
    if (twin) throw new ProviderError('exists', { kind: 'conflict', operation: 'subscribe', resource: personId });
    this.#ids += 1;
    const made = { id: `subscription-${this.#ids}`, personId, notificationUrl, until };
    this.subscriptionsHeld.set(made.id, { ...made, secret });
    this.#throwNext('subscribe', false);
    return made;
  }

  async renew(ids: string[], until: Date): Promise<Map<string, Date | null | Error>> {
    this.asked.push(ids.length);
    return this.#each(
      ids.map((id) => [
        id,
        () => {
          this.calls.push(`renew ${id}`);
          this.#throwNext('renew', true);
          const one = this.subscriptionsHeld.get(id);
          if (one) one.until = until;
          return one ? until : null;
        },
      ]),
    );
  }

  async unsubscribe(ids: string[]): Promise<Map<string, Error>> {
    this.asked.push(ids.length);
    const answers = this.#each(
      ids.map((id) => [
        id,
        () => {
          this.calls.push(`unsubscribe ${id}`);
          this.#throwNext('unsubscribe', true);
          this.subscriptionsHeld.delete(id);
          return null;
        },
      ]),
    );
    return new Map([...answers].flatMap(([id, answer]) => (answer === null ? [] : [[id, answer]])));
  }

  #each<T>(calls: [string, () => T][]): Map<string, T | Error> {
    return new Map(
      calls.map(([id, call]): [string, T | Error] => {
        try {
          return [id, call()];
        } catch (error) {
          return [id, error as Error];
        }
      }),
    );
  }

  #throwNext(what: string, before: boolean): void {
    const at = this.#failures.findIndex((one) => one.what === what && one.before === before);
    if (at >= 0) throw this.#failures.splice(at, 1)[0]!.error;
  }

  #of(personId: string): FakeMailbox {
    const mailbox = this.#mailboxes.get(personId) ?? { entries: new Map(), gone: new Map(), seq: 0, generation: 0 };
    this.#mailboxes.set(personId, mailbox);
    return mailbox;
  }
}
