import { statSync, type Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Logger } from 'pino';
import type { Organisation } from '../../flows/organisation.ts';
import { loadOrganisation, OrganisationError } from '../../infra/organisations/load-organisation.ts';

/** How often the file's time is looked at (ms). Polling, because editors replace files and network drives tell nobody. */
const LOOK_EVERY_MS = 3_000;

/**
 * The organisation's settings, read again when the file changes. A file that is wrong, or of another organisation or
 * tenant, is named in the log line by line and changes nothing.
 */
export function watchOrganisation(
  path: string,
  log: Logger,
): { current: () => Organisation; onChange: (tell: () => void) => void; close: () => void } {
  // Before it is read: whatever is written from here on is seen as a change.
  let seen = stampOf(statSync(path, { throwIfNoEntry: false }));
  let { organisation } = loadOrganisation(path);
  /** A change that came before somebody asked to be told. */
  let untold = false;
  let tell = (): void => {
    untold = true;
  };
  const look = () => {
    try {
      const read = loadOrganisation(path).organisation;
      if (read.id !== organisation.id || read.tenantId !== organisation.tenantId)
        throw new OrganisationError([
          `${path}: id and tenantId cannot change while running; restart with the new file`,
        ]);
      organisation = read;
      log.info({ path }, 'configuration read again');
      tell();
    } catch (error) {
      const lines = error instanceof OrganisationError ? error.lines : [String(error)];
      for (const line of lines) log.error({ line }, 'configuration is wrong; the earlier one stays in force');
    }
  };
  let timer: NodeJS.Timeout | null = null;
  const poll = async () => {
    const stamp = stampOf(await stat(path).catch(() => undefined));
    if (timer === null) return;
    if (stamp !== seen) {
      seen = stamp;
      look();
    }
    lookLater();
  };
  const lookLater = () => void (timer = setTimeout(() => void poll(), LOOK_EVERY_MS).unref());
  lookLater();
  return {
    current: () => organisation,
    onChange: (told) => {
      tell = told;
      if (untold) told();
    },
    close: () => {
      if (timer !== null) clearTimeout(timer);
      timer = null;
    },
  };
}

/** Another one after each change of the file; empty where it is not there. */
function stampOf(stats: Stats | undefined): string {
  return stats === undefined ? '' : `${stats.mtimeMs} ${stats.size} ${stats.ino}`;
}
