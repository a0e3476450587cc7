/** Membership of a pool's group, as zaitaku made it. No row: zaitaku has nothing to do with this person's membership. */
export interface AccessGrant {
  poolId: string;
  personId: string;
  /**
   * `adding`: intent "was not a member" committed, the call may have been made. `member`: made by us.
   * `removing`: intent committed. `standing`: was a member before we came; never touched.
   */
  state: 'adding' | 'member' | 'removing' | 'standing';
  attempts: number;
  nextAttemptAt: Date;
  /** First failure of the present step, for the operator; null where none. */
  failingSince: Date | null;
}

export interface AccessLedger {
  ofPool(poolId: string): Promise<AccessGrant[]>;
  save(grants: AccessGrant[]): Promise<void>;
  remove(poolId: string, personIds: string[]): Promise<void>;
  /** Warnings given to a session after its time, so that each goes out once: minutes after the end of access. */
  warned(poolId: string): Promise<{ personId: string; windowEnd: Date; minutes: number }[]>;
  saveWarned(poolId: string, personId: string, windowEnd: Date, minutes: number): Promise<void>;
}
