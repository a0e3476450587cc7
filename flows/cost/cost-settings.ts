/** What the cost report compares. Money is the organisation's. */
export interface CostSettings {
  /** What lending somebody a device costs in a year: carefully reckoned, and generously. */
  deviceYear: { low: number; high: number };
  /** What one licence costs in a month, by the id of the licence. One that is not here is not priced. */
  licenceMonth: Record<string, number>;
  /** What the desktops cost in a month beside hosts and licences (gateway, storage, network), or null where nobody said. */
  otherMonth: number | null;
}
