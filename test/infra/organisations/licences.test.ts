import assert from 'node:assert/strict';
import { OrganisationError, parseOrganisation } from '../../../infra/organisations/load-organisation.ts';
import { organisationText } from './organisation-text.ts';

/** The small file with these licences, one field of its pools changed where named. */
const withLicences = (licences: string, ...changes: [string, string][]) =>
  parseOrganisation(`${organisationText(...changes)}licences:\n${licences}`, 'town.yaml').organisation;

const NAME = 'name: { ja: 共用, en: Shared }';
const complaintOf = (licences: string, ...changes: [string, string][]): string => {
  try {
    withLicences(licences, ...changes);
  } catch (error) {
    assert.ok(error instanceof OrganisationError, String(error));
    assert.equal(error.lines.length, 1, error.lines.join('\n'));
    return error.lines[0]!.replace(/^town\.yaml:\d+:\d+: /, '');
  }
  return assert.fail('the file was taken');
};

describe("licences in an organisation's file", () => {
  it('are none where it says nothing, and change no pool', () => {
    const { organisation } = parseOrganisation(organisationText(), 'town.yaml');

    assert.deepEqual(organisation.licences, []);
    assert.deepEqual(
      organisation.pools.map(({ licences }) => licences),
      [null, null],
    );
  });

  it('are a concurrent one of the pool alone where the pool names a number', () => {
    const { organisation } = parseOrganisation(
      organisationText(['maxSessions: 8', 'maxSessions: 8\n    licences: 5']),
      'town.yaml',
    );

    assert.deepEqual(organisation.licences, [
      { id: 'shared', name: { ja: '共用', en: 'Shared' }, kind: 'concurrent', count: 5, pools: ['shared'] },
    ]);
    assert.equal(organisation.pools[0]?.licences, 5);
  });

  it('are taken of every kind, with their defaults, and bound the pools that they name', () => {
    const { licences, pools } = withLicences(
      `  - { id: ctx, ${NAME}, kind: concurrent, count: 50, pools: [shared, own] }\n` +
        `  - { id: bound, ${NAME}, kind: user, count: 20, pools: [own] }\n` +
        `  - { id: m365, ${NAME}, kind: microsoft-365, pools: [shared] }\n`,
    );

    const name = { ja: '共用', en: 'Shared' };
    assert.deepEqual(licences, [
      { id: 'ctx', name, kind: 'concurrent', count: 50, pools: ['shared', 'own'] },
      { id: 'bound', name, kind: 'user', count: 20, lockDays: 90, warnPercent: 90, pools: ['own'] },
      {
        id: 'm365',
        name,
        kind: 'microsoft-365',
        plans: ['Virtualization Rights for Windows 10 (E3/E5+VDA)', 'WIN10_PRO_ENT_SUB', 'WIN10_ENT_LOC_F1', 'WINBIZ'],
        readHours: 24,
        pools: ['shared'],
      },
    ]);
    assert.deepEqual(
      pools.map((pool) => pool.licences),
      [50, 20],
    );
  });

  it('may bound a pool twice: by its own number and by one that it shares', () => {
    const own: [string, string] = ['maxSessions: 8', 'maxSessions: 8\n    licences: 3'];

    const { licences, pools } = withLicences(
      `  - { id: ctx, ${NAME}, kind: concurrent, count: 50, pools: [shared, own] }\n`,
      own,
    );

    assert.deepEqual(
      licences.map(({ id, pools: of }) => [id, of]),
      [
        ['shared', ['shared']],
        ['ctx', ['shared', 'own']],
      ],
    );
    assert.deepEqual(
      pools.map((pool) => pool.licences),
      [3, 50],
    );
  });

  // prettier-ignore
  const table: [name: string, licences: string, expected: string, change?: [string, string]][] = [
    ['of a kind that there is not', `  - { id: a, ${NAME}, kind: oem, count: 5, pools: [own] }\n`, 'licences[0].kind: expected concurrent, user, device or microsoft-365'],
    ['without a number', `  - { id: a, ${NAME}, kind: concurrent, pools: [own] }\n`, 'licences[0].count: expected a whole number of licences from 1 to 1000000'],
    ['bound for no days', `  - { id: a, ${NAME}, kind: user, count: 5, lockDays: 0, pools: [own] }\n`, 'licences[0].lockDays: expected a whole number of days from 1 to 3650'],
    ['warned of at more than all', `  - { id: a, ${NAME}, kind: device, count: 5, warnPercent: 120, pools: [own] }\n`, 'licences[0].warnPercent: expected a whole number of percent from 1 to 100'],
    ['with a field of another kind', `  - { id: a, ${NAME}, kind: concurrent, count: 5, lockDays: 30, pools: [own] }\n`, 'licences[0].lockDays: unknown field; expected it left out: it belongs to another kind'],
    ['of no pool', `  - { id: a, ${NAME}, kind: concurrent, count: 5, pools: [] }\n`, 'licences[0].pools: expected at least one pool'],
    ['of a pool that there is not', `  - { id: a, ${NAME}, kind: concurrent, count: 5, pools: [own, spare] }\n`, 'licences[0].pools[1]: no pool has the id "spare"; expected one of pools'],
    ['of one id', `  - { id: a, ${NAME}, kind: concurrent, count: 5, pools: [own] }\n  - { id: a, ${NAME}, kind: user, count: 5, pools: [own] }\n`, 'licences[1].id: licence "a" exists already; expected another id'],
    ["of a pool's id that is taken", `  - { id: shared, ${NAME}, kind: user, count: 5, pools: [own] }\n`, 'licences[0].id: the licences of pool "shared" go by this id already; expected another', ['maxSessions: 8', 'maxSessions: 8\n    licences: 3']],
    ['read every no hours', `  - { id: a, ${NAME}, kind: microsoft-365, readHours: 0, pools: [own] }\n`, 'licences[0].readHours: expected a whole number of hours from 1 to 720'],
  ];
  for (const [name, licences, expected, change] of table)
    it(`are refused in one sentence: ${name}`, () => {
      assert.equal(complaintOf(licences, ...(change ? [change] : [])), expected);
    });
});
