import type { Step } from './calendar-steps.ts';

const write = { do: 'write', before: null, after: null, lost: false, readBetween: false, dies: null } as const;
const read = { do: 'read', before: null, after: null, whole: false, writeBetween: false, dies: null } as const;

/** What once ended unequal, made short. */
export const KEPT_RUNS: Record<string, Step[]> = {
  'a booking given back while the mailbox is missing': [
    { do: 'mailbox', is: 'missing' },
    { do: 'cancel', which: 0 },
    write,
  ],
  'an event of ours taken back, of which the booking was cancelled before it was read': [
    { do: 'erase ours', which: 1, undone: true },
    { ...read, before: { do: 'cancel', which: 1 } },
  ],
  'an event of ours deleted, taken back and moved': [
    { do: 'erase ours', which: 0, undone: true },
    { do: 'move ours', which: 0, day: '2026-12-02', hours: 'full' },
  ],
  'an event of ours copied, deleted and taken back while its booking was cancelled': [
    { ...read, before: { do: 'cancel', which: 1 }, after: { do: 'copy ours', which: 1 } },
    { do: 'erase ours', which: 1, undone: true },
  ],
  'an event of ours copied and deleted: the copy takes its place': [
    { do: 'copy ours', which: 1 },
    { do: 'erase ours', which: 1, undone: false },
  ],
};
