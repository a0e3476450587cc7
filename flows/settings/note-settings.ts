import type { Deps } from '../deps.ts';
import { settingsDifference, type ChangedSetting } from './settings-difference.ts';

/**
 * Writes down in the audit log what is not as it was when the settings were last taken over: the paths in the chain,
 * the values (which may name people) beside it. Answers what changed; nothing where nothing did, so that it is safe to
 * repeat at every start.
 */
export async function noteSettings(deps: Deps): Promise<ChangedSetting[]> {
  return deps.store.transaction(async (tx) => {
    const now = deps.clock.now();
    const settings: unknown = JSON.parse(JSON.stringify(deps.organisation()));
    const before = await tx.settings.seen();
    const changed = before === null ? [] : settingsDifference(before, settings);
    if (before !== null && changed.length === 0) return [];
    await tx.settings.save(settings, now);
    tx.audit.add(
      {
        kind: before === null ? 'settings-first-seen' : 'settings-changed',
        by: 'system',
        subject: deps.organisation().id,
        facts: { paths: changed.map(({ path }) => path) },
        personal: { changed },
      },
      now,
    );
    return changed;
  });
}
