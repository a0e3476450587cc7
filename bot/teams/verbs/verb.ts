import { z } from 'zod';
import type { Deps } from '../../../flows/deps.ts';
import type { Person } from '../../../flows/person.ts';
import type { Tx } from '../../../flows/store.ts';
import type { View } from '../../../flows/views.ts';

/** One button: the form of its data, and the flow that it starts in the transaction that claims the tap. */
export interface Verb {
  /** The data as the flow takes it, or null where it is none of ours. */
  parse(data: unknown): unknown;
  run(tx: Tx, deps: Deps, person: Person, data: unknown): Promise<View>;
}

/** A verb whose data is checked for its form before its flow sees it; the flow checks the right to it. */
export function verb<Schema extends z.ZodType>(
  schema: Schema,
  flow: (tx: Tx, deps: Deps, person: Person, data: z.output<Schema>) => Promise<View>,
): Verb {
  return {
    parse(data) {
      const parsed = schema.safeParse(data);
      return parsed.success ? parsed.data : null;
    },
    run: (tx, deps, person, data) => flow(tx, deps, person, data as z.output<Schema>),
  };
}

export const uuid = z.uuid();
export const version = z.coerce.number().int().min(0).max(1_000_000_000);

/** What a client makes of an empty input: an empty text, nothing, or null. */
export const text = z
  .string()
  .max(4_000)
  .nullish()
  .transform((value) => value ?? undefined);

/** Free words of a person: without blanks at the ends, at most 500 characters, null where there are none. */
export const words = text.transform((value) => value?.trim().slice(0, 500) || null);
