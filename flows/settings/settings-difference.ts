/** One setting that is not as it was. `undefined`: it was not there, or is there no more. */
export interface ChangedSetting {
  /** `rules.daysPerWeek`; members of lists by their id where they have one: `pools[avd-pooled].maxSessions`. */
  path: string;
  from: unknown;
  to: unknown;
}

type Fields = Record<string, unknown>;

/**
 * What differs between two settings, in the order of their paths. What is there on one side alone is one difference,
 * whole. Where members of a list with ids changed places, its path is told with the ids: the first pool, or profile,
 * that fits a person counts. Pure; values are plain data as JSON has it, the order of an object's fields says nothing.
 */
export function settingsDifference(before: unknown, after: unknown): ChangedSetting[] {
  const changed: ChangedSetting[] = [];
  compare('', asWritten(before), asWritten(after));
  return changed.sort((a, b) => (a.path < b.path ? -1 : 1));

  function compare(path: string, from: unknown, to: unknown): void {
    if (canonical(from) === canonical(to)) return;
    const [had, has] = [membersOf(from), membersOf(to)];
    if (had && has && (had.size > 0 || has.size > 0)) {
      for (const id of new Set([...had.keys(), ...has.keys()])) compare(`${path}[${id}]`, had.get(id), has.get(id));
      const common = (one: Map<string, unknown>, other: Map<string, unknown>) =>
        [...one.keys()].filter((id) => other.has(id)).join('\n');
      if (common(had, has) !== common(has, had))
        changed.push({ path: `${path}(order)`, from: [...had.keys()], to: [...has.keys()] });
    } else if (isFields(from) && isFields(to)) {
      for (const key of new Set([...Object.keys(from), ...Object.keys(to)]))
        compare(path === '' ? key : `${path}.${key}`, from[key], to[key]);
    } else changed.push({ path, from, to });
  }
}

/** Members of a list by their ids; none of an empty list and of what is not there; null where it is no such list. */
function membersOf(value: unknown): Map<string, unknown> | null {
  if (value === undefined) return new Map();
  if (!Array.isArray(value)) return null;
  const ids = value.map((one) => (isFields(one) && typeof one['id'] === 'string' ? one['id'] : null));
  if (ids.includes(null) || new Set(ids).size < ids.length) return null;
  return new Map(value.map((one, index) => [ids[index]!, one]));
}

/** Without the licences that follow from a pool's own number: that number is told. */
function asWritten(settings: unknown): unknown {
  if (!isFields(settings)) return settings;
  const { licences, pools } = settings;
  if (!Array.isArray(licences) || !Array.isArray(pools)) return settings;
  const ofPool = new Set(pools.map((pool: unknown) => (isFields(pool) ? pool['id'] : undefined)));
  return { ...settings, licences: licences.filter((one: unknown) => !isFields(one) || !ofPool.has(one['id'])) };
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The same text for the same value. An empty list is none. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'none' : `[${value.map(canonical).join()}]`;
  if (value === undefined) return 'none';
  if (!isFields(value)) return JSON.stringify(value);
  const fields = Object.keys(value).sort();
  return `{${fields.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join()}}`;
}
