/**
 * The `simulation` block of an organisation's file: who lives in the simulated tenant. The demo and the tests alone read
 * it; beside a real tenant it means nothing. People are named by UPN.
 */
export interface Simulation {
  /** The same seed always makes the same people. */
  seed: number;
  /** People per section id, the head included. */
  people: Record<string, number>;
  /** People who must exist beside the heads, and their section: whoever the roles and pools name. */
  named: Record<string, string>;
  /** The section whose head is the manager of the directors and has no manager. Its members are the directors. */
  leadership: string | null;
  /** Directors, and the sections whose heads report to them. Heads of all other sections report to the leadership's head. */
  directors: { upn: string; sections: string[] }[];
  /** People for whom the directory names no manager, so that the organisation's fallback decides. */
  withoutManager: string[];
  /** People who have not installed the bot: a message to them is refused. */
  notInstalled: string[];
  /** How many people have an English mailbox. */
  english: number;
  /** Who has registered no second factor: so many in a hundred, and those named. */
  withoutSecondFactor: { percent: number; people: string[] };
  /** Entra groups besides the pools', such as those that the roles name. `members` are UPNs. */
  groups: { id: string; displayName: string; members: string[] }[];
  /** The member of staff whom the demo's first window shows; the second shows their manager. */
  demoUser: string | null;
}
