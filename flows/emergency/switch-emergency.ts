import { hasRole, type Deps } from '../deps.ts';
import type { Person } from '../person.ts';
import type { Tx } from '../store.ts';
import type { SentenceView } from '../views.ts';
import { decideEmergency, newEmergency, type EmergencyCommand } from './decide-emergency.ts';
import { emergencyFor } from './emergency-for.ts';
import { covers, peopleInScope, scopeSaid } from './emergency-scope.ts';
import type { Emergency } from './emergency-store.ts';
import {
  emergencyForm,
  showEmergency,
  showEmergencyTold,
  type EmergencyToldView,
  type EmergencyView,
} from './emergency-view.ts';

type Answer = EmergencyView | EmergencyToldView | SentenceView;

/**
 * Somebody wrote of an emergency. Words switch nothing: those who may switch get the card that does, with what they
 * named filled in, or the emergency that is open; the others learn what holds for them.
 */
export async function answerEmergency(
  tx: Tx,
  deps: Deps,
  person: Person,
  said: { text: string; reason: string | null },
): Promise<Answer> {
  if (!maySwitch(deps, person)) {
    const on = await emergencyFor(tx, deps, person);
    return on ? showEmergencyTold(tx, deps, person, on) : sentence(deps, 'emergency-not-entitled');
  }
  const [first, ...others] = await tx.emergencies.open();
  for (const { id } of others)
    await tx.outbox.add(
      { kind: 'tell', personId: person.id, notice: { kind: 'emergency-asked', emergencyId: id } },
      deps.clock.now(),
    );
  if (first) return showEmergency(tx, deps, person, first);
  return emergencyForm(deps, { chosen: scopeSaid(said.text, deps.organisation()), reason: said.reason });
}

/** The empty form, for a further scope while one is open. */
export function openEmergencyForm(_tx: Tx, deps: Deps, person: Person): Promise<Answer> {
  return Promise.resolve(maySwitch(deps, person) ? emergencyForm(deps) : sentence(deps, 'neutral-refusal'));
}

/**
 * Begins an emergency, or asks a second person for it, in the transaction of the tap. The form's id is the emergency's:
 * pressed again it shows what became of it. `scope` and `reason` are claims of the client's and are checked here.
 */
export async function beginEmergency(
  tx: Tx,
  deps: Deps,
  person: Person,
  command: { emergencyId: string; scope: string[]; reason: string | null },
): Promise<Answer> {
  if (!maySwitch(deps, person)) return sentence(deps, 'neutral-refusal');
  const now = deps.clock.now();
  const { sections: known, emergency: settings } = deps.organisation();
  // Two who begin at the same moment: the second sees the first one's.
  await tx.caps.lock({ personId: person.id, seats: [], weeks: [], keys: ['emergency'] });
  const { emergencyId: id, reason } = command;
  const before = await tx.emergencies.lock(id);
  if (before) return showEmergency(tx, deps, person, before);
  const chosen = command.scope.filter((one) => one === 'all' || known.some((section) => section.id === one));
  const again = (problem: EmergencyView['problem']) => emergencyForm(deps, { id, chosen, reason, problem });
  if (chosen.length === 0) return again('scope-missing');
  if (!reason) return again('reason-missing');
  const sections = chosen.includes('all') ? null : [...new Set(chosen)].sort();
  const open = (await tx.emergencies.open()).find((one) => covers(one.sections, sections));
  if (open) return showEmergency(tx, deps, person, open, 'already-open');
  if (settings.twoPeople && othersWithRole(deps, person).length === 0) return again('nobody-to-confirm');

  const asked = newEmergency({ id, sections, reason, by: person.id, twoPeople: settings.twoPeople, now });
  await tx.emergencies.add(asked);
  const people = (await peopleInScope(tx, deps, asked)).length;
  const facts = { sections, people, confirmedBy: null };
  const kind = asked.state === 'on' ? 'emergency-begun' : 'emergency-asked';
  tx.audit.add({ kind, by: person.id, subject: id, facts, personal: { reason } }, now);
  if (asked.state === 'on') await setGoing(tx, deps, asked, now);
  await tellOthersWithRole(tx, deps, person, id, now);
  return showEmergency(tx, deps, person, asked);
}

/**
 * Confirms, withdraws or ends an emergency, in the transaction of the tap. On an older card, or where it stands
 * elsewhere already, nothing changes and the card says why. Who does not have the role gets the one neutral refusal.
 */
export async function switchEmergency(
  tx: Tx,
  deps: Deps,
  person: Person,
  command: { emergencyId: string } & Pick<EmergencyCommand, 'do' | 'version'>,
): Promise<Answer> {
  const emergency = maySwitch(deps, person) ? await tx.emergencies.lock(command.emergencyId) : null;
  if (!emergency) return sentence(deps, 'neutral-refusal');
  const now = deps.clock.now();
  const outcome = decideEmergency(emergency, { do: command.do, by: person.id, version: command.version }, now);
  if (!outcome.ok) return showEmergency(tx, deps, person, emergency, outcome.refusal);
  const after = outcome.emergency;
  await tx.emergencies.save(after);
  const { sections, askedBy, confirmedBy } = after;
  const people = (await peopleInScope(tx, deps, after)).length;
  const kind = after.state === 'on' ? 'emergency-begun' : `emergency-${after.state}`;
  tx.audit.add({ kind, by: person.id, subject: after.id, facts: { sections, people, askedBy, confirmedBy } }, now);
  if (after.state !== 'withdrawn') await setGoing(tx, deps, after, now);
  await tellOthersWithRole(tx, deps, person, after.id, now);
  return showEmergency(tx, deps, person, after);
}

/**
 * Everybody is told, batch by batch, waiting requests are approved, the waiting lists are asked by their new order, and
 * whom a gate kept out that an emergency lifts is looked at again.
 */
async function setGoing(tx: Tx, deps: Deps, { id }: Emergency, now: Date): Promise<void> {
  await tx.due.noLaterThan('emergency', id, now);
  await tx.due.noLaterThan('readiness', 'all', now);
  for (const pool of deps.organisation().pools) await tx.due.noLaterThan('waitlist', pool.id, now);
}

/** They confirm it, or end it: each of them has its card as it is now. */
async function tellOthersWithRole(tx: Tx, deps: Deps, person: Person, emergencyId: string, now: Date): Promise<void> {
  for (const personId of othersWithRole(deps, person))
    await tx.outbox.add({ kind: 'tell', personId, notice: { kind: 'emergency-asked', emergencyId } }, now);
}

function othersWithRole(deps: Deps, person: Person): string[] {
  return deps.roles.peopleWith('emergency').filter((one) => one !== person.id);
}

function maySwitch(deps: Deps, person: Person): boolean {
  return hasRole(deps, person, 'emergency');
}

function sentence(deps: Deps, said: SentenceView['sentence']): SentenceView {
  return { kind: 'sentence', sentence: said, timeZone: deps.organisation().timeZone };
}
