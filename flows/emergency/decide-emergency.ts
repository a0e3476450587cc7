import type { Emergency } from './emergency-store.ts';

/** Why a command on an emergency does nothing. */
export type EmergencyRefusal = 'own-confirmation' | 'not-asked' | 'not-on' | 'changed-since';

export interface EmergencyCommand {
  do: 'confirm' | 'withdraw' | 'end';
  by: string;
  /** The version that the pressed card showed. */
  version: number;
}

export type EmergencyOutcome = { ok: true; emergency: Emergency } | { ok: false; refusal: EmergencyRefusal };

/** A new emergency: on at once, or asked for where the organisation wants a second person's word. */
export function newEmergency(asked: {
  id: string;
  sections: string[] | null;
  reason: string;
  by: string;
  twoPeople: boolean;
  now: Date;
}): Emergency {
  const { id, sections, reason, by, twoPeople, now } = asked;
  return {
    id,
    sections,
    reason,
    state: twoPeople ? 'asked' : 'on',
    askedBy: by,
    askedAt: now,
    confirmedBy: null,
    beganAt: twoPeople ? null : now,
    endedBy: null,
    endedAt: null,
    version: 1,
  };
}

/**
 * One command of somebody who has the role. What one person has asked for another confirms; each of them may withdraw
 * it before, and end it after. Pure.
 */
export function decideEmergency(emergency: Emergency, command: EmergencyCommand, now: Date): EmergencyOutcome {
  const { by } = command;
  const version = emergency.version + 1;
  if (command.do === 'end') {
    if (emergency.state !== 'on') return { ok: false, refusal: 'not-on' };
    if (emergency.version !== command.version) return { ok: false, refusal: 'changed-since' };
    return { ok: true, emergency: { ...emergency, state: 'ended', endedBy: by, endedAt: now, version } };
  }
  if (emergency.state !== 'asked') return { ok: false, refusal: 'not-asked' };
  if (emergency.version !== command.version) return { ok: false, refusal: 'changed-since' };
  if (command.do === 'withdraw')
    return { ok: true, emergency: { ...emergency, state: 'withdrawn', endedBy: by, endedAt: now, version } };
  if (by === emergency.askedBy) return { ok: false, refusal: 'own-confirmation' };
  return { ok: true, emergency: { ...emergency, state: 'on', confirmedBy: by, beganAt: now, version } };
}
