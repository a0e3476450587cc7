import type { LocalDay, WallTime } from '../organisation.ts';

export type Intent =
  | 'book'
  | 'cancel'
  | 'change'
  | 'list'
  | 'allowance'
  | 'approvals'
  | 'team'
  | 'connect'
  | 'start-work'
  | 'pause-work'
  | 'resume-work'
  | 'finish-work'
  | 'deputy'
  | 'lost-device'
  | 'emergency'
  | 'help'
  | 'unknown';

/** What the bot makes of one message. Fields that do not apply are left out. Days are local days of the organisation's zone, ascending. */
export interface Understanding {
  intent: Intent;
  days?: LocalDay[];
  part?: 'full' | 'am' | 'pm' | 'hours' | 'half';
  parts?: Record<LocalDay, 'full' | 'am' | 'pm' | 'hours' | 'half'>;
  from?: WallTime;
  to?: WallTime;
  rrule?: string;
  except_days?: LocalDay[];
  to_days?: LocalDay[];
  reason?: string;
  place?: 'home' | 'satellite' | 'field';
  for?: string;
  language: 'ja' | 'en';
}
