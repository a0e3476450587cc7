/** An `Action.Execute` found in a card. */
export interface ExecuteAction {
  type: 'Action.Execute';
  id?: string;
  title?: string;
  verb?: string;
  data?: unknown;
}

const CARD = 'application/vnd.microsoft.card.adaptive';

/** The first Adaptive Card of an activity, or null. */
export function cardOf(activity: Record<string, unknown>): Record<string, unknown> | null {
  const attachments = activity['attachments'];
  if (!Array.isArray(attachments)) return null;
  for (const { contentType, content } of attachments as { contentType?: string; content?: unknown }[]) {
    if (contentType === CARD && typeof content === 'object' && content !== null)
      return content as Record<string, unknown>;
  }
  return null;
}

/** The action of a verb that a person could press: on the card, in its ActionSets and ShowCards, as selectAction. */
export function findAction(card: Record<string, unknown> | null, verb: string): ExecuteAction | null {
  return search(card, (action) => action.verb === verb);
}

/** Verbs of everything that can be pressed on the card. */
export function verbsOf(card: Record<string, unknown> | null): string[] {
  const verbs: string[] = [];
  search(card, ({ verb }) => {
    if (verb !== undefined) verbs.push(verb);
    return false;
  });
  return verbs;
}

function search(value: unknown, wanted: (action: ExecuteAction) => boolean): ExecuteAction | null {
  if (typeof value !== 'object' || value === null) return null;
  const action = value as Partial<ExecuteAction>;
  if (action.type === 'Action.Execute' && wanted(action as ExecuteAction)) return action as ExecuteAction;
  for (const [name, part] of Object.entries(value)) {
    if (name === 'data' || name === 'refresh') continue; // what is sent along; what a client does by itself
    const found = search(part, wanted);
    if (found) return found;
  }
  return null;
}
