import type { Language } from '../flows/organisation.ts';
import type { MaintenanceView } from '../flows/views.ts';
import { plainText } from './plain-text.ts';
import { maintenanceTextIn } from './texts/maintenance.ts';

/** Named in the message, and in the command below it, which is there to be copied. */
const SHOWN = 12;
const IN_COMMAND = 100;

/** Hosts that are ready to be worked on, or wanted back, with the command that gives them back. */
export function maintenanceNotice(
  { kind, poolId, poolName, zone, hosts }: MaintenanceView,
  language: Language,
): string {
  const text = maintenanceTextIn(language);
  const pool = plainText(poolName[language], 60);
  const names = hosts.map((name) => plainText(name, 60));
  const command = `zaitaku maintenance --pool ${plainText(poolId, 60)} --done ${names.slice(0, IN_COMMAND).join(',')}`;
  const next = kind === 'maintenance-ready' ? text.readyNext(command) : text.wantedNext(command);
  const count = hosts.length;
  const lead =
    kind === 'maintenance-ready'
      ? text.ready(count, zone === null ? null : plainText(zone, 20), pool)
      : text.wanted(count, pool);
  return [lead, text.hosts(names.slice(0, SHOWN).join(text.comma), Math.max(0, count - SHOWN)), next].join('\n\n');
}
