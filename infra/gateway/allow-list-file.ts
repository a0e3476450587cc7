import { randomUUID } from 'node:crypto';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { AllowListFile } from '../../flows/gateway/follow-allow-list.ts';

/** Readable for the gateway's user; it names people and serials, and no secret. */
const MODE = 0o644;

/** A file on a disk: written beside its place, brought to the disk, and put there in one step. */
export const allowListFile: AllowListFile = {
  async read(path) {
    try {
      return await readFile(path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  },

  async write(path, text) {
    const beside = `${path}.${randomUUID()}`;
    try {
      const file = await open(beside, 'wx', MODE);
      try {
        await file.writeFile(text);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(beside, path);
    } catch (error) {
      await rm(beside, { force: true });
      const { code, message } = error as NodeJS.ErrnoException;
      throw new Error(`${path} cannot be written (${code ?? message})`, { cause: error });
    }
    await syncFolder(dirname(path));
  },
};

/** After it the new name outlives a power cut too. Windows knows no such thing and refuses. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => null);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}
