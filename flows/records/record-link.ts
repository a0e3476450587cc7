import type { Deps } from '../deps.ts';
import { addMinutes } from '../minutes.ts';
import type { Person } from '../person.ts';
import type { Tx } from '../store.ts';
import { readRecords, type PersonRecords, type RecordDeps } from './person-records.ts';

/** The way to a person's own records. */
export interface RecordsView {
  kind: 'records';
  url: string;
  expiresAt: Date;
  timeZone: string;
}

/** Long enough to open it and to keep the file; short enough for a link that was passed on by mistake. */
const LINK_MINUTES = 15;

/**
 * A link by which a person reads what is kept of them, in the transaction of the tap. It opens for some minutes, and as
 * often as they like in these: what looks at links before people do uses nothing up. A new one does not end the one before.
 */
export async function makeRecordLink(tx: Tx, deps: Deps, person: Person): Promise<RecordsView> {
  const now = deps.clock.now();
  const expiresAt = addMinutes(now, LINK_MINUTES);
  const token = await tx.records.addLink(person.id, expiresAt);
  tx.audit.add({ kind: 'records-link', by: person.id, subject: person.id, facts: {} }, now);
  return {
    kind: 'records',
    url: `${deps.publicUrl}/records/${token}`,
    expiresAt,
    timeZone: deps.organisation().timeZone,
  };
}

/** The records that a link opens, or null where it opens nothing (any more). Every opening is in the audit log. */
export function openRecords(
  deps: RecordDeps,
  token: string,
): Promise<{ person: Person; records: PersonRecords } | null> {
  return deps.store.transaction(async (tx) => {
    const personId = await tx.records.personOf(token, deps.clock.now());
    const person = personId === null ? null : await tx.people.byId(personId);
    if (!person) return null;
    const records = await readRecords(tx, deps, person);
    tx.audit.add({ kind: 'records-read', by: person.id, subject: person.id, facts: {} }, deps.clock.now());
    return { person, records };
  });
}

/** The records of a person by UPN, handed out by whoever works at the server; null where nobody has it. In the audit log. */
export function exportRecords(deps: RecordDeps, upn: string): Promise<PersonRecords | null> {
  return deps.store.transaction(async (tx) => {
    const person = await tx.people.byUpn(upn);
    if (!person) return null;
    const records = await readRecords(tx, deps, person);
    tx.audit.add({ kind: 'records-exported', by: 'system', subject: person.id, facts: {} }, deps.clock.now());
    return records;
  });
}
