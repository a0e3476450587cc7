import type { Activity, CloudAdapter, ConversationReference, TurnContext } from 'botbuilder';
import { ProviderError, type ProviderErrorKind } from '../../flows/provider-error.ts';
import type { Conversation, PostedCard } from '../../flows/store.ts';

/** The longest a call to the channel may take before its outcome counts as unknown. Teams itself gives up a turn after 15 s. */
const TIMEOUT_MS = 15_000;

/** Why a person is not reached, where the channel says so for good; everything else is worth another try. */
export type Unreachable = 'not-installed' | 'blocked' | 'conversation-gone' | 'activity-gone';

export class UnreachableError extends Error {
  readonly why: Unreachable;
  constructor(why: Unreachable, cause: unknown) {
    super(`the channel refuses: ${why}`, { cause });
    this.name = 'UnreachableError';
    this.why = why;
  }
}

/**
 * Sends and updates messages outside a turn, over the Bot Connector at the conversation's own service address.
 * Throws UnreachableError or ProviderError. Sending again adds a second message; updating again changes nothing.
 */
export class Messenger {
  private readonly adapter: CloudAdapter;
  private readonly appId: string;
  private readonly tenantId: () => string;
  /** Where conversations are opened with people who never wrote: the channel's service address for new conversations. */
  private readonly defaultServiceUrl: string;

  constructor(adapter: CloudAdapter, options: { appId: string; tenantId: () => string; defaultServiceUrl: string }) {
    this.adapter = adapter;
    this.appId = options.appId;
    this.tenantId = options.tenantId;
    this.defaultServiceUrl = options.defaultServiceUrl;
  }

  /** Sends a message into a known conversation and answers the activity's id. */
  async send(conversation: Conversation, message: Partial<Activity>): Promise<string> {
    let id = '';
    await this.inConversation(conversation, conversation, async (context) => {
      id = (await context.sendActivity(message))?.id ?? '';
    });
    return id;
  }

  async update(card: PostedCard, message: Partial<Activity>): Promise<void> {
    await this.inConversation(card, null, async (context) => {
      await context.updateActivity({
        ...message,
        id: card.activityId,
        conversation: { id: card.conversationId } as Activity['conversation'],
      });
    });
  }

  /** Opens the personal conversation with a member of the tenant by Entra object id (the app is installed for them). */
  async open(personId: string): Promise<Conversation> {
    let conversation: Conversation | null = null;
    const parameters = {
      isGroup: false,
      bot: { id: this.appId, name: 'zaitaku' },
      members: [{ id: personId, name: '', aadObjectId: personId }],
      tenantId: this.tenantId(),
      channelData: { tenant: { id: this.tenantId() } },
    };
    await this.guarded('open', personId, () =>
      this.adapter.createConversationAsync(
        this.appId,
        'msteams',
        this.defaultServiceUrl,
        'https://api.botframework.com',
        parameters,
        async (context) => {
          conversation = {
            personId,
            state: 'reachable',
            serviceUrl: context.activity.serviceUrl,
            conversationId: context.activity.conversation.id,
            userChannelId: personId,
            botChannelId: this.appId,
            channelId: 'msteams',
          };
        },
      ),
    );
    if (!conversation) throw new UnreachableError('conversation-gone', undefined);
    return conversation;
  }

  private inConversation(
    place: { serviceUrl: string; conversationId: string; personId: string },
    accounts: { userChannelId: string; botChannelId: string; channelId: string } | null,
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<void> {
    const reference: Partial<ConversationReference> = {
      serviceUrl: place.serviceUrl,
      channelId: accounts?.channelId ?? 'msteams',
      conversation: {
        id: place.conversationId,
        tenantId: this.tenantId(),
        conversationType: 'personal',
      } as ConversationReference['conversation'],
      bot: { id: accounts?.botChannelId ?? this.appId, name: 'zaitaku' },
      user: { id: accounts?.userChannelId ?? '', name: '', aadObjectId: place.personId },
    };
    return this.guarded('send', place.personId, () =>
      this.adapter.continueConversationAsync(this.appId, reference, logic),
    );
  }

  private async guarded(operation: string, resource: string, call: () => Promise<void>): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => reject(new ProviderError('no answer in time', { kind: 'unavailable', operation, resource })),
        TIMEOUT_MS,
      );
    });
    try {
      await Promise.race([call(), timeout]);
    } catch (error) {
      throw toDeliveryError(error, operation, resource);
    } finally {
      clearTimeout(timer);
    }
  }
}

interface ChannelFault {
  statusCode?: number;
  response?: { headers?: { get?: (name: string) => string | undefined } };
  body?: { error?: { code?: string } };
  details?: { error?: { code?: string } };
  code?: string;
}

/** Statuses that the channel's documentation calls worth another try; no status at all is no answer. */
const WORTH_ANOTHER_TRY = new Set<number | undefined>([undefined, 408, 412, 429, 502, 503, 504]);
/** Faults of the channel that it does not want repeated. A message lost is worse: they are tried again, seldom. */
const SELDOM_MS = 5 * 60_000;

/**
 * What the Bot Connector's refusals mean (msteams-docs, "Status codes from bot conversational APIs"): 403 and 404 are
 * states of the recipient, 412, 429, 502, 503 and 504 are worth another try, a wrong registration or address is for
 * somebody to mend, and what else is refused stays refused.
 */
export function toDeliveryError(error: unknown, operation: string, resource: string): Error {
  if (error instanceof ProviderError || error instanceof UnreachableError) return error;
  const fault = error as ChannelFault;
  const status = fault.statusCode;
  const code = fault.body?.error?.code ?? fault.details?.error?.code ?? fault.code ?? '';
  const toMend = status === 401 || /InvalidBotApiHost|NotEnoughPermissions/i.test(code);
  if (status === 403 && !toMend)
    return new UnreachableError(/Blocked/i.test(code) ? 'blocked' : 'not-installed', error);
  if (status === 404)
    return new UnreachableError(/Activity/i.test(code) ? 'activity-gone' : 'conversation-gone', error);
  const again = WORTH_ANOTHER_TRY.has(status);
  const kind: ProviderErrorKind =
    status === 429 ? 'throttled' : toMend ? 'denied' : again || status! >= 500 ? 'unavailable' : 'invalid';
  return new ProviderError(`the channel answered ${status ?? 'nothing'} ${code}`.trim(), {
    kind,
    operation,
    resource,
    retryAfterMs: askedMs(fault.response?.headers?.get?.('retry-after')) ?? (again ? undefined : SELDOM_MS),
    cause: error,
  });
}

/** Retry-After in ms: seconds, or an instant (RFC 9110, 10.2.3), which is the channel's clock and so the machine's. */
function askedMs(header: string | undefined): number | undefined {
  if (!header) return undefined;
  const ms = /^\s*\d+(\.\d+)?\s*$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return ms > 0 ? ms : undefined;
}
