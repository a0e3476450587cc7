import { createHash } from 'node:crypto';
import type { TenantPerson, TenantSetup } from '../seam.ts';
import { cardOf, verbsOf } from './card-actions.ts';

/** One activity of a chat as it stands now. */
export interface ChatActivity {
  id: string;
  from: 'bot' | 'person';
  activity: Record<string, unknown>;
  /** 1, and one more with every update. */
  versions: number;
  /** The card as it was before updates, for an approver who will tap it all the same; otherwise null. */
  previousCard: Record<string, unknown> | null;
  /** The card that the answer to this person's own tap put in place of it, until the bot updates the activity. */
  view: Record<string, unknown> | null;
  deleted: boolean;
  at: string;
}

export interface Chat {
  personId: string;
  installed: boolean;
  blocked: boolean;
  activities: Map<string, ChatActivity>;
}

export interface KeptChat extends Omit<Chat, 'activities'> {
  activities: ChatActivity[];
}

/** Of older activities than these only the id is kept: enough to update or delete them, and the state stays small. */
const MOST_WHOLE = 30;

/** The bot's own account in the channel. */
export const BOT = { id: '28:zaitaku', name: 'zaitaku' };

/** Everybody's chat with the bot, found by person, by conversation id and by the ids that Teams gives people. */
export class Chats {
  private readonly people: Map<string, TenantPerson>;
  private readonly chats = new Map<string, Chat>();
  private readonly byConversation = new Map<string, string>();
  private readonly byMri = new Map<string, string>();

  constructor(setup: TenantSetup, kept: KeptChat[] = []) {
    this.people = new Map(setup.people.map((person) => [person.id, person]));
    const absent = new Set(setup.simulation.notInstalled);
    for (const { id, upn } of setup.people) {
      this.byConversation.set(conversationIdOf(id), id);
      this.byMri.set(mriOf(id), id);
      if (absent.has(upn)) this.of(id).installed = false;
    }
    for (const { activities, ...chat } of kept) {
      this.chats.set(chat.personId, { ...chat, activities: new Map(activities.map((each) => [each.id, each])) });
    }
  }

  person(id: string): TenantPerson | undefined {
    return this.people.get(id.toLowerCase());
  }

  /** By object id or `29:` id. */
  personOfMember(id: string): TenantPerson | undefined {
    return this.person(id) ?? this.person(this.byMri.get(id) ?? '');
  }

  of(personId: string): Chat {
    const known = this.chats.get(personId);
    if (known) return known;
    const chat: Chat = { personId, installed: true, blocked: false, activities: new Map() };
    this.chats.set(personId, chat);
    return chat;
  }

  ofConversation(conversationId: string): Chat | undefined {
    const personId = this.byConversation.get(conversationId);
    return personId === undefined ? undefined : this.of(personId);
  }

  add(chat: Chat, from: ChatActivity['from'], id: string, activity: Record<string, unknown>, now: Date): ChatActivity {
    const at = now.toISOString();
    const entry = { id, from, activity, versions: 1, previousCard: null, view: null, deleted: false, at };
    chat.activities.set(id, entry);
    const ids = [...chat.activities.keys()];
    const old = chat.activities.get(ids.at(-1 - MOST_WHOLE) ?? '');
    if (old && verbsOf(shownCard(old)).length === 0)
      Object.assign(old, { activity: { id: old.id, type: 'message' }, view: null });
    return entry;
  }

  toJSON(): KeptChat[] {
    return [...this.chats.values()]
      .filter(({ activities, installed, blocked }) => activities.size > 0 || !installed || blocked)
      .map(({ activities, ...chat }) => ({ ...chat, activities: [...activities.values()] }));
  }
}

/** The card that the person sees now. */
export function shownCard(entry: ChatActivity): Record<string, unknown> | null {
  return entry.deleted ? null : (entry.view ?? cardOf(entry.activity));
}

export function conversationIdOf(personId: string): string {
  return `a:1${hash(`conversation/${personId}`)}`;
}

/** The `29:` id by which a bot knows a person; another bot knows them by another. */
export function mriOf(personId: string): string {
  return `29:1${hash(`person/${personId}`)}`;
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
