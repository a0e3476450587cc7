import type { HostMaintenance, WaitsFor } from '../../flows/maintenance/maintenance-store.ts';
import { localDayOf, wallTimeOf } from '../../flows/local-time.ts';

interface Said {
  marked: string[];
  already: string[];
  done: string[];
  marks: HostMaintenance[];
  timeZone: string;
}

/** What was done, and where each host stands. */
export function maintenanceInWords({ marked, already, done, marks, timeZone }: Said): string {
  const time = (at: Date) => `${localDayOf(at, timeZone)} ${wallTimeOf(at, timeZone)}`;
  const lines: string[] = [];
  if (marked.length > 0) lines.push(`Marked: ${marked.join(', ')}. The ICT section is told when they are off.`);
  if (already.length > 0) lines.push(`Marked before, and left as they are: ${already.join(', ')}`);
  if (done.length > 0) lines.push(`Given back to service: ${done.join(', ')}`);
  if (marks.length === 0) lines.push('保守中のホストはありません。 / No host is in maintenance.');
  return [...lines, ...marks.map((mark) => markInWords(mark, time))].join('\n');
}

/** One host in one line. */
export function markInWords(mark: HostMaintenance, time: (at: Date) => string): string {
  const { host, state, zone, reason, markedBy, markedAt } = mark;
  const where = zone === null ? '' : `, zone ${zone}`;
  return `${host}  ${state.padEnd(8)}  ${stateInWords(mark, time)}${where}; "${reason}", marked ${time(markedAt)} by ${markedBy}`;
}

function stateInWords(
  { state, waitsFor, begunAt, readyAt, doneAt }: HostMaintenance,
  time: (at: Date) => string,
): string {
  if (state === 'waiting') return waitsFor === null ? 'in service until the next look' : WAITS[waitsFor];
  if (state === 'emptying') return `takes nobody since ${time(begunAt!)}; stopped when it is empty`;
  if (state === 'ready') return `off and yours since ${time(readyAt!)}; give it back with --done`;
  return `given back ${time(doneAt!)}`;
}

const WAITS: Record<WaitsFor, string> = {
  'other-zone': 'in service: hosts of another zone are out',
  places: 'in service: bookings of the coming day need its places',
  arrivals: 'in service: it takes the people who are about to come',
  'by-hand': 'on because somebody started it: left on for twelve hours',
  starting: 'starting',
  owner: 'in service: its owner is booked or signed in, or somebody booked is to get it',
  emergency: 'in service: an emergency is on',
  'pool-not-ours': 'in service: something else scales the pool',
  gone: "not in the provider's list: give it back with --done if it is gone for good",
};
