import { randomUUID } from 'node:crypto';
import type { ConnectorPart, TenantHost, TenantPerson, TenantSetup } from '../seam.ts';
import { planAnswer } from './answering.ts';
import { type ExecuteAction, cardOf, findAction } from './card-actions.ts';
import {
  BOT,
  type Chat,
  type ChatActivity,
  Chats,
  type KeptChat,
  conversationIdOf,
  mriOf,
  shownCard,
} from './chats.ts';
import { type BotAnswer, cardInAnswer, sendToBot } from './bot-line.ts';

/** Something a simulated person (or the platform for them) will do. */
interface Due {
  personId: string;
  /** ISO instant. */
  at: string;
  what: 'tap' | 'installed';
  activityId: string;
  verb: string;
  comment: string | null;
  delivery: 'once' | 'twice' | 'redelivered';
  onOldCard: boolean;
  /** Attempts that found no bot, and taps after which the card still asked. */
  attempts: number;
}

export interface KeptConnector {
  made: number;
  chats: KeptChat[];
  due: Due[];
}

const APPROVE = 'approval.approve';
/** "Something went wrong": minutes until a person tries again, a little longer each time. */
const AGAIN_MINUTES = [2, 5, 15, 30, 60, 120];
/** People looked after at once: the bot gets several answers in the same minute, as on a real morning. */
const AT_ONCE = 8;

/** The Bot Connector of the tenant and the chats of its people. */
export class ConnectorState implements ConnectorPart {
  readonly setup: TenantSetup;
  readonly host: TenantHost;
  readonly chats: Chats;
  private due: Due[];
  private made: number;

  constructor(setup: TenantSetup, host: TenantHost, kept?: KeptConnector) {
    this.setup = setup;
    this.host = host;
    this.chats = new Chats(setup, kept?.chats);
    this.due = kept?.due ?? [];
    this.made = kept?.made ?? 0;
  }

  static fromJSON(json: unknown, setup: TenantSetup, host: TenantHost): ConnectorState {
    return new ConnectorState(setup, host, json as KeptConnector);
  }

  toJSON(): KeptConnector {
    return { made: this.made, chats: this.chats.toJSON(), due: this.due };
  }

  /** The chat as it stands, for tests and pages: flags and activities with their current versions. */
  chat(personId: string): Chat {
    return this.chats.of(personId);
  }

  /** Installs or removes the app for a person. An installation is announced to the bot a second later. */
  setInstalled(personId: string, installed: boolean): void {
    const chat = this.chats.of(personId);
    if (chat.installed === installed) return;
    chat.installed = installed;
    if (installed) this.plan({ ...NOTHING, personId, what: 'installed', at: this.inMinutes(1 / 60) });
    this.host.changed();
  }

  setBlocked(personId: string, blocked: boolean): void {
    this.chats.of(personId).blocked = blocked;
    this.host.changed();
  }

  /** The bot's activity comes into the chat; an approver who acts alone decides now when to answer. Answers its id. */
  receive(chat: Chat, activity: Record<string, unknown>): string {
    const id = this.newId();
    const stored = { ...activity, id };
    if (activity['type'] === 'message') {
      const entry = this.chats.add(chat, 'bot', id, stored, this.host.clock());
      this.considerAnswer(chat, entry);
    }
    this.host.onActivity(chat.personId, stored);
    this.host.changed();
    return id;
  }

  /** The bot replaces an activity; false where the chat has none of this id. */
  replace(chat: Chat, id: string, activity: Record<string, unknown>): boolean {
    const entry = chat.activities.get(id);
    if (!entry || entry.deleted || entry.from !== 'bot') return false;
    const tappedLate = this.due.some((each) => each.activityId === id && each.onOldCard);
    entry.previousCard = tappedLate ? (entry.previousCard ?? shownCard(entry)) : null;
    entry.activity = { ...activity, id };
    entry.view = null;
    entry.versions += 1;
    this.considerAnswer(chat, entry);
    this.host.onActivity(chat.personId, entry.activity);
    this.host.changed();
    return true;
  }

