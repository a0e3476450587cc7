/** What may be lost, as people say it; `own` and `lent` reach a virtual desktop. */
export const LOST_DEVICES = ['own', 'lent', 'mobile-pc', 'phone', 'other'] as const;
export type LostDevice = (typeof LOST_DEVICES)[number];

/** What the ICT section is told. Kept with the message alone, and deleted with it. */
export interface LostDeviceReport {
  id: string;
  personId: string;
  device: LostDevice;
  /** The person's own words. */
  sinceWhen: string | null;
  note: string | null;
  /** ISO instant. */
  at: string;
}
