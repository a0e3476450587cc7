import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { button, buttonsOf, cardOf, type TeamsClient, wordsOf } from '../support/teams-client.ts';

/** A telework day that somebody wants, and what becomes of it in chat. */
export interface Wish {
  personId: string;
  managerId: string;
  day: string;
  part: 'full' | 'am';
  /** The manager's answer. */
  verdict: 'approve' | 'reject';
  /** The person takes it back, before or after the manager's answer. */
  cancels: 'never' | 'before' | 'after';
  /** They ask for the same day twice and press both buttons at the same time. */
  twice: boolean;
}

/** What the bot has said yes to with HTTP 200: all of it must stand in the end. */
export interface Promised {
  wish: Wish;
  bookingId: string;
  decided: 'approve' | 'reject' | null;
  cancelled: boolean;
}

type Pressed = { card: unknown } | { text: string };

const NO_ANSWER_PAUSE_MS = 150;
const CARD_MS = 180_000;

/**
 * People at their Teams client while the bot dies again and again: what got no answer goes out once more with the same
 * activity id, as the channel does it; a "try again" is tried again by the person, which is a new activity.
 */
export class Staff {
  private readonly teams: TeamsClient;
  private readonly serviceUrl: string;
  private gone = false;
  readonly promised: Promised[] = [];
  /** Confirmations that were refused, of days that were asked for twice. */
  refused = 0;
  repeats = 0;
  /** Activities that were answered. */
  answers = 0;
  tryAgains = 0;
  /** Activities that were answered, for saying them once more. */
  readonly taps: { activity: Record<string, unknown>; answer: unknown }[] = [];

  constructor(teams: TeamsClient, serviceUrl: string) {
    this.teams = teams;
    this.serviceUrl = serviceUrl;
  }

  /** Everybody leaves: what has no answer by now is sent no more. */
  leave(): void {
    this.gone = true;
  }

  /** From the wish to its end. Throws where an answer is none that people could go on with. */
  async wish(wish: Wish): Promise<void> {
    const drafts = [await this.ask(wish)];
    if (wish.twice) drafts.push(await this.ask(wish));
    const confirmed = await Promise.all(drafts.map((draft) => this.confirm(wish, draft)));
    const promised = confirmed.filter((one) => one !== null);
    this.refused += confirmed.length - promised.length;
    // Both cards may be of the first request: the channel sends one twice where an answer to it was lost.
    if (new Set(promised.map((one) => one.bookingId)).size !== 1)
      throw new Error(`${promised.length} of one day were confirmed: ${JSON.stringify(promised)}`);
    const [one] = promised;
    this.promised.push(one!);
    if (wish.cancels === 'before') return this.cancel(one!);
    await this.decide(one!);
    if (wish.cancels === 'after' && wish.verdict === 'approve') await this.cancel(one!);
  }

  /** A manager opens the chat with the bot. */
  async greet(personId: string): Promise<void> {
    await this.say(personId, 'ヘルプ');
  }

  /** Sends an activity until an answer comes; what its answer is. */
  async post(activity: Record<string, unknown>): Promise<unknown> {
    for (;;) {
      try {
        const response = await this.teams.post(activity);
        const body = await response.text();
        this.answers += 1;
        if (response.status < 300) return body === '' ? null : JSON.parse(body);
        throw new Error(`${activity['type'] as string} was answered ${response.status}: ${body}`);
      } catch (error) {
        // fetch says TypeError where the connection was refused or broke off.
        if (!(error instanceof TypeError) || this.gone) throw error;
        this.repeats += 1;
        await wait(NO_ANSWER_PAUSE_MS);
      }
    }
  }

  private async say(personId: string, text: string): Promise<void> {
    await this.post({ ...this.from(personId), type: 'message', text, textFormat: 'plain' });
  }

  private async ask(wish: Wish): Promise<{ data: Record<string, unknown>; replyToId: string }> {
    const seen = new Set(this.teams.in(wish.personId).map((one) => one.id));
    const [, month, day] = wish.day.split('-').map(Number);
    for (;;) {
      await this.say(wish.personId, `${month}月${day}日${wish.part === 'am' ? 'の午前' : ''}に自宅でテレワークしたい`);
      const answer = await this.teams.see(
        wish.personId,
        (one) => !seen.has(one.id) && (wordsOf(one).includes('booking.confirm') || isTryAgain(one.text)),
        CARD_MS,
      );
      if (!isTryAgain(answer.text)) {
        return { data: button(cardOf(answer), 'booking.confirm').data!, replyToId: answer.id };
      }
      this.tryAgains += 1;
      seen.add(answer.id);
    }
  }

  private async confirm(wish: Wish, draft: { data: Record<string, unknown>; replyToId: string }) {
    const answer = await this.press(wish.personId, 'booking.confirm', draft.data, draft.replyToId);
    if (!('card' in answer)) throw new Error(`confirming was answered "${answer.text}"`);
    const cancel = buttonsOf(answer.card).find((action) => action.verb === 'booking.cancel');
    if (!cancel) return null;
    return { wish, bookingId: cancel.data!['bookingId'] as string, decided: null, cancelled: false } as Promised;
  }

  private async decide(promised: Promised): Promise<void> {
    const { wish, bookingId } = promised;
    const verb = `approval.${wish.verdict}`;
    const ofThis = (card: unknown) =>
      buttonsOf(card).find((action) => action.verb === verb && action.data?.['bookingId'] === bookingId);
    const request = await this.teams.see(wish.managerId, (one) => ofThis(one) !== undefined, CARD_MS);
    const answer = await this.press(wish.managerId, verb, ofThis(request)!.data!, request.id);
    if (!('card' in answer) || ofThis(answer.card)) throw new Error(`no decision: ${JSON.stringify(answer)}`);
    promised.decided = wish.verdict;
  }

  private async cancel(promised: Promised): Promise<void> {
    const { wish, bookingId } = promised;
    for (let version = 1; version < 10; version += 1) {
      const answer = await this.press(wish.personId, 'booking.cancel', { bookingId, version });
      // An older card's button shows how things stand, and cancels nothing.
      if ('card' in answer && !buttonsOf(answer.card).some((action) => action.verb === 'booking.cancel')) {
        promised.cancelled = true;
        return;
      }
    }
    throw new Error(`booking ${bookingId} could not be cancelled`);
  }

  private async press(personId: string, verb: string, data: object, replyToId?: string): Promise<Pressed> {
    for (;;) {
      const activity = {
        ...this.from(personId),
        type: 'invoke',
        name: 'adaptiveCard/action',
        value: { action: { type: 'Action.Execute', id: '', verb, data }, trigger: 'manual' },
        ...(replyToId ? { replyToId } : {}),
      };
      const answer = (await this.post(activity)) as { statusCode: number; type: string; value: unknown };
      if (answer.statusCode !== 200) throw new Error(`${verb} was answered ${JSON.stringify(answer)}`);
      if (answer.type.endsWith('card.adaptive')) {
        this.taps.push({ activity, answer });
        return { card: answer.value };
      }
      const text = answer.value as string;
      if (!isTryAgain(text)) return { text };
      this.tryAgains += 1;
      await wait(NO_ANSWER_PAUSE_MS);
    }
  }

  private from(personId: string): Record<string, unknown> {
    return { ...this.teams.from(personId), id: randomUUID(), serviceUrl: this.serviceUrl };
  }
}

function isTryAgain(text: unknown): boolean {
  return typeof text === 'string' && text.includes('もう一度お試しください');
}
