import type { ConcurrentLicence, LockedLicence, PersonalLicence } from '../../../flows/licences/licence.ts';
import { withLicences, type Licence } from '../../../flows/licences/licence.ts';
import type { AvdPool, Organisation, Pool } from '../../../flows/organisation.ts';
import { anOrganisation, aPool } from '../../support/builders.ts';

const name = { ja: 'ライセンス', en: 'Licence' };

export function aConcurrent(licence: Partial<ConcurrentLicence> = {}): ConcurrentLicence {
  return { id: 'shared', name, kind: 'concurrent', count: 3, pools: ['pool'], ...licence };
}

export function aUserLicence(licence: Partial<LockedLicence> = {}): LockedLicence {
  return { id: 'bound', name, kind: 'user', count: 3, lockDays: 90, warnPercent: 90, pools: ['pool'], ...licence };
}

export function aPersonalLicence(licence: Partial<PersonalLicence> = {}): PersonalLicence {
  return { id: 'm365', name, kind: 'microsoft-365', plans: ['WIN'], readHours: 24, pools: ['pool'], ...licence };
}

/** An organisation as its file would be loaded: pools and licences of both ways of writing. */
export function aLicensed(
  licences: Licence[],
  pools: Pool[] = [aPool()],
  more: Partial<Organisation> = {},
): Organisation {
  return anOrganisation({ ...more, ...withLicences(pools, licences) });
}

/** Two pools of their own sections, Parks and Roads, with places for ten people each. */
export function twoPools(
  parks: Partial<AvdPool> = {},
  roads: Partial<AvdPool> = {},
): { pools: Pool[]; sections: Organisation['sections'] } {
  const many = { hosts: { prefix: 'avd-', count: 5 }, maxSessions: 2 };
  const section = (id: string, department: string) => ({ id, department, name, head: null, deputy: null });
  return {
    pools: [
      aPool({
        ...many,
        id: 'parks',
        group: 'group',
        for: { everyone: false, sections: ['parks'], people: [] },
        ...parks,
      }),
      aPool({
        ...many,
        id: 'roads',
        group: 'roads',
        for: { everyone: false, sections: ['roads'], people: [] },
        ...roads,
      }),
    ],
    sections: [section('parks', 'Parks'), section('roads', 'Roads')],
  };
}
