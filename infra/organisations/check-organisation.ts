import { checkLicences } from './check-licences.ts';
import { checkCosts } from './cost-schema.ts';
import { checkRules } from './check-rules.ts';
import { checkSimulation } from './check-simulation.ts';
import type { Fault } from './fault.ts';
import type { OrganisationFile } from './schema.ts';

type PoolFile = OrganisationFile['pools'][number];

/** Windows refuses computer names that are longer (NetBIOS). */
const longestComputerName = 15;

/** What must hold between the fields of a file whose shape is right. Answers every fault, in the order of the file. */
export function checkOrganisation(file: OrganisationFile): Fault[] {
  return [
    ...checkWorkingHours(file),
    ...checkSections(file),
    ...checkRoles(file),
    ...checkPools(file),
    ...checkLicences(file),
    ...checkCosts(file),
    ...checkGateway(file),
    ...checkFeeds(file),
    ...checkRules(file),
    ...checkSimulation(file),
  ];
}

function checkFeeds({ calendar: { feeds }, sections }: OrganisationFile): Fault[] {
  const known = new Set(sections.map((section) => section.id));
  const unknown = feeds.flatMap(({ for: whose }, index): Fault[] =>
    whose.section === null || known.has(whose.section)
      ? []
      : [
          {
            path: ['calendar', 'feeds', index, 'for', 'section'],
            message: `there is no section "${whose.section}"; expected the id of a section of this file`,
          },
        ],
  );
  const doubled = repeats(feeds.map((feed) => feed.id)).map(({ index, first }): Fault => ({
    path: ['calendar', 'feeds', index, 'id'],
    message: `"${feeds[index]?.id}" belongs to feed ${first + 1} of the list already; expected another id`,
  }));
  return [...unknown, ...doubled];
}

function checkWorkingHours({ workingHours: { start, end, lunch } }: OrganisationFile): Fault[] {
  const fault = (field: string[], message: string): Fault => ({ path: ['workingHours', ...field], message });
  const faults: Fault[] = [];
  // Times of two digits each sort as text.
  if (end <= start) faults.push(fault(['end'], `expected a time after the start (${start})`));
  if (lunch.end <= lunch.start)
    faults.push(fault(['lunch', 'end'], `expected a time after its start (${lunch.start})`));
  if (lunch.start <= start || lunch.start >= end)
    faults.push(fault(['lunch', 'start'], `expected a time within the working hours (${start} to ${end})`));
  if (lunch.end >= end && lunch.end > lunch.start)
    faults.push(fault(['lunch', 'end'], `expected a time within the working hours (${start} to ${end})`));
  return faults;
}

function checkSections({ sections }: OrganisationFile): Fault[] {
  const unique = (field: 'id' | 'department') =>
    repeats(sections.map((section) => section[field])).map(({ index, first }): Fault => ({
      path: ['sections', index, field],
      message: `"${sections[index]?.[field]}" belongs to section ${first + 1} of the list already; expected another ${field}`,
    }));
  return [...unique('id'), ...unique('department')];
}

function checkRoles({ roles }: OrganisationFile): Fault[] {
  if (roles.ict.people.length + roles.ict.groups.length > 0) return [];
  return [
    {
      path: ['roles', 'ict'],
      message: 'expected at least one person or group: they are told what does not get through',
    },
  ];
}

function checkPools({ pools, sections }: OrganisationFile): Fault[] {
  const known = new Set(sections.map((section) => section.id));
  const faults: Fault[] = [];
  pools.forEach((pool, index) => {
    const at = (...field: (string | number)[]) => ['pools', index, ...field];
    const before = pools.slice(0, index);
    faults.push(...checkPool(pool, pools).map((fault) => ({ ...fault, path: at(...fault.path) })));
    faults.push(...checkOverflow(pool, pools).map((fault) => ({ ...fault, path: at(...fault.path) })));
    for (const other of before)
      faults.push(...checkPair(pool, other).map((fault) => ({ ...fault, path: at(...fault.path) })));
    pool.for.sections.forEach((section, nth) => {
      if (!known.has(section))
        faults.push({
          path: at('for', 'sections', nth),
          message: `no section has the id "${section}"; expected one of sections`,
        });
    });
  });
  return faults;
}

function checkGateway({ gateway, pools }: OrganisationFile): Fault[] {
  if (gateway === null) return [];
  const faults = gateway.pools.flatMap((id, index): Fault[] =>
    pools.some((pool) => pool.id === id)
      ? []
      : [{ path: ['gateway', 'pools', index], message: `no pool has the id "${id}"; expected one of pools` }],
  );
  if (gateway.pools.length + gateway.devices.length === 0)
    faults.push({ path: ['gateway', 'pools'], message: 'expected at least one pool or device: nobody could pass' });
  return faults;
}

