/** Changes of bookings within ten seconds share a round: the pool is looked at then, no later. */
export function capacityDueAfterChange(now: Date): Date {
  return new Date(now.getTime() + 10_000);
}
