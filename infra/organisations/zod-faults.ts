import { z } from 'zod';
import type { Fault } from './fault.ts';

/** Zod's issues as faults: one for each field, unknown fields named with those that are known there, in no zod wording. */
export function faultsOf(schema: z.ZodType, error: z.ZodError): Fault[] {
  return error.issues.flatMap((issue): Fault[] => {
    const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
    if (issue.code === 'unrecognized_keys') {
      const known = fieldsAt(schema, path);
      return issue.keys.map((key) => ({ path: [...path, key], message: `unknown field; ${suggestion(key, known)}` }));
    }
    if (issue.code === 'invalid_key') return [{ path, message: issue.issues[0]?.message ?? issue.message }];
    if (issue.code === 'invalid_type' && issue.message.startsWith('Invalid input'))
      return [
        {
          path,
          message: `expected ${issue.expected === 'object' ? 'fields' : issue.expected}${fieldList(schema, path)}`,
        },
      ];
    return [{ path, message: issue.message }];
  });
}

function fieldList(schema: z.ZodType, path: Fault['path']): string {
  const fields = fieldsAt(schema, path);
  return fields.length > 0 ? ` (${fields.join(', ')})` : '';
}

/** The fields of the objects that may stand there: where kinds differ in theirs, those of all kinds. */
function fieldsAt(schema: z.ZodType, path: Fault['path']): string[] {
  let at = kinds(schema);
  for (const step of path)
    at = at.flatMap((one) => {
      if (one instanceof z.ZodObject) return kinds(one.shape[String(step)]);
      return one instanceof z.ZodArray ? kinds(one.element) : [];
    });
  return [...new Set(at.flatMap((one) => (one instanceof z.ZodObject ? Object.keys(one.shape) : [])))];
}

function kinds(schema: unknown): unknown[] {
  const inner = unwrapped(schema);
  return inner instanceof z.ZodDiscriminatedUnion ? inner.options.flatMap(kinds) : [inner];
}

function unwrapped(schema: unknown): unknown {
  let inner = schema;
  while (inner instanceof z.ZodOptional || inner instanceof z.ZodNullable || inner instanceof z.ZodDefault)
    inner = inner.unwrap();
  return inner;
}

function suggestion(key: string, known: string[]): string {
  if (known.includes(key)) return 'expected it left out: it belongs to another kind';
  const near = known.find((name) => name.toLowerCase() === key.toLowerCase() || distance(name, key) <= 2);
  return near ? `did you mean ${near}?` : `expected ${known.join(', ')}`;
}

/** Levenshtein's distance: letters to change, add or take away. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
