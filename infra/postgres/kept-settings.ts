import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { PostgresFailure } from './postgres-failure.ts';

/** What is kept in DATA_DIR/postgres.json, mode 0600. */
export interface Kept {
  password: string;
  port: number | null;
  place: string | null;
}

/** What an earlier start kept, or a new password. Throws PostgresFailure where the file is another user's or damaged. */
export async function readKept(dataDir: string): Promise<Kept> {
  const file = path.join(dataDir, 'postgres.json');
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw new PostgresFailure(
      `embedded PostgreSQL: ${file} cannot be read (${error.code}); run zaitaku as the user that made it, or set DATA_DIR`,
      { cause: error },
    );
  });
  if (text !== null) return parseKept(file, text);
  const data = path.join(dataDir, 'postgres', 'data');
  if (existsSync(data)) {
    throw new PostgresFailure(
      `embedded PostgreSQL: ${file} is missing and with it the password of ${data}; restore the file, or remove that folder to begin anew`,
    );
  }
  const kept: Kept = { password: randomBytes(24).toString('base64url'), port: null, place: null };
  await keep(dataDir, kept);
  return kept;
}

function parseKept(file: string, text: string): Kept {
  try {
    const { password, port, place } = JSON.parse(text) as Partial<Kept>;
    if (typeof password === 'string') return { password, port: port ?? null, place: place ?? null };
  } catch {
    // Told below.
  }
  throw new PostgresFailure(
    `embedded PostgreSQL: ${file} is damaged (expected JSON with the database's password); restore it, or remove DATA_DIR to begin anew`,
  );
}

export async function keep(dataDir: string, kept: Kept): Promise<void> {
  const file = path.join(dataDir, 'postgres.json');
  await writeFile(`${file}.new`, `${JSON.stringify(kept, null, 2)}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
}
