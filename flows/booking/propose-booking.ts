import type { Deps } from '../deps.ts';
import type { Language } from '../organisation.ts';
import { usualDevice } from '../devices/usual-device.ts';
import type { Person } from '../person.ts';
import { rulesFor } from '../rules/rules-for.ts';
import type { Tx } from '../store.ts';
import type { Understanding } from '../understand/understanding.ts';
import type { ProposalView } from '../views.ts';
import { askedDays, timesSaid } from './asked-days.ts';
import { lastBookableDay } from './judge-days.ts';
import { NO_WISH, type ProposalDraft } from './proposal.ts';
import { saveAndShow } from './show-proposal.ts';

/** What a new draft holds beside the message. */
export interface ProposalStart extends Partial<
  Pick<
    ProposalDraft,
    | 'forPersonId'
    | 'forChoices'
    | 'asked'
    | 'notes'
    | 'notUnderstood'
    | 'place'
    | 'device'
    | 'poolId'
    | 'reason'
    | 'changing'
  >
> {}

/**
 * A person wrote what they want: keeps it as a draft and shows it, judged. Runs in the transaction of the message.
 * `start`: what is known beside the message, or better than it says.
 */
export async function proposeBooking(
  tx: Tx,
  deps: Deps,
  person: Person,
  understanding: Understanding,
  start: ProposalStart = {},
): Promise<ProposalView> {
  const organisation = deps.organisation();
  const whose = (start.forPersonId && (await tx.people.byId(start.forPersonId))) || person;
  const rules = rulesFor(organisation, whose);
  const lastDay = lastBookableDay(organisation, rules, deps.clock.now());
  const said = askedDays(understanding, rules, organisation, lastDay);
  return saveAndShow(tx, deps, person, {
    ...NO_WISH,
    id: deps.newId(),
    personId: person.id,
    forPersonId: null,
    forChoices: [],
    changing: false,
    asked: said.asked,
    times: understanding.days?.length ? null : timesSaid(understanding, null),
    series: said.series,
    offered: [],
    onTime: [],
    automatic: [],
    place: understanding.place ?? null,
    reason: understanding.reason ?? null,
    notUnderstood: null,
    ...start,
    device: start.changing
      ? (start.device ?? null)
      : (start.device ?? (await usualDevice(tx, organisation, whose.id, rules.devices))),
    notes: [...said.notes, ...(start.notes ?? [])],
    language: understanding.language,
    createdAt: deps.clock.now(),
    version: 1,
    requestId: null,
    discarded: false,
  });
}

/** An empty form, for those who rather click. */
export function proposeEmpty(tx: Tx, deps: Deps, person: Person, language: Language): Promise<ProposalView> {
  return proposeBooking(tx, deps, person, { intent: 'book', part: 'full', language });
}
