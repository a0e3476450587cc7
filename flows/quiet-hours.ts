import { localDayOf, wallTimeOf } from './local-time.ts';
import { isDayOff, type OfficeDays } from './office-days.ts';
import type { Organisation } from './organisation.ts';
import type { Notice } from './notice.ts';

/**
 * What cannot wait for the morning: replies to what a person has just done (the passphrase of a file among them), warnings of a session of theirs, an
 * emergency, and what the ICT section has to mend.
 */
const ALWAYS: readonly Notice['kind'][] = [
  'reply',
  'session-warning',
  'fault',
  'maintenance-wanted',
  'lost-device',
  'certificate-fetched',
  'emergency-asked',
  'emergency-proposed',
  'emergency-begun',
  'emergency-ended',
];

type QuietSettings = Pick<Organisation, 'quietHours' | 'timeZone'> & OfficeDays;

/** Whether a message may raise a toast on somebody's devices now. Without it, it stands in the chat all the same. Pure. */
export function mayAlert(notice: Pick<Notice, 'kind'>, settings: QuietSettings, now: Date): boolean {
  return ALWAYS.includes(notice.kind) || !isQuietTime(settings, now);
}

/** The organisation's quiet hours: of every night, and all day on days off where it says so. `to` is quiet no more. Pure. */
export function isQuietTime({ quietHours, timeZone, ...office }: QuietSettings, now: Date): boolean {
  if (!quietHours) return false;
  const { from, to, daysOff } = quietHours;
  const time = wallTimeOf(now, timeZone);
  const crosses = to <= from;
  if (crosses ? time >= from || time < to : time >= from && time < to) return true;
  return daysOff && isDayOff(localDayOf(now, timeZone), office);
}
