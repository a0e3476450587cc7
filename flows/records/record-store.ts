import type { ProposalDraft } from '../booking/proposal.ts';

/** An entry of the audit log, with the personal details that are still kept beside it. */
export interface KeptAuditEntry {
  at: Date;
  kind: string;
  by: string;
  subject: string;
  facts: Record<string, unknown>;
  details: Record<string, unknown> | null;
}

/** What a person reads of their own records beside what the other stores answer, and the links to it. */
export interface RecordStore {
  /** A new link, for a short time: answers its token (256 bits that nobody can guess). Only the token's hash is kept. */
  addLink(personId: string, expiresAt: Date): Promise<string>;
  /** Whose records a token opens at that instant, or null: not a token, not ours, or its time is over. */
  personOf(token: string, now: Date): Promise<string | null>;
  /** Drafts that the person wrote, the oldest first. */
  draftsOf(personId: string): Promise<ProposalDraft[]>;
  /** Entries that are about one of the subjects, name the person, or were caused by them. In the order of the log. */
  auditAbout(personId: string, subjects: string[]): Promise<KeptAuditEntry[]>;
}
