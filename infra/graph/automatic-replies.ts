import type { AutomaticReplies } from '../../flows/directory.ts';
import { type DateTimeTimeZone, instantOf } from './graph-time.ts';

/** As Graph writes it: https://learn.microsoft.com/graph/api/resources/automaticrepliessetting */
export interface AutomaticRepliesSetting {
  status?: string | null;
  scheduledStartDateTime?: DateTimeTimeZone | null;
  scheduledEndDateTime?: DateTimeTimeZone | null;
}

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
