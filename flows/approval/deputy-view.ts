import type { Deps } from '../deps.ts';
import { localDayOf } from '../local-time.ts';
import type { LocalDay } from '../organisation.ts';
import type { Tx } from '../store.ts';

/** Somebody who could stand in, as a button names them. */
export interface DeputyCandidate {
  id: string;
  name: string;
  jobTitle: string | null;
}

/** A deputy in force now or later, of the viewer's own. */
export interface StandingDeputy extends DeputyCandidate {
  fromDay: LocalDay;
  toDay: LocalDay;
  /** Set by the viewer's automatic replies: it ends with them. */
  automatic: boolean;
  /** Names this very entry: one that was set anew since is not ended by an old card. */
  since: string;
}

/** What has become of a wish to be stood in for. */
export interface DeputyView {
  kind: 'deputy';
  /**
   * `set` and `ended`: done by this message or press. `ask-who`: one question, with likely people as buttons.
   * `ask-days`: no day was understood.
   */
  state: 'set' | 'ended' | 'ask-who' | 'ask-days' | 'shown';
  /** The days asked for, or of what was set or ended. */
  days: { fromDay: LocalDay; toDay: LocalDay } | null;
  /** Whom it is about, with `set` and `ended`. */
  deputyName: string | null;
  /** What the message called the person, with `ask-who`. */
  said: string | null;
  candidates: DeputyCandidate[];
  problem: 'nobody-found' | 'several-found' | 'self' | 'past' | 'not-yours' | null;
  /** Those in force, or to come. */
  standing: StandingDeputy[];
  timeZone: string;
}

/** The viewer's deputies in force and to come, and what a message or press has done. */
export async function showDeputies(
  tx: Tx,
  deps: Deps,
  personId: string,
  more: Partial<DeputyView> = {},
): Promise<DeputyView> {
  const { timeZone } = deps.organisation();
  const today = localDayOf(deps.clock.now(), timeZone);
  const own = (await tx.deputies.around(personId, today)).filter((one) => one.approverId === personId);
  const people = await tx.people.byIds(own.map((one) => one.deputyId));
  return {
    kind: 'deputy',
    state: 'shown',
    days: null,
    deputyName: null,
    said: null,
    candidates: [],
    problem: null,
    standing: own.flatMap(({ deputyId, fromDay, toDay, source, createdAt }) => {
      const person = people.find(({ id }) => id === deputyId);
      if (!person) return [];
      const { displayName: name, jobTitle } = person;
      const automatic = source === 'automatic-replies';
      return [{ id: deputyId, name, jobTitle, fromDay, toDay, automatic, since: createdAt.toISOString() }];
    }),
    timeZone,
    ...more,
  };
}
