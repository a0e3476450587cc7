import { Command } from 'commander';
import type { FeedKind } from '../../flows/calendar/feed-store.ts';

/** One line of `zaitaku calendar-feeds --json`: people are UPNs, times ISO instants. Addresses are known to nobody. */
export interface FeedRow {
  id: string;
  kind: FeedKind;
  person: string;
  madeAt: string;
  readAt: string | null;
  revokedAt: string | null;
}

export type FeedWish =
  { do: 'list'; person: string | null; ended: boolean } | { do: 'revoke'; feed: string | null; person: string | null };

export type FeedAnswer = { ok: true; feeds: FeedRow[]; said: string | null } | { ok: false; said: string };

/** `zaitaku calendar-feeds`: who subscribes to what, and ending it. People make theirs in chat. */
export function calendarFeedsCommand(carryOut: (wish: FeedWish) => Promise<FeedAnswer>): Command {
  const show = async (wish: FeedWish, options: { json?: boolean }, command: Command) => {
    const answer = await carryOut(wish);
    if (!answer.ok) return command.error(answer.said, { exitCode: 2 });
    const { feeds, said } = answer;
    process.stdout.write(
      options.json
        ? `${JSON.stringify(feeds)}\n`
        : `${[...(said ? [said] : []), ...inLines(feeds, said)].join('\n')}\n`,
    );
  };
  const command = new Command('calendar-feeds')
    .enablePositionalOptions()
    .description('予定表の購読アドレス / calendar feeds')
    .option('--person <upn>', 'one person, by user principal name')
    .option('--ended', 'those that have ended as well')
    .option('--json', 'one JSON document')
    .action((options: { person?: string; ended?: boolean; json?: boolean }, self: Command) =>
      show({ do: 'list', person: options.person ?? null, ended: options.ended ?? false }, options, self),
    );
  command
    .command('revoke')
    .description('購読を終わらせる / end feeds; their addresses show nothing any more')
    .option('--feed <id>', 'one feed, by its id')
    .option('--person <upn>', 'all feeds of a person')
    .option('--json', 'one JSON document')
    .action((options: { feed?: string; person?: string; json?: boolean }, self: Command) => {
      if ((options.feed === undefined) === (options.person === undefined))
        return self.error('--feed, --person: expected one of them', { exitCode: 2 });
      return show({ do: 'revoke', feed: options.feed ?? null, person: options.person ?? null }, options, self);
    });
  return command;
}

function inLines(feeds: readonly FeedRow[], said: string | null): string[] {
  if (feeds.length === 0) return said ? [] : ['購読アドレスはありません。 / No calendar feeds.'];
  return feeds.map(({ id, kind, person, madeAt, readAt, revokedAt }) => {
    const read = revokedAt ? `ended ${short(revokedAt)}` : readAt ? `read ${short(readAt)}` : 'never read';
    return `${kind.padEnd(8)}  ${person}  made ${short(madeAt)}  ${read}  ${id}`;
  });
}

function short(instant: string): string {
  return `${instant.slice(0, 16)}Z`;
}
