import type { Deps } from '../deps.ts';
import { addMinutes } from '../minutes.ts';
import type { Gateway } from '../organisation.ts';
import { tellIct } from '../tell-ict.ts';
import { nextWriting } from './allow-list.ts';
import { allowListText, isWholeList, linesWithin } from './allow-list-text.ts';
import { ALLOW_LIST } from './gateway-due.ts';
import { readAllowList } from './read-allow-list.ts';

/** A look compares what the file says to the coming hour: until the next look. */
const COMPARED_MINUTES = 60;

/** The file that the gateway reads. Both calls throw where the place cannot be read or written. */
export interface AllowListFile {
  /** What stands there, or null where there is none. */
  read(path: string): Promise<string | null>;
  /** Replaced as a whole: whoever reads sees the old file or the new one. */
  write(path: string, text: string): Promise<void>;
}

/**
 * Writes the file anew: after changes, at each edge and each hour, so that somebody who looks at it sees that it is kept.
 * Answers when next, or null where the organisation has none. Safe to repeat. Throws what the place answers, and has
 * told the ICT section by then: a gateway with an old file lets in people whose booking was taken back.
 */
export async function followAllowList(deps: Deps & { allowListFile: AllowListFile }): Promise<Date | null> {
  const { gateway } = deps.organisation();
  if (gateway === null || gateway.file === null) return null;
  return writeAllowList(deps, gateway, gateway.file);
}

async function writeAllowList(
  deps: Deps & { allowListFile: AllowListFile },
  gateway: Gateway,
  file: string,
): Promise<Date> {
  const { store, clock } = deps;
  const list = await store.transaction((tx) => readAllowList(tx, deps, gateway));
  try {
    await deps.allowListFile.write(file, allowListText(list));
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    const fault = { code: 'allow-list-not-written', subject: 'gateway', detail, since: clock.now() } as const;
    await store.transaction((tx) => tellIct(tx, deps, fault));
    throw error;
  }
  return nextWriting(list.entries, list.asOf);
}

/**
 * Whether the file lets in exactly those whom it should: somebody may have altered it, put an older one back, or removed
 * it. True where the organisation has none.
 */
export async function isAllowListRight(deps: Deps & { allowListFile: AllowListFile }): Promise<boolean> {
  const { store, clock } = deps;
  const { gateway } = deps.organisation();
  if (gateway === null || gateway.file === null) return true;
  const now = clock.now();
  const found = await deps.allowListFile.read(gateway.file).catch(() => null);
  const [list, waits] = await store.transaction(
    async (tx) => [await readAllowList(tx, deps, gateway), await tx.due.stands('gateway', ALLOW_LIST, now)] as const,
  );
  // It is about to be written: what has changed since is no fault.
  if (waits) return true;
  if (found === null || !isWholeList(found)) return false;
  const soon = addMinutes(now, COMPARED_MINUTES);
  const within = (text: string) => linesWithin(text, now, soon).sort().join('\n');
  return within(found) === within(allowListText(list));
}