  remove(chat: Chat, id: string): boolean {
    const entry = chat.activities.get(id);
    if (!entry || entry.deleted) return false;
    entry.deleted = true;
    this.host.changed();
    return true;
  }

  async act(personId: string, activity: Record<string, unknown>): Promise<BotAnswer> {
    const person = this.chats.person(personId);
    if (!person) return { status: 404, body: { error: { code: 'NotFound', message: `No person ${personId}.` } } };
    const chat = this.chats.of(person.id);
    chat.installed = true; // whoever writes to the bot has added it
    const whole = this.fromPerson(person, activity);
    if (whole['type'] === 'message') this.chats.add(chat, 'person', String(whole['id']), whole, this.host.clock());
    this.host.changed();
    return sendToBot(this.setup.botUrl, whole);
  }

  /** The person writes a message. */
  say(personId: string, text: string): Promise<BotAnswer> {
    return this.act(personId, { type: 'message', text, textFormat: 'plain' });
  }

  /**
   * The person presses the button of a verb: on the activity named, else on the newest one that shows it. `data` are
   * the inputs. Status 404 where no card shows such a button. A card in the answer replaces what they see.
   */
  async tap(
    personId: string,
    verb: string,
    options: { activityId?: string; data?: Record<string, unknown> } = {},
  ): Promise<BotAnswer> {
    const entries = [...this.chats.of(personId).activities.values()].reverse();
    const entry = entries.find(
      (each) => (options.activityId ?? each.id) === each.id && findAction(shownCard(each), verb) !== null,
    );
    const action = entry ? findAction(shownCard(entry), verb) : null;
    if (!entry || !action) return { status: 404, body: { error: { code: 'NotFound', message: `No button ${verb}.` } } };
    return this.press(personId, entry, action, options.data ?? {});
  }

  nextDueAt(): Date | null {
    const first = this.due[0];
    return first ? new Date(first.at) : null;
  }

