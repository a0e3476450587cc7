import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { keep, readKept } from './kept-settings.ts';
import { PostgresFailure } from './postgres-failure.ts';
import { PostgresServer, type ServerSettings } from './postgres-server.ts';
import { findPlace } from './server-place.ts';
import { findServerUser } from './server-user.ts';
import { withStartLock } from './start-lock.ts';

export interface EmbeddedPostgresSettings extends ServerSettings {
  dataDir: string;
  /** Database in it, created where it is missing ("zaitaku"). */
  database?: string;
}

export interface EmbeddedPostgres {
  url: string;
  /** true: this call started the server. false: it found one that runs. */
  owned: boolean;
  /** Folder with the server's files; names the data directory's own unless the server's user cannot reach that. */
  place: string;
  /** Whether `place` lies outside the data directory. */
  elsewhere: boolean;
  /**
   * Stops the server where this call started it (`adopted: true`: also where it was found running) and nobody else is
   * connected (`force: true`: whoever is); close your own connections first. Answers whether it was stopped. Repeating
   * does nothing.
   */
  stop(options?: { adopted?: boolean; force?: boolean }): Promise<boolean>;
}

/**
 * Opens the PostgreSQL of a data directory: creates it at the first time, adopts the one that lives on (its parent may
 * have been killed), starts it otherwise. There is never more than one server on a directory: creation, start and stop
 * hold a lock file, and PostgreSQL keeps its own postmaster.pid. The server is a daemon in a session of its own: a Ctrl-C
 * in the terminal reaches us, not it.
 */
export async function openEmbeddedPostgres(settings: EmbeddedPostgresSettings): Promise<EmbeddedPostgres> {
  const dataDir = path.resolve(settings.dataDir);
  await mkdir(dataDir, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    throw new PostgresFailure(
      `DATA_DIR: ${dataDir} cannot be made (${error.code}); name a folder that you may write to`,
      {
        cause: error,
      },
    );
  });
  const lock = path.join(dataDir, 'postgres.lock');
  return withStartLock(lock, async () => {
    const kept = await readKept(dataDir);
    const user = findServerUser();
    const place = await findPlace(dataDir, user, kept.place);
    if (kept.place !== place.folder) await keep(dataDir, Object.assign(kept, { place: place.folder }));
    const server = new PostgresServer(dataDir, place, user, kept, settings);
    const owned = await server.ensureRunning();
    const url = await server.ensureDatabase(settings.database ?? 'zaitaku');
    return {
      url,
      owned,
      place: place.folder,
      elsewhere: !place.folder.startsWith(dataDir + path.sep),
      stop: ({ adopted = false, force = false } = {}) =>
        owned || adopted ? withStartLock(lock, () => server.stopUnlessUsed(force)) : Promise.resolve(false),
    };
  });
}