function checkPool(pool: PoolFile, pools: PoolFile[]): Fault[] {
  const faults: Fault[] = [];
  if (pool.kind === 'personal' && pool.maxSessions !== 1)
    faults.push({ path: ['maxSessions'], message: 'expected 1: a personal host serves one person' });
  if (pool.provider === 'citrix') faults.push(...checkAccess(pool));
  if (hostName(pool, pool.hosts.count).length > longestComputerName)
    faults.push({
      path: ['hosts', 'prefix'],
      message: `"${hostName(pool, pool.hosts.count)}" would be longer than the ${longestComputerName} characters of a computer name; expected a shorter prefix`,
    });
  pool.warningMinutes.forEach((minutes, index) => {
    const previous = pool.warningMinutes[index - 1];
    if (previous !== undefined && minutes <= previous)
      faults.push({ path: ['warningMinutes', index], message: `expected more than the ${previous} minutes before it` });
  });
  if (pool.sessionAtEnd !== 'leave' && pool.warningMinutes.length === 0)
    faults.push({
      path: ['warningMinutes'],
      message: `expected at least one warning where sessionAtEnd is ${pool.sessionAtEnd}`,
    });
  if (pool.noShow !== null && pool.kind === 'personal')
    faults.push({ path: ['noShow'], message: 'expected null: a personal desktop is kept for its owner' });
  const takesOverflow = pools.some((other) => other.id !== pool.id && other.overflow === pool.id);
  if (!pool.for.everyone && pool.for.sections.length + pool.for.people.length === 0 && !takesOverflow)
    faults.push({ path: ['for'], message: 'expected everyone: true, sections or people: nobody could book here' });
  return faults;
}

function checkAccess({ access, group }: Extract<PoolFile, { provider: 'citrix' }>): Fault[] {
  if (access === 'group' && group === undefined)
    return [
      {
        path: ['group'],
        message:
          'expected the object id of the Entra group whose members may use the pool, or access: delivery-group without a group',
      },
    ];
  if (access === 'delivery-group' && group !== undefined)
    return [
      { path: ['group'], message: 'expected none with access: delivery-group; people are entered in Citrix itself' },
    ];
  return [];
}

/**
 * Where a pool's people go while it is full. Pooled desktops alone: whoever once has a personal one owns it from then on,
 * and somebody who was given one for its software is not served by another kind.
 */
function checkOverflow(pool: PoolFile, pools: PoolFile[]): Fault[] {
  if (pool.overflow === null) return [];
  const fault = (message: string): Fault[] => [{ path: ['overflow'], message }];
  const to = pools.find(({ id }) => id === pool.overflow);
  if (!to) return fault(`no pool has the id "${pool.overflow}"; expected the id of another pool, or null`);
  const personal = [pool, to].find(({ kind }) => kind === 'personal');
  if (personal)
    return fault(`pool "${personal.id}" is personal; expected null: only pooled desktops overflow into pooled ones`);
  const way: PoolFile[] = [pool];
  for (let next: PoolFile | undefined = to; next;) {
    if (next === pool)
      return fault(
        `leads back to "${pool.id}" (${[...way, pool].map(({ id }) => id).join(' → ')}); expected a pool that does not`,
      );
    if (way.includes(next)) return [];
    way.push(next);
    next = pools.find(({ id }) => id === next!.overflow);
  }
  return [];
}

/** What two pools must not share: each such thing would be steered twice, by bookings that do not know each other. */
function checkPair(pool: PoolFile, other: PoolFile): Fault[] {
  const faults: Fault[] = [];
  if (pool.id === other.id)
    faults.push({ path: ['id'], message: `pool "${other.id}" exists already; expected an id of its own` });
  if (pool.group !== undefined && pool.group === other.group)
    faults.push({ path: ['group'], message: `pool "${other.id}" has this group already; expected a group of its own` });
  const same = sameHosts(pool, other);
  if (same) {
    faults.push({
      path: [same.field],
      message: `pool "${other.id}" has this ${same.what} already; expected a ${same.what} of its own`,
    });
  } else {
    const taken = hostNames(other);
    const shared = [...hostNames(pool)].find((name) => taken.has(name));
    if (shared !== undefined)
      faults.push({
        path: ['hosts', 'prefix'],
        message: `session host "${shared}" would also be one of pool "${other.id}"; expected names of its own`,
      });
  }
  if (pool.for.everyone && other.for.everyone)
    faults.push({ path: ['for', 'everyone'], message: `pool "${other.id}" takes everyone already; expected false` });
  for (const list of ['sections', 'people'] as const)
    pool.for[list].forEach((name, index) => {
      if (other.for[list].includes(name))
        faults.push({
          path: ['for', list, index],
          message: `"${name}" books in pool "${other.id}" already; expected one pool`,
        });
    });
  return faults;
}

const sameName = (a: string, b: string) => a.toLowerCase() === b.toLowerCase(); // neither Azure's names nor Citrix's tell case apart

/** What the provider would take for one and the same pool. */
function sameHosts(a: PoolFile, b: PoolFile): { field: string; what: string } | null {
  if (a.provider === 'citrix' && b.provider === 'citrix')
    return sameName(a.deliveryGroup, b.deliveryGroup) ? { field: 'deliveryGroup', what: 'delivery group' } : null;
  if (a.provider !== 'avd' || b.provider !== 'avd') return null;
  const one =
    sameName(a.subscriptionId, b.subscriptionId) &&
    sameName(a.resourceGroup, b.resourceGroup) &&
    sameName(a.hostPool, b.hostPool);
  return one ? { field: 'hostPool', what: 'host pool' } : null;
}

function hostName(pool: PoolFile, number: number): string {
  return `${pool.hosts.prefix}${String(number).padStart(3, '0')}`.toLowerCase();
}

function hostNames(pool: PoolFile): Set<string> {
  return new Set(Array.from({ length: pool.hosts.count }, (_, index) => hostName(pool, index + 1)));
}

/** Where a value comes again, and where it was first. Case is not told apart. */
function repeats(values: string[]): { index: number; first: number }[] {
  const first = new Map<string, number>();
  return values.flatMap((value, index) => {
    const key = value.toLowerCase();
    const earlier = first.get(key);
    if (earlier === undefined) first.set(key, index);
    return earlier === undefined ? [] : [{ index, first: earlier }];
  });
}