  async carryOut(): Promise<number> {
    const now = this.host.clock().toISOString();
    const count = this.due.findIndex(({ at }) => at > now);
    const due = this.due.splice(0, count === -1 ? this.due.length : count);
    if (due.length === 0) return 0;
    this.host.changed();
    let delivered = 0;
    const next = async (): Promise<void> => {
      for (let each = due.shift(); each; each = due.shift()) delivered += await this.carryOutOne(each);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, next));
    return delivered;
  }

  private async carryOutOne(due: Due): Promise<number> {
    if (due.what === 'installed') return this.announceInstallation(due);
    const entry = this.chats.of(due.personId).activities.get(due.activityId);
    if (!entry || !this.host.actsAlone(due.personId)) return 0;
    const old = due.onOldCard ? findAction(entry.previousCard, due.verb) : null;
    const action = old ?? findAction(shownCard(entry), due.verb);
    entry.previousCard = null;
    if (!action) return 0; // decided, cancelled or gone meanwhile
    const data = due.comment === null ? {} : { comment: due.comment };
    const again = due.delivery === 'redelivered' ? { id: invokeId() } : {};
    const times = due.delivery === 'once' ? 1 : 2;
    const answers = await Promise.all(
      Array.from({ length: times }, () => this.press(due.personId, entry, action, data, again)),
    );
    const failed = answers.some(({ status }) => status !== 200);
    const stillAsked = findAction(shownCard(entry), due.verb) !== null;
    const minutes = AGAIN_MINUTES[due.attempts];
    if ((failed || stillAsked) && minutes !== undefined) {
      const later = { at: this.inMinutes(minutes), attempts: due.attempts + 1 };
      this.plan({ ...due, ...later, delivery: 'once', onOldCard: false });
    }
    return times;
  }

  private async announceInstallation(due: Due): Promise<number> {
    const person = this.chats.person(due.personId);
    if (!person) return 0;
    const user = { id: mriOf(person.id), aadObjectId: person.id };
    const answer = await this.act(person.id, { type: 'conversationUpdate', membersAdded: [user, { id: BOT.id }] });
    await this.act(person.id, { type: 'installationUpdate', action: 'add' });
    const minutes = AGAIN_MINUTES[due.attempts];
    if (answer.status !== 200 && answer.status !== 202 && minutes !== undefined) {
      this.plan({ ...due, at: this.inMinutes(minutes), attempts: due.attempts + 1 });
    }
    return 2;
  }

  private async press(
    personId: string,
    entry: ChatActivity,
    action: ExecuteAction,
    inputs: Record<string, unknown>,
    fields: Record<string, unknown> = {},
  ): Promise<BotAnswer> {
    const data = typeof action.data === 'object' && action.data !== null ? action.data : {};
    const { id, verb } = action;
    const answer = await this.act(personId, {
      type: 'invoke',
      name: 'adaptiveCard/action',
      replyToId: entry.id,
      value: {
        action: { type: 'Action.Execute', ...(id ? { id } : {}), verb, data: { ...data, ...inputs } },
        trigger: 'manual',
      },
      ...fields,
    });
    const card = cardInAnswer(answer);
    if (card) entry.view = card;
    return answer;
  }

  /** Once for each card that asks; again where an update asks anew after the person has acted. */
  private considerAnswer({ personId }: Chat, entry: ChatActivity): void {
    if (!findAction(cardOf(entry.activity), APPROVE) || !this.host.actsAlone(personId)) return;
    if (this.due.some((each) => each.activityId === entry.id)) return;
    const { workingHours, timeZone } = this.setup.organisation;
    const answer = planAnswer(this.host.clock(), { timeZone, ...workingHours }, this.host.random);
    if (!answer) return;
    const { at, ...plan } = answer;
    this.plan({ ...NOTHING, ...plan, personId, activityId: entry.id, at: at.toISOString() });
  }

  /** Kept in the order of time. */
  private plan(due: Due): void {
    const place = this.due.findLastIndex(({ at }) => at <= due.at) + 1;
    this.due.splice(place, 0, due);
  }

  /** What Teams fills in: https://learn.microsoft.com/microsoftteams/platform/bots/build-conversational-capability */
  private fromPerson(person: TenantPerson, activity: Record<string, unknown>): Record<string, unknown> {
    const { organisation, serviceUrl } = this.setup;
    const locale = person.preferredLanguage === 'ja' ? 'ja-JP' : 'en-US';
    const timestamp = this.host.clock().toISOString();
    const clientInfo = {
      type: 'clientInfo',
      locale,
      country: 'JP',
      platform: 'Windows',
      timezone: organisation.timeZone,
    };
    return {
      id: activity['type'] === 'invoke' ? invokeId() : this.newId(),
      timestamp,
      channelId: 'msteams',
      serviceUrl: serviceUrl(),
      from: { id: mriOf(person.id), name: person.displayName, aadObjectId: person.id },
      conversation: {
        conversationType: 'personal',
        tenantId: organisation.tenantId,
        id: conversationIdOf(person.id),
      },
      recipient: BOT,
      locale,
      localTimezone: organisation.timeZone,
      entities: [clientInfo],
      channelData: { tenant: { id: organisation.tenantId } },
      ...activity,
    };
  }

  /** Like Teams' own: a number that grows. */
  private newId(): string {
    this.made += 1;
    return String(1_600_000_000_000 + this.made);
  }

  private inMinutes(minutes: number): string {
    return new Date(this.host.clock().getTime() + minutes * 60_000).toISOString();
  }
}

const NOTHING: Omit<Due, 'personId' | 'at'> = {
  what: 'tap',
  activityId: '',
  verb: '',
  comment: null,
  delivery: 'once',
  onOldCard: false,
  attempts: 0,
};

function invokeId(): string {
  return `f:${randomUUID()}`;
}
