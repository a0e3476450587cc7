import assert from 'node:assert/strict';
import { loadOrganisation, parseOrganisation } from '../../../infra/organisations/load-organisation.ts';
import { inventPeople } from '../../../infra/simulator/invent-people.ts';
import { familyNames, givenNames } from '../../../infra/simulator/japanese-names.ts';
import { organisationText } from '../organisations/organisation-text.ts';

function city(name: string) {
  const { organisation, simulation } = loadOrganisation(name);
  const people = inventPeople(organisation, simulation);
  const byUpn = new Map(people.map((person) => [person.upn, person]));
  const byId = new Map(people.map((person) => [person.id, person]));
  const managerOf = (upn: string) => byId.get(byUpn.get(upn)?.managerId ?? '')?.upn;
  return { organisation, simulation, people, byUpn, byId, managerOf };
}

const sizes = { kamakura: 1100, ina: 600 };

for (const [name, size] of Object.entries(sizes)) {
  describe(`the simulated people of ${name}`, () => {
    const { organisation, simulation, people, byUpn, byId } = city(name);
    const top = organisation.sections.find(({ id }) => id === simulation.leadership)?.head ?? '';

    it('are as many in each section as the file says', () => {
      const counts: Record<string, number> = {};
      for (const person of people) counts[person.sectionId] = (counts[person.sectionId] ?? 0) + 1;

      assert.equal(people.length, size);
      assert.deepEqual(counts, simulation.people);
    });

    it('are the same for the same settings, and others for another seed', () => {
      const again = inventPeople(organisation, structuredClone(simulation));
      const others = inventPeople(organisation, { ...simulation, seed: simulation.seed + 1 });

      assert.deepEqual(again, people);
      assert.notDeepEqual(others, people);
    });

    it('have ids and user principal names of their own, ids in the form of a UUID of version 4', () => {
      assert.equal(byId.size, people.length);
      assert.equal(byUpn.size, people.length);
      for (const { id } of people)
        assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      for (const { upn } of people) assert.match(upn, new RegExp(`^[a-z]+\\.[a-z]+\\d*@${name}\\.example$`));
    });

    it('keep their ids when a section grows', () => {
      const grown = { ...simulation, people: { ...simulation.people, kansa: 40 } };

      const after = new Map(inventPeople(organisation, grown).map((person) => [person.upn, person.id]));

      for (const upn of [
        ...Object.keys(simulation.named),
        ...organisation.sections.map((section) => section.head ?? ''),
      ])
        assert.equal(after.get(upn), byUpn.get(upn)?.id);
    });

    it('begin, in each section, with its head', () => {
      for (const section of organisation.sections) {
        const [first, ...rest] = people.filter((person) => person.sectionId === section.id);

        assert.equal(first?.upn, section.head);
        assert.equal(first?.isHead, true);
        assert.ok(rest.every((person) => !person.isHead && person.department === section.department));
      }
    });

    it('have titles of a city hall, a higher one than whoever reports to them', () => {
      const ranks = ['主事', '主任', '係長', '課長補佐', '課長', '部長', '副市長'];
      for (const person of people) {
        const above = byId.get(person.managerId ?? '');
        assert.ok(ranks.includes(person.jobTitle), person.jobTitle);
        if (above) assert.ok(ranks.indexOf(above.jobTitle) > ranks.indexOf(person.jobTitle), person.upn);
      }

      for (const section of organisation.sections) {
        const titles = people.filter(({ sectionId }) => sectionId === section.id).map(({ jobTitle }) => jobTitle);
        assert.equal(titles.filter((title) => title === '課長補佐').length, titles.length >= 6 ? 1 : 0, section.id);
        assert.ok(titles.filter((title) => title === '係長').length <= titles.length / 8);
      }
    });

    it('never form a circle of managers', () => {
      for (const person of people) {
        const seen = new Set<string>();
        for (let at: typeof person | undefined = person; at; at = byId.get(at.managerId ?? '')) {
          assert.ok(!seen.has(at.id), `${person.upn} is above themselves`);
          seen.add(at.id);
        }
      }
    });

    it('have a manager, but for the top and those whom the file leaves without one', () => {
      const without = people.filter((person) => person.managerId === null).map((person) => person.upn);

      assert.deepEqual(without.sort(), [top, ...simulation.withoutManager].sort());
      assert.ok(simulation.withoutManager.length >= 1);
    });

    it('include everybody whom the file names', () => {
      const named = [
        ...Object.values(organisation.roles).flatMap((role) => role.people),
        ...organisation.pools.flatMap((pool) => pool.for.people),
        ...simulation.groups.flatMap((group) => group.members),
        ...simulation.notInstalled,
        ...simulation.directors.map((director) => director.upn),
        simulation.demoUser ?? '',
      ];

      assert.deepEqual(
        named.filter((upn) => !byUpn.has(upn)),
        [],
      );
    });

    it('write their names in kanji, and a few have an English mailbox', () => {
      for (const { displayName } of people)
        assert.match(displayName, /^\p{Script=Han}[\p{Script=Han}々]* \p{Script=Han}+$/u);
      assert.equal(people.filter((person) => person.preferredLanguage === 'en').length, simulation.english);
    });
  });
}

describe('the simulated people', () => {
  const { byUpn, managerOf } = city('kamakura');

  it('report to their head, heads to a director, directors to the top, who reports to nobody', () => {
    assert.equal(managerOf('suzuki.misaki@kamakura.example'), 'yamaguchi.kenji@kamakura.example');
    assert.equal(managerOf('yamaguchi.kenji@kamakura.example'), 'hashimoto.masako@kamakura.example');
    assert.equal(managerOf('hashimoto.masako@kamakura.example'), 'ueda.koichi@kamakura.example');
    assert.equal(managerOf('oshima.masato@kamakura.example'), 'ueda.koichi@kamakura.example'); // under no director
    assert.equal(byUpn.get('ueda.koichi@kamakura.example')?.managerId, null);
  });

  it('are called as their address says', () => {
    assert.equal(byUpn.get('suzuki.misaki@kamakura.example')?.displayName, '鈴木 美咲');
  });

  it('are made of names that are each in the lists once', () => {
    for (const names of [familyNames, givenNames]) {
      assert.equal(new Set(names.map(([romaji]) => romaji)).size, names.length);
      assert.equal(new Set(names.map(([, kanji]) => kanji)).size, names.length);
    }
  });

  it('live in a file without a simulation too: ten a section, and whom it names', () => {
    const plain = parseOrganisation(organisationText(), 'plain.yaml');

    const invented = inventPeople(plain.organisation, plain.simulation);

    const upns = invented.map((person) => person.upn);
    assert.equal(upns[0], 'head.one@town.example');
    assert.ok(upns.includes('officer.ann@town.example'));
    assert.equal(invented.filter((person) => person.sectionId === 'two').length, 10);
    assert.equal(invented.find((person) => person.upn === 'officer.ann@town.example')?.displayName, 'Officer Ann');
    assert.ok(upns.every((upn) => upn.endsWith('@town.example')));
  });
});
