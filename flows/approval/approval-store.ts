import type { LocalDay } from '../organisation.ts';

/** A decision at one step of an approval. */
export interface StepDecision {
  bookingId: string;
  step: number;
  by: string;
  /** The approver in whose place they decided (代決), or null. */
  decidedFor: string | null;
  verdict: 'approved' | 'rejected';
  at: Date;
}

export interface DecisionStore {
  /** Adds; one decision a booking and step. */
  add(decision: StepDecision): Promise<void>;
  /** By booking and step, ascending. */
  of(bookingIds: string[]): Promise<StepDecision[]>;
}

/** A question of an approver, or an answer to it. */
export interface RequestNote {
  by: string;
  at: Date;
  text: string;
}

export interface NoteStore {
  add(requestId: string, note: RequestNote): Promise<void>;
  /** In the order in which they were written. */
  of(requestId: string): Promise<RequestNote[]>;
}

/** Who decides in whose place from a day to a day, both included, in the organisation's zone. */
export interface Deputy {
  approverId: string;
  deputyId: string;
  fromDay: LocalDay;
  toDay: LocalDay;
  /** Said by the approver, or told by their mailbox. */
  source: 'words' | 'automatic-replies';
  createdAt: Date;
}

export interface DeputyStore {
  /** Adds, or puts another person in the place of one with the same approver, days and source. */
  save(deputy: Deputy): Promise<void>;
  remove(deputy: Pick<Deputy, 'approverId' | 'fromDay' | 'toDay' | 'source'>): Promise<void>;
  /** Those in force on the day: where one of the people is the approver. */
  ofApprovers(approverIds: string[], day: LocalDay): Promise<Deputy[]>;
  /** Those in force on the day, or later: where the person is the deputy, or the approver. */
  around(personId: string, day: LocalDay): Promise<Deputy[]>;
}
