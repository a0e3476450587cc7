import { showProposal } from '../booking/show-proposal.ts';
import { showRequest } from '../booking/request-view.ts';
import type { Deps } from '../deps.ts';
import { onPledged } from '../devices/register-device.ts';
import { showDevices, type DevicesView } from '../devices/show-devices.ts';
import type { Person } from '../person.ts';
import { lookAtReadiness } from '../readiness/judge-day.ts';
import type { Tx } from '../store.ts';
import type { ProposalView, RequestView, SentenceView } from '../views.ts';
import { missingPledge, pledgeNeeded, type PledgeView } from './pledge.ts';

/**
 * A person makes the pledge that is in force, in the transaction of the tap; the draft that waited for it is shown
 * again, to be sent. Only what the card showed is pledged: on a card of an older text, or without the rules for own
 * devices where these are needed by now, the present one is shown. A second tap adds nothing. Own devices that waited for
 * the pledge go on.
 */
export async function makePledge(
  tx: Tx,
  deps: Deps,
  person: Person,
  command: { pledge: string; ownDevice: boolean; draftId?: string | undefined; version: number },
): Promise<ProposalView | RequestView | PledgeView | DevicesView | SentenceView> {
  const { pledge, timeZone } = deps.organisation();
  const now = deps.clock.now();
  let devicesGoOn = false;
  const found = command.draftId ? await tx.drafts.lock(command.draftId) : null;
  const draft = found?.personId === person.id ? found : null;
  const shown = command.ownDevice ? ('own' as const) : null;
  if (pledge?.version === command.pledge && missingPledge(pledge, await tx.pledges.of(person.id), shown, now)) {
    const ownDevice = command.ownDevice && pledge.ownDevice !== null;
    await tx.pledges.add({ personId: person.id, version: pledge.version, ownDevice, pledgedAt: now });
    await lookAtReadiness(tx, deps, [person.id]);
    tx.audit.add(
      { kind: 'pledged', by: person.id, subject: person.id, facts: { version: pledge.version, ownDevice } },
      now,
    );
    devicesGoOn = await onPledged(tx, deps, person);
  }
  const still = await pledgeNeeded(tx, deps, person, { draft, device: draft?.device ?? shown });
  if (still) return still;
  const request = draft?.requestId ? await showRequest(tx, deps, draft.requestId) : null;
  if (request) return request;
  const devices = devicesGoOn && !draft ? await showDevices(tx, deps, person, { news: 'registered' }) : null;
  if (devices) return devices;
  return draft ? showProposal(tx, deps, person, draft) : { kind: 'sentence', sentence: 'thanks', timeZone };
}
