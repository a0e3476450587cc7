import { Command } from 'commander';
import type { CalendarStanding } from '../../flows/calendar/calendar-standing.ts';

/** `zaitaku calendar`: how far people's Outlook calendars are read. Reads only. */
export function calendarCommand(read: () => Promise<CalendarStanding>): Command {
  return new Command('calendar')
    .description('Outlook の予定表の読み取り状況 / how far Outlook calendars are read')
    .option('--json', 'one JSON document')
    .action(async ({ json }: { json?: boolean }) => {
      const standing = await read();
      process.stdout.write(json ? `${JSON.stringify(standing)}\n` : `${inWords(standing)}\n`);
    });
}

/** The standing as lines for the terminal. */
export function inWords(standing: CalendarStanding): string {
  const { on, notifications, counts, failing, subscriptionFailures, timeZone } = standing;
  if (!on && counts.mailboxes === 0)
    return 'Outlook calendars are not read. Set calendar.outlook: true in the configuration to have them read.';
  if (on && counts.mailboxes === 0)
    return 'Outlook calendars are not read yet: it begins some seconds after a start, once the directory is known.';
  const at = (iso: string | null) => (iso === null ? 'never' : localTime(iso, timeZone));
  const share = counts.mailboxes === 0 ? 100 : Math.floor((100 * counts.upToDate) / counts.mailboxes);
  const lines = [
    `up to date     ${counts.upToDate} of ${counts.mailboxes} mailboxes (${share} %), ${counts.waiting} waiting, ${counts.neverRead} never read`,
    `last look      ${at(counts.lastLookAt)} (oldest ${at(counts.oldestLookAt)})`,
    `subscriptions  ${counts.subscribed} of ${counts.mailboxes}`,
    `failing        ${counts.failing}`,
  ];
  if (!on) lines.push('calendar.outlook is off: these are being let go.');
  if (!notifications)
    lines.push('PUBLIC_URL is not https: no notifications; every mailbox is looked at each quarter of an hour.');
  for (const { message, mailboxes } of subscriptionFailures) lines.push(`not subscribed (${mailboxes}): ${message}`);
  for (const { upn, personId, since, attempts, message } of failing)
    lines.push(`${upn ?? personId}: since ${at(since)}, ${attempts} ${attempts === 1 ? 'try' : 'tries'}: ${message}`);
  if (counts.failing > failing.length) lines.push(`… and ${counts.failing - failing.length} more`);
  return lines.join('\n');
}

function localTime(iso: string, timeZone: string): string {
  return new Date(iso).toLocaleString('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
}
