import type { Activity, TurnContext } from 'botbuilder';
import { toDeliveryError } from './messenger.ts';
import type { Pace } from './pace.ts';

/**
 * Makes what a turn sends by itself known to the pace, so that the outbox yields to it. An answer to a pressed button
 * travels in the HTTP response and is no call. Errors come in the words of the delivery.
 */
export function paceReplies(context: TurnContext, pace: Pace): void {
  const conversation = conversationOf(context.activity);
  context.onSendActivities((_context, activities, next) => {
    if (activities.every((one) => one.type === 'invokeResponse')) return next();
    return pace.reply(conversation, async () => {
      try {
        return await next();
      } catch (error) {
        throw toDeliveryError(error, 'reply', conversation);
      }
    });
  });
}

/** A personal chat goes by its person, as the outbox's queues do: there is one with each. */
function conversationOf({ from, conversation }: Partial<Activity>): string {
  const personal = !conversation?.conversationType || conversation.conversationType === 'personal';
  const personId = personal ? from?.aadObjectId : undefined;
  return personId?.toLowerCase() ?? conversation?.id ?? '';
}
