/** The pledge as a person made it. */
export interface Pledge {
  personId: string;
  version: string;
  /** The rules for own devices were among it. */
  ownDevice: boolean;
  pledgedAt: Date;
}

export interface PledgeStore {
  add(pledge: Pledge): Promise<void>;
  /** By time, the latest first. */
  of(personId: string): Promise<Pledge[]>;
  /** The same of many people at once. */
  ofPeople(personIds: readonly string[]): Promise<Pledge[]>;
}
