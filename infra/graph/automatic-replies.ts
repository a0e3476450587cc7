import { tzOffset } from '@date-fns/tz';
import type { AutomaticReplies } from '../../flows/directory.ts';

/** As Graph writes it: https://learn.microsoft.com/graph/api/resources/automaticrepliessetting */
export interface AutomaticRepliesSetting {
  status?: string | null;
  scheduledStartDateTime?: DateTimeTimeZone | null;
  scheduledEndDateTime?: DateTimeTimeZone | null;
}

interface DateTimeTimeZone {
  dateTime?: string | null;
  timeZone?: string | null;
}

/** Graph answers in UTC as a rule; where it names a mailbox's own zone, Exchange writes Windows' name for it. */
const WINDOWS_ZONES: Record<string, string> = { 'Tokyo Standard Time': 'Asia/Tokyo' };
const LOCAL = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?/;

/** Null where nothing can be told: a status or a period that is not understood says nothing about anybody. */
export function repliesOf(setting: AutomaticRepliesSetting | null | undefined): AutomaticReplies | null {
  const status = setting?.status?.toLowerCase();
  // A period of the past stays in the settings after the replies were switched off.
  if (status === 'disabled') return { on: false, from: null, to: null };
  if (status === 'alwaysenabled') return { on: true, from: null, to: null };
  if (status !== 'scheduled') return null;
  const from = instantOf(setting?.scheduledStartDateTime);
  const to = instantOf(setting?.scheduledEndDateTime);
  return from && to ? { on: true, from, to } : null;
}

function instantOf(value: DateTimeTimeZone | null | undefined): Date | null {
  const wall = LOCAL.exec(value?.dateTime ?? '')?.[0];
  const zone = value?.timeZone ?? 'UTC';
  if (!wall) return null;
  const asUtc = new Date(`${wall}Z`);
  const offset = offsetOf(WINDOWS_ZONES[zone] ?? zone, asUtc);
  if (offset === null || Number.isNaN(asUtc.getTime())) return null;
  const first = new Date(asUtc.getTime() - offset * 60_000);
  // Once more at the instant found: the offset may have changed in between.
  return new Date(asUtc.getTime() - (offsetOf(WINDOWS_ZONES[zone] ?? zone, first) ?? offset) * 60_000);
}

/** Minutes east of UTC, or null for a zone that is not known. */
function offsetOf(zone: string, at: Date): number | null {
  if (zone === 'UTC') return 0;
  const minutes = tzOffset(zone, at);
  return Number.isNaN(minutes) ? null : minutes;
}
