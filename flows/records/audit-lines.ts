import type { LocalDay } from '../organisation.ts';
import type { KeptAuditEntry } from './record-store.ts';

/** An entry of the audit log as the person it is about may read it. */
export interface AuditLine {
  at: Date;
  kind: string;
  /** The person themselves, an approver by name, `system`, or `somebody else`. */
  by: string;
  /** The day of the booking that it is about; null where it is about the person. */
  day: LocalDay | null;
  /** What the person did about others: nothing more is said of it. */
  aboutOthers: boolean;
  facts: Record<string, unknown> | null;
  details: Record<string, unknown> | null;
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;
const UPN = /[^\s"@]+@[^\s"@]+/g;

/**
 * Entries for the person they are about: ids of the people named become their names, ids of anybody else become
 * `somebody else`, and of what the person did about others only that they did it is left. Pure.
 */
export function auditLines(
  entries: readonly KeptAuditEntry[],
  known: { personId: string; names: ReadonlyMap<string, string>; days: ReadonlyMap<string, LocalDay> },
): AuditLine[] {
  const { personId, names, days } = known;
  const called = (id: string) => names.get(id) ?? 'somebody else';
  return entries.map(({ at, kind, by, subject, facts, details }) => {
    const own = subject === personId || days.has(subject) || facts['personId'] === personId;
    return {
      at,
      kind,
      by: by === 'system' ? by : called(by),
      day: days.get(subject) ?? null,
      aboutOthers: !own,
      facts: own ? (shown(facts) as Record<string, unknown>) : null,
      details: own ? details : null,
    };
  });

  function shown(value: unknown): unknown {
    if (typeof value === 'string')
      return value.replaceAll(UUID, (id) => (days.has(id) ? id : called(id))).replaceAll(UPN, 'somebody else');
    if (Array.isArray(value)) return value.map(shown);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shown(inner)]));
  }
}
