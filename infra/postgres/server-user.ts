import { spawnSync } from 'node:child_process';
import { PostgresFailure } from './postgres-failure.ts';

/** Whom the server runs as: PostgreSQL refuses to run as root. */
export interface ServerUser {
  uid: number;
  gid: number;
}

const NAME = 'postgres';

/** null: as whoever we are. Root: the system's user `postgres`, made where it is missing. Throws PostgresFailure. */
export function findServerUser(): ServerUser | null {
  if (process.getuid?.() !== 0) return null;
  return lookUp() ?? create();
}

function lookUp(): ServerUser | null {
  const [uid, gid] = ['-u', '-g'].map((flag) => {
    const ran = spawnSync('id', [flag, NAME], { encoding: 'utf8' });
    return ran.status === 0 ? Number(ran.stdout.trim()) : Number.NaN;
  });
  return Number.isInteger(uid) && Number.isInteger(gid) && uid !== 0 ? { uid: uid!, gid: gid! } : null;
}

function create(): ServerUser {
  // Debian and Red Hat know useradd, Alpine's BusyBox adduser.
  const tries: [string, string[]][] = [
    ['useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/bin/false', NAME]],
    ['adduser', ['-S', '-D', '-H', '-s', '/bin/false', NAME]],
  ];
  for (const [program, args] of tries) {
    if (spawnSync(program, args, { stdio: 'ignore' }).status !== 0) continue;
    const user = lookUp();
    if (user) return user;
  }
  throw new PostgresFailure(
    'embedded PostgreSQL: does not run as root, and the user "postgres" could not be made; run zaitaku as an ordinary user, run "useradd --system postgres", or set DATABASE_URL',
  );
}

const PROBES = {
  enter: 'cd "$1" && test -r .',
  write: 'cd "$1" && test -w .',
  run: 'cd "$1" && test -x bin/postgres && bin/postgres --version',
};

/** Whether that user can enter the folder and use what is in it: tried, not computed, so that ACLs and mounts count. */
export function canUse(user: ServerUser | null, folder: string, need: keyof typeof PROBES): boolean {
  if (!user) return true;
  const ran = spawnSync('/bin/sh', ['-c', PROBES[need], 'sh', folder], {
    uid: user.uid,
    gid: user.gid,
    cwd: '/',
    stdio: 'ignore',
  });
  return ran.status === 0;
}
