import { readFileSync } from 'node:fs';
import type { Understanding } from '../../../flows/understand/understanding.ts';

/** One example: `open` are fields that are not compared, `accept` further right intents, `reason_keys` words the reason has. */
export interface Utterance {
  id: string;
  text: string;
  now: string;
  tz: string;
  expect: Partial<Understanding>;
  open?: string[];
  accept?: { intent?: string[] };
  reason_keys?: string[];
}

export function readUtterances(url: URL): Utterance[] {
  return readFileSync(url, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as Utterance);
}

/** What differs between an answer and what is expected, one line each. */
export function differences(utterance: Utterance, answer: Understanding): string[] {
  const { expect, open = [], accept, reason_keys: keys } = utterance;
  const fields = [...new Set([...Object.keys(expect), ...Object.keys(answer)])] as (keyof Understanding)[];
  return fields.flatMap((field) => {
    if (open.includes(field)) return [];
    const said = answer[field];
    if (field === 'intent' && accept?.intent?.includes(answer.intent)) return [];
    if (field === 'reason' && keys && typeof said === 'string' && keys.every((key) => said.includes(key))) return [];
    const normal = (value: unknown) => (field === 'part' && expect.intent === 'book' ? (value ?? 'full') : value);
    const [wanted, got] = [JSON.stringify(normal(expect[field])), JSON.stringify(normal(said))];
    return wanted === got ? [] : [`${field}: expected ${wanted}, got ${got}`];
  });
}
