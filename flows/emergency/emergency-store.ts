/**
 * asked ──confirmed──▶ on ──ended──▶ ended
 *   └──withdrawn
 *
 * Where the organisation does not ask for a second person it begins as `on`.
 */
export interface Emergency {
  id: string;
  /** Ids of sections; null is the whole organisation. */
  sections: string[] | null;
  reason: string;
  state: 'asked' | 'on' | 'ended' | 'withdrawn';
  askedBy: string;
  askedAt: Date;
  confirmedBy: string | null;
  beganAt: Date | null;
  endedBy: string | null;
  endedAt: Date | null;
  version: number;
}

/** What is done for everybody in an emergency's scope, person by person in the order of their ids. */
export type EmergencyStep = 'tell' | 'approve' | 'tell-end';

/** How far a step has come. */
export interface EmergencyProgress {
  step: EmergencyStep;
  /** The last person dealt with; null before the first. */
  reached: string | null;
  /** What was done so far: people told, bookings approved, bookings put on the waiting list. */
  counts: Record<string, number>;
  done: boolean;
}

export interface EmergencyStore {
  byId(id: string): Promise<Emergency | null>;
  progress(id: string): Promise<EmergencyProgress[]>;
  /** Kept in the transaction that does the work, so that a repeat goes on after it. */
  saveProgress(id: string, progress: EmergencyProgress): Promise<void>;
  /** Locks the row until the end of the transaction. */
  lock(id: string): Promise<Emergency | null>;
  add(emergency: Emergency): Promise<void>;
  save(emergency: Emergency): Promise<void>;
  /** Those that are on. */
  on(): Promise<Emergency[]>;
  /** Those that are asked or on. */
  open(): Promise<Emergency[]>;
}
