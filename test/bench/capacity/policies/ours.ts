import { capacityConversation } from '../../../../bot/commands/plan-conversation.ts';
import type { Planner, Reply } from '../protocol.ts';

/** The product's planner, by the code behind `zaitaku plan`. */
export function ours(): Planner {
  const conversation = capacityConversation();
  return {
    init: (message) => void conversation.answer(message),
    tick: (message) => conversation.answer(message) as Reply,
  };
}
