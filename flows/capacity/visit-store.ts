/** A session in a shared desktop that is over. Of its person the id alone; null: nobody whom the directory knows. */
export interface KeptVisit {
  poolId: string;
  personId: string | null;
  cameAt: Date;
  leftOpenAt: Date | null;
  endedAt: Date;
}

/** When people were signed in: what advice on sizes replays. Deleted after `keepDays.visits`. */
export interface VisitStore {
  add(visits: KeptVisit[]): Promise<void>;
  /** Visits to a pool that touch [from, to), by their beginning. */
  between(poolId: string, from: Date, to: Date): Promise<KeptVisit[]>;
  /** All visits of a person, by their beginning. */
  ofPerson(personId: string): Promise<KeptVisit[]>;
}
