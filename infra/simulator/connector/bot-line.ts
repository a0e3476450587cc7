/** What the bot answered over HTTP; status 0 where it could not be reached. */
export interface BotAnswer {
  status: number;
  body: unknown;
}

/** Teams waits this long for a turn before it gives up (and delivers again). Real seconds: the bot is a real process. */
const PATIENCE_MS = 15_000;

export async function sendToBot(botUrl: string, activity: Record<string, unknown>): Promise<BotAnswer> {
  try {
    const answer = await fetch(botUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify(activity),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const text = await answer.text();
    return { status: answer.status, body: parsed(text) };
  } catch {
    return { status: 0, body: null };
  }
}

/** The card with which an `adaptiveCard/action` was answered, or null where it was a message, an error or nothing. */
export function cardInAnswer({ status, body }: BotAnswer): Record<string, unknown> | null {
  if (status !== 200 || typeof body !== 'object' || body === null) return null;
  const { type, value } = body as { type?: unknown; value?: unknown };
  if (type !== 'application/vnd.microsoft.card.adaptive' || typeof value !== 'object') return null;
  return value as Record<string, unknown> | null;
}

function parsed(text: string): unknown {
  if (text === '') return null;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
