/** What people said of coming later to a booking. Kept with the conversations' time. */
export interface LateStore {
  /** They come at this instant. The latest word counts. */
  say(bookingId: string, comingAt: Date): Promise<void>;
  /** By booking; without those of whom nothing was said. */
  of(bookingIds: string[]): Promise<Map<string, Date>>;
}
