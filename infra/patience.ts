/** How patiently one call to a vendor is made. Everything beyond is the flows' business, on the product's clock. */
export interface Patience {
  /** Milliseconds until a call counts as unanswered. */
  timeoutMs: number;
  /** How often a reading is repeated. Writes never are: their answer may have been lost after the work was done. */
  retries: number;
  /** The first pause where the vendor names none; doubled each time. */
  pauseMs: number;
  /** No pause is begun that would end later than this after the first attempt. */
  longestMs: number;
}

export const PUBLIC_PATIENCE: Patience = { timeoutMs: 10_000, retries: 2, pauseMs: 400, longestMs: 5_000 };

/**
 * The simulated tenant's seconds are not the machine's: waiting out its Retry-After here would wait on a clock that
 * stands still. What says Retry-After goes straight back to the flow, which waits on the product's clock.
 */
export const LOOPBACK_PATIENCE: Patience = { timeoutMs: 10_000, retries: 2, pauseMs: 0, longestMs: 0 };

const TRANSIENT = new Set([429, 500, 502, 503, 504]);

interface Answer {
  status: number;
  headers: HeaderReader;
}

interface HeaderReader {
  get(name: string): string | null | undefined;
}

/**
 * Carries out one call; a reading is repeated where the answer is 429, 500, 502, 503 or 504 or there was none.
 * Answers the last answer or throws the last error.
 */
export async function patiently<A extends Answer>(
  { retries, pauseMs, longestMs }: Patience,
  reading: boolean,
  once: () => Promise<A>,
): Promise<A> {
  const begun = performance.now();
  const mayRepeat = (attempt: number, pause: number) => {
    const gone = performance.now() - begun;
    return reading && attempt < retries && (pause === 0 ? gone < 1_000 : gone + pause <= longestMs);
  };
  for (let attempt = 0; ; attempt++) {
    let pause = pauseMs * 2 ** attempt;
    try {
      const answer = await once();
      if (!TRANSIENT.has(answer.status)) return answer;
      pause = retryAfterMs(answer.headers) ?? pause;
      if (!mayRepeat(attempt, pause)) return answer;
    } catch (error) {
      if (!mayRepeat(attempt, pause)) throw error;
    }
    if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

/** Milliseconds that `Retry-After` (seconds or a date) or Azure's `x-ms-retry-after-ms` asks to wait. */
export function retryAfterMs(headers: HeaderReader): number | undefined {
  for (const name of ['x-ms-retry-after-ms', 'retry-after-ms']) {
    const value = headers.get(name);
    if (value && /^\d+$/.test(value)) return Number(value);
  }
  const value = headers.get('retry-after')?.trim();
  if (!value) return undefined;
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}
