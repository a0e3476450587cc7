export interface SettingsStore {
  /** The settings as they were last taken over, or null where there were none. Locks them. */
  seen(): Promise<unknown>;
  save(settings: unknown, now: Date): Promise<void>;
}
