import assert from 'node:assert/strict';
import { somePoolCapacity } from '../../support/builders.ts';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import {
  loadOrganisation,
  OrganisationError,
  parseOrganisation,
} from '../../../infra/organisations/load-organisation.ts';
import { inventPeople } from '../../../infra/simulator/invent-people.ts';
import { organisationText } from './organisation-text.ts';

function linesOf(act: () => unknown): string[] {
  try {
    act();
  } catch (error) {
    assert.ok(error instanceof OrganisationError, String(error));
    return error.lines;
  }
  return assert.fail('the file was taken');
}

const complaints = (...changes: [string, string][]) =>
  linesOf(() => parseOrganisation(organisationText(...changes), 'town.yaml'));

/** Line of the small file on which a text stands, counted from 1. */
const lineOf = (text: string, ...changes: [string, string][]) =>
  organisationText(...changes)
    .split('\n')
    .findIndex((line) => line.includes(text)) + 1;

describe("an organisation's file", () => {
  it('is taken where it is right, with the defaults of a pool', () => {
    const { organisation } = parseOrganisation(organisationText(), 'town.yaml');

    assert.equal(organisation.id, 'town');
    assert.deepEqual(organisation.pools[0], {
      id: 'shared',
      name: { ja: '共用', en: 'Shared' },
      provider: 'avd',
      kind: 'pooled',
      scaling: 'zaitaku',
      admission: 'booked-only',
      subscriptionId: '5e0b7c92-3a4d-4f16-8b7e-91d2c6a0f4e5',
      resourceGroup: 'rg-town',
      hostPool: 'hp-shared',
      group: '8c4e1b27-6d90-4a53-b2f8-07e5d3c9a164',
      hosts: { prefix: 'vm-s-', count: 3 },
      maxSessions: 8,
      licences: null,
      leadMinutes: 90,
      graceMinutes: 15,
      noticeMinutes: 90,
      overflow: null,
      zones: [],
      noSaving: 'read',
      sessionAtEnd: 'leave',
      warningMinutes: [],
      noShow: null,
      for: { everyone: true, sections: [], people: [] },
      capacity: somePoolCapacity(),
    });
    assert.deepEqual(organisation.readiness, { gates: [], officerConfirms: false, dataMaxAgeHours: 48 });
    assert.ok(!('simulation' in organisation));
  });

  it('names file, line, column and field of what is wrong, and what is expected, in one line', () => {
    const wrong: [string, string] = ['daysPerWeek: 4', 'daysPerWeek: four'];

    assert.deepEqual(complaints(wrong), [
      `town.yaml:${lineOf('daysPerWeek', wrong)}:3: rules.daysPerWeek: expected a whole number of days (or null for no limit) from 0 to 7`,
    ]);
  });

  // prettier-ignore
  const table: [name: string, change: [string, string], field: string, expected: RegExp][] = [
    ['an unknown field', ['horizonDays:', 'horizonDay:'], 'rules.horizonDay', /unknown field; did you mean horizonDays\?/],
    ['an unknown field that is like none', ['id: town', 'colour: red\nid: town'], 'colour', /unknown field; expected id, /],
    ['an unknown field of a pool', ['    kind: personal', '    size: 3\n    kind: personal'], 'pools[1].size', /unknown field/],
    ['a gate that is none', ['id: town', 'readiness: { gates: [{ id: moon, when: warn }] }\nid: town'], 'readiness.gates[0].id', /expected one of: approved, licence, device/],
    ['the officer among the gates', ['id: town', 'readiness: { gates: [{ id: officer, when: block }] }\nid: town'], 'readiness.gates[0].id', /expected officerConfirms: true/],
    ['a gate twice', ['id: town', 'readiness: { gates: [{ id: pledge, when: warn }, { id: pledge, when: block }] }\nid: town'], 'readiness.gates[1].id', /is in the list twice/],
    ['a gate that is half open', ['id: town', 'readiness: { gates: [{ id: pledge, when: maybe }] }\nid: town'], 'readiness.gates[0].when', /expected one of: off, warn, block/],
    ['data that is never too old', ['id: town', 'readiness: { dataMaxAgeHours: 0 }\nid: town'], 'readiness.dataMaxAgeHours', /whole number of hours from 1/],
    ['a desktop on the My Number network', ['maxSessions: 8', 'maxSessions: 8\n    zones: [my-number]'], 'pools[0].zones[0]', /must not reach the My Number network/],
    ['a zone that is an abbreviation', ['Asia/Tokyo', 'JST'], 'timeZone', /IANA time zone such as Asia\/Tokyo/],
    ['a zone that is an offset', ['Asia/Tokyo', "'+09:00'"], 'timeZone', /IANA time zone/],
    ['a zone that does not exist', ['Asia/Tokyo', 'Asia/Kamakura'], 'timeZone', /IANA time zone/],
    ['a tenant id that is none', ['7d1c3f0a-5b62-4e8f-9a14-c2e07b6d9f31', '7d1c'], 'tenantId', /UUID/],
    ['an hour of one digit', ["'08:30'", "'8:30'"], 'workingHours.start', /two digits for the hour, like "08:30"/],
    ['an hour that is none', ["'17:15'", "'24:15'"], 'workingHours.end', /from "00:00" to "23:59"/],
    ['an end before the start', ["'17:15'", "'07:15'"], 'workingHours.end', /after the start \(08:30\)/],
    ['lunch that ends before it begins', ["'13:00'", "'11:00'"], 'workingHours.lunch.end', /after its start \(12:00\)/],
    ['lunch before work', ["'12:00'", "'08:00'"], 'workingHours.lunch.start', /within the working hours/],
    ['lunch after work', ["'13:00'", "'18:00'"], 'workingHours.lunch.end', /within the working hours/],
    ['a part of a day', ['daysPerWeek: 4', 'daysPerWeek: 2.5'], 'rules.daysPerWeek', /whole number/],
    ['eight days a week', ['daysPerWeek: 4', 'daysPerWeek: 8'], 'rules.daysPerWeek', /from 0 to 7/],
    ['a fallback that is none', ['section-head', 'mayor'], 'approvals.fallback', /one of: section-head, ict/],
    ['a role that is missing', ['  auditor: { people: [], groups: [] }\n', ''], 'roles.auditor', /people and groups/],
    ['an ICT section of nobody', ['[officer.ann@town.example]', '[]'], 'roles.ict', /at least one person or group/],
    ['a name that is no UPN', ['[officer.ann@town.example]', '[Ann]'], 'roles.ict.people[0]', /user principal name like/],
    ['a head that is no UPN', ['head.one@town.example', 'Mr One'], 'sections[0].head', /user principal name like/],
    ['a pool without group', ['    group: e19d5f38-2b7c-4c60-9f41-a86b0d72c5e3\n', ''], 'pools[1].group', /object id of the Entra group/],
    ['two pools with one group', ['e19d5f38-2b7c-4c60-9f41-a86b0d72c5e3', '8C4E1B27-6d90-4a53-b2f8-07e5d3c9a164'], 'pools[1].group', /"shared" has this group already/],
    ['two pools with one host pool', ['hp-own', 'HP-Shared'], 'pools[1].hostPool', /"shared" has this host pool already/],
    ['two pools with one host', ['vm-p-', 'VM-S-'], 'pools[1].hosts.prefix', /session host "vm-s-001" would also be one of pool "shared"/],
    ['two pools of one id', ['id: own', 'id: shared'], 'pools[1].id', /expected an id of its own/],
    ['two sections of one id', ['id: two', 'id: one'], 'sections[1].id', /expected another id/],
    ['two sections of one department', ['department: 二課', 'department: 一課'], 'sections[1].department', /expected another department/],
    ['a pool for an unknown section', ['sections: [two]', 'sections: [two, three]'], 'pools[1].for.sections[1]', /no section has the id "three"/],
    ['a pool for nobody', ['{ sections: [two] }', '{}'], 'pools[1].for', /nobody could book here/],
    ['two pools for everyone', ['{ sections: [two] }', '{ everyone: true }'], 'pools[1].for.everyone', /"shared" takes everyone already/],
    ['a personal host for two', ['maxSessions: 1', 'maxSessions: 2'], 'pools[1].maxSessions', /expected 1/],
    ['a computer name that is too long', ['vm-p-', 'virtual-machine-'], 'pools[1].hosts.prefix', /15 characters of a computer name/],
    ['no host', ['count: 3', 'count: 0'], 'pools[0].hosts.count', /from 1 to/],
    ['a pool of another maker', ['kind: pooled', 'provider: vmware\n    kind: pooled'], 'pools[0].provider', /expected avd or citrix/],
    ["fields of another maker's pool", ['kind: pooled', 'provider: citrix\n    kind: pooled'], 'pools[0].hostPool', /unknown field/],
    ['warnings that go back', ['maxSessions: 8', 'maxSessions: 8\n    warningMinutes: [15, 5]'], 'pools[0].warningMinutes[1]', /more than the 15 minutes/],
    ['a log-off without a warning', ['maxSessions: 8', 'maxSessions: 8\n    sessionAtEnd: log-off'], 'pools[0].warningMinutes', /at least one warning/],
    ['seats given back too soon', ['maxSessions: 8', 'maxSessions: 8\n    noShow: { afterMinutes: 10 }'], 'pools[0].noShow.afterMinutes', /from 30 to/],
    ['seats given back at a word', ['maxSessions: 8', 'maxSessions: 8\n    noShow: true'], 'pools[0].noShow', /expected afterMinutes, or null/],
    ['a personal desktop given back', ['maxSessions: 1', 'maxSessions: 1\n    noShow: { afterMinutes: 60 }'], 'pools[1].noShow', /kept for its owner/],
    ['an overflow to no pool', ['maxSessions: 8', 'maxSessions: 8\n    overflow: spare'], 'pools[0].overflow', /no pool has the id "spare"/],
    ['an overflow to itself', ['maxSessions: 8', 'maxSessions: 8\n    overflow: shared'], 'pools[0].overflow', /leads back to "shared" \(shared → shared\)/],
    ['an overflow to personal desktops', ['maxSessions: 8', 'maxSessions: 8\n    overflow: own'], 'pools[0].overflow', /pool "own" is personal/],
    ['an overflow from personal desktops', ['maxSessions: 1', 'maxSessions: 1\n    overflow: shared'], 'pools[1].overflow', /only pooled desktops overflow/],
    ['a name in one language', ['{ ja: 町, en: Town }', '{ ja: 町 }'], 'name.en', /expected text/],
    ['a name that turns the writing direction', ['en: Town', 'en: "To\\u202Ewn"'], 'name.en', /one line without control characters/],
    ['no pools', ['pools:', 'pools: []\nsimulation:'], 'pools', /at least one pool/],
  ];
  for (const [name, change, field, expected] of table)
    it(`is refused for ${name}`, () => {
      const lines = complaints(change);

      const found = lines.find((line) => line.includes(`: ${field}: `));
      assert.ok(found, `${field} is not named in:\n${lines.join('\n')}`);
      assert.match(found, expected);
      assert.match(found, /^town\.yaml:\d+:\d+: /);
      assert.ok(
        lines.every((line) => !line.includes('\n') && !/Invalid input|undefined/.test(line)),
        lines.join('\n'),
      );
    });

  const spare: [string, string] = [
    'sections:\n  - id: one',
    `  - id: spare
    name: { ja: 予備, en: Spare }
    kind: pooled
    subscriptionId: 5e0b7c92-3a4d-4f16-8b7e-91d2c6a0f4e5
    resourceGroup: rg-town
    hostPool: hp-spare
    group: 0b7d5a52-3f0e-4a64-9d53-6a1f4c8e2b17
    hosts: { prefix: vm-o-, count: 1 }
    maxSessions: 8
    for: {}
sections:
  - id: one`,
  ];
  const toSpare: [string, string] = ['maxSessions: 8', 'maxSessions: 8\n    overflow: spare'];

  describe('with a pool of Citrix', () => {
    const azure =
      '    subscriptionId: 5e0b7c92-3a4d-4f16-8b7e-91d2c6a0f4e5\n    resourceGroup: rg-town\n    hostPool: hp-shared\n';
    const group = '    group: 8c4e1b27-6d90-4a53-b2f8-07e5d3c9a164\n';
    const citrix = (fields: string): [string, string] => [
      `${azure}${group}`,
      `    provider: citrix\n    deliveryGroup: DG Town\n${fields}`,
    ];

    it('has access by the Entra group unless it says otherwise', () => {
      const [pool] = parseOrganisation(organisationText(citrix(group)), 'town.yaml').organisation.pools;

      assert.ok(pool?.provider === 'citrix');
      assert.deepEqual([pool.access, pool.group], ['group', '8c4e1b27-6d90-4a53-b2f8-07e5d3c9a164']);
    });

    it('may have people entered in Citrix, where the delivery group is the group', () => {
      const text = organisationText(citrix('    access: delivery-group\n'));
      const [pool] = parseOrganisation(text, 'town.yaml').organisation.pools;

      assert.equal(pool?.group, 'DG Town');
    });

    it('is refused an address for people that is not https', () => {
      const [line] = complaints(citrix(`${group}    storeUrl: http://desktop.town.example\n`));

      assert.match(line ?? '', /pools\[0\]\.storeUrl: expected the https address of Citrix Workspace or StoreFront/);
    });

    it('is refused with no group, and with one too many', () => {
      assert.match(complaints(citrix(''))[0] ?? '', /pools\[0\]\.group: expected the object id of the Entra group/);
      const both = complaints(citrix(`    access: delivery-group\n${group}`));
      assert.match(both[0] ?? '', /pools\[0\]\.group: expected none with access: delivery-group/);
    });
  });

  it('may have a pool for nobody where another overflows to it, and only there', () => {
    const { organisation } = parseOrganisation(organisationText(toSpare, spare), 'town.yaml');

    assert.deepEqual(
      organisation.pools.map(({ overflow }) => overflow),
      ['spare', null, null],
    );
    assert.match(complaints(spare).join('\n'), /pools\[2\]\.for: .*nobody could book here/);
  });

  it('is refused for pools that overflow to each other', () => {
    const back: [string, string] = ['    for: {}', '    for: {}\n    overflow: shared'];

    const lines = complaints(toSpare, spare, back);

    assert.match(lines.join('\n'), /pools\[0\]\.overflow: leads back to "shared" \(shared → spare → shared\)/);
  });

  it('points at the line of the field itself, or where it is missing at what should hold it', () => {
    const twice: [string, string] = ['department: 二課', 'department: 一課'];
    const missing: [string, string] = ['    group: e19d5f38-2b7c-4c60-9f41-a86b0d72c5e3\n', ''];

    assert.match(complaints(twice)[0] ?? '', new RegExp(`^town\\.yaml:${lineOf('department: 一課', twice) + 4}:5: `));
    assert.match(complaints(missing)[0] ?? '', new RegExp(`^town\\.yaml:${lineOf('id: own', missing)}:5: `));
  });

  it('is told of all its faults at once', () => {
    assert.equal(complaints(['daysPerWeek: 4', 'daysPerWeek: 8'], ['Asia/Tokyo', 'JST'], ['hp-own', 'x']).length, 3);
  });

  it('is refused where it is no YAML, with the place', () => {
    assert.match(complaints(['id: town', 'id: [town'])[0] ?? '', /^town\.yaml:\d+:\d+: not YAML: /);
    assert.match(complaints(['id: town', 'id: town\nid: city'])[0] ?? '', /^town\.yaml:2:1: not YAML: .*unique/);
    assert.match(
      linesOf(() => parseOrganisation('', 'empty.yaml'))[0] ?? '',
      /^empty\.yaml:1:1: expected an organisation/,
    );
    assert.match(
      linesOf(() => parseOrganisation('[1]', 'list.yaml'))[0] ?? '',
      /^list\.yaml:1:1: expected an organisation/,
    );
  });

  it('cannot name a thousand things by one alias', () => {
    const bomb = [
      'a: &a [x,x,x,x,x,x,x,x,x]',
      ...'bcdefgh'.split('').map((to, at) => `${to}: &${to} [${Array(9).fill(`*${'abcdefgh'[at]}`).join(',')}]`),
    ];

    assert.match(linesOf(() => parseOrganisation(bomb.join('\n'), 'bomb.yaml'))[0] ?? '', /not YAML: /);
  });

  it('answers any text with an organisation or with lines that name the file', () => {
    const text = organisationText();
    fc.assert(
      fc.property(fc.nat(text.length), fc.nat(40), fc.string({ maxLength: 20 }), (at, length, put) => {
        const broken = text.slice(0, at) + put + text.slice(at + length);
        try {
          parseOrganisation(broken, 'town.yaml');
        } catch (error) {
          assert.ok(error instanceof OrganisationError, String(error));
          assert.ok(error.lines.length > 0);
          for (const line of error.lines) assert.match(line, /^town\.yaml:\d+:\d+: [^\n]+$/);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('keeps user principal names and ids in small letters, so that they compare', () => {
    const { organisation } = parseOrganisation(
      organisationText(['head.one@town.example', 'Head.One@Town.example']),
      'x',
    );

    assert.equal(organisation.sections[0]?.head, 'head.one@town.example');
  });
});

describe('the simulation in the file', () => {
  const simulated = (block: string): [string, string] => [
    'sections:\n  - id: one',
    `simulation:\n${block}\nsections:\n  - id: one`,
  ];
  const right = '  people: { one: 3, two: 2 }\n  named: { officer.ann@town.example: one }';
  // prettier-ignore
  const table: [name: string, block: string, field: string, expected: RegExp][] = [
    ['people of no section', right.replace('two: 2', 'two: 2, six: 1'), 'simulation.people.six', /no section has the id/],
    ['a section without a number', right.replace(', two: 2', ''), 'simulation.people', /for section "two"/],
    ['a section too small for who is named', right.replace('one: 3', 'one: 1'), 'simulation.people.one', /at least 2/],
    ['a role for nobody', right.replace('officer.ann', 'officer.bob'), 'roles.ict.people[0]', /has no section/],
    ['a head who is named again', right.replace('officer.ann', 'head.one'), 'simulation.named.head.one@town.example', /head already/],
    ['a leadership that is no section', `${right}\n  leadership: top`, 'simulation.leadership', /no section/],
    ['a demo user who does not exist', `${right}\n  demoUser: x.y@town.example`, 'simulation.demoUser', /has no section/],
    ['a group of nobody we know', `${right}\n  groups: [{ id: 2f6a9d4e-81c7-4b35-a0de-5c19e7f3b802, displayName: g, members: [x.y@town.example] }]`, 'simulation.groups[0].members[0]', /has no section/],
  ];
  for (const [name, block, field, expected] of table)
    it(`is refused for ${name}`, () => {
      const lines = complaints(simulated(block));

      const found = lines.find((line) => line.includes(`: ${field}: `));
      assert.ok(found, `${field} is not named in:\n${lines.join('\n')}`);
      assert.match(found, expected);
    });

  it('is taken where it is right', () => {
    const { simulation } = parseOrganisation(organisationText(simulated(right)), 'town.yaml');

    assert.deepEqual(simulation.people, { one: 3, two: 2 });
  });
});

describe('loading an organisation', () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), 'organisation-'))));
  after(() => rmSync(folder, { recursive: true }));

  it('finds Kamakura by name: a pooled pool of 70 hosts with 16 sessions each and a small personal one', () => {
    const { organisation, simulation, source } = loadOrganisation('kamakura');

    assert.match(source, /kamakura\.yaml$/);
    assert.equal(organisation.timeZone, 'Asia/Tokyo');
    assert.deepEqual(organisation.workingHours, {
      start: '08:30',
      end: '17:15',
      lunch: { start: '12:00', end: '13:00' },
    });
    const [pooled, personal] = organisation.pools;
    assert.deepEqual([pooled?.hosts.count, pooled?.maxSessions, pooled?.admission], [70, 16, 'booked-only']);
    assert.deepEqual([personal?.kind, personal?.hosts.count], ['personal', 8]);
    assert.ok(organisation.sections.length >= 40 && organisation.sections.length < 50);
    assert.equal(
      Object.values(simulation.people).reduce((sum, count) => sum + count),
      1100,
    );
  });

  it('finds Ina by name: fifty licences of a Citrix delivery group, three days a week, some 180 of 600 people', () => {
    const { organisation, simulation } = loadOrganisation('ina');

    const [pool, ...others] = organisation.pools;
    assert.deepEqual(others, []);
    assert.equal(pool?.provider, 'citrix');
    assert.deepEqual([pool.licences, pool.admission, pool.hosts.count * pool.maxSessions], [50, 'booked-only', 63]);
    const { daysPerWeek, halfCounts, stops } = organisation.rules;
    assert.deepEqual([daysPerWeek, halfCounts, stops.includes('days-per-week')], [3, 'whole', true]);
    const people = inventPeople(organisation, simulation);
    assert.equal(people.length, 600);
    const { participants, sections } = organisation;
    assert.ok(participants !== 'everyone');
    const entitled = people.filter(
      ({ sectionId, jobTitle, upn }) =>
        participants.sections.includes(sectionId) ||
        participants.jobTitles.includes(jobTitle) ||
        participants.people.includes(upn),
    );
    assert.ok(entitled.length > 165 && entitled.length < 195, `${entitled.length} entitled`);
    const named = Object.keys(simulation.named).concat(sections.flatMap(({ head }) => head ?? []));
    assert.deepEqual(
      participants.people.filter((upn) => !named.includes(upn)),
      [],
    );
  });

  it('takes the path of a file, with a byte order mark too', () => {
    const path = join(folder, 'town.yaml');
    writeFileSync(path, `\uFEFF${organisationText()}`);

    const loaded = loadOrganisation(path);

    assert.equal(loaded.organisation.id, 'town');
    assert.equal(loaded.source, path);
  });

  it('names what is wrong with a file that cannot be read', () => {
    const latin = join(folder, 'latin.yaml');
    writeFileSync(latin, Buffer.from([0x69, 0x64, 0x3a, 0x20, 0xe9]));

    assert.match(linesOf(() => loadOrganisation('kyoto')).join(), /"kyoto": expected kamakura or ina, or the path/);
    assert.match(
      linesOf(() => loadOrganisation(join(folder, 'none.yaml'))).join(),
      /none\.yaml: there is no such file/,
    );
    assert.match(linesOf(() => loadOrganisation(folder)).join(), /is a folder/);
    assert.match(linesOf(() => loadOrganisation(latin)).join(), /is not UTF-8/);
  });
});
