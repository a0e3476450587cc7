import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { CitrixCaller } from '../../../infra/citrix/citrix-caller.ts';
import { DeliveryGroupAccess } from '../../../infra/citrix/delivery-group-access.ts';
import type { PeopleNames } from '../../../infra/citrix/delivery-group-access.ts';
import type { CitrixIdentity } from '../../../infra/citrix/shapes.ts';
import { ProviderError } from '../../../flows/provider-error.ts';
import { aCitrixPool, openFakeCitrixStage } from './fake-citrix-stage.ts';
import type { FakeCitrixStage } from './fake-citrix-stage.ts';

const GROUP = 'DG Telework';
const people = Array.from({ length: 6 }, (_, n) => ({ id: `id-${n}`, upn: `person${n}@example.jp` }));
const ids = people.map(({ id }) => id);
const identities = people.map(({ upn }, n): CitrixIdentity => ({
  Sid: `S-1-5-${n}`,
  SamName: `CITY\\person${n}`,
  PrincipalName: upn,
}));
const office: CitrixIdentity = { Sid: 'S-1-5-900', SamName: 'CITY\\Office', IsGroup: true };

const names: PeopleNames = {
  upnsOf: (asked) => Promise.resolve(new Map(people.flatMap(({ id, upn }) => (asked.includes(id) ? [[id, upn]] : [])))),
  idsOf: (asked) => Promise.resolve(new Map(people.flatMap(({ id, upn }) => (asked.includes(upn) ? [[upn, id]] : [])))),
};

describe('access by the delivery group’s own list', () => {
  let stage: FakeCitrixStage;
  let access: DeliveryGroupAccess;

  beforeEach(async () => {
    stage = await openFakeCitrixStage();
    stage.citrix.users.push(...identities, office);
    stage.citrix.desktops.set(GROUP, [
      {
        Id: 'd1',
        Name: 'Telework',
        Enabled: true,
        IncludedUserFilterEnabled: true,
        IncludedUsers: [identities[0]!, office],
      },
      { Id: 'd2', Name: 'Everybody', Enabled: false, IncludedUserFilterEnabled: false },
    ]);
    access = new DeliveryGroupAccess({ caller: stage.caller(), pools: () => [pool()], names });
  });

  afterEach(async () => {
    assert.deepEqual(stage.citrix.unusedFaults(), []);
    await stage.close();
  });

  const pool = () => aCitrixPool({ access: 'delivery-group', group: GROUP });
  const list = () => stage.citrix.desktops.get(GROUP)![0]!.IncludedUsers!.map(({ Sid }) => Sid);
  const writes = () => stage.citrix.requests.filter(({ method }) => method === 'PATCH');
  const kinds = (outcome: Map<string, Error | null>) =>
    [...outcome].map(([id, error]) => [id, error === null ? null : (error as ProviderError).kind]);

  it('tells the people on the list, and no groups', async () => {
    assert.deepEqual([...(await access.members(GROUP))], ['id-0']);
  });

  it('adds people in one writing and leaves everybody else and the other desktops as they were', async () => {
    const outcome = await access.add(GROUP, ['id-1', 'id-2', 'id-0']);

    assert.deepEqual(new Set(kinds(outcome).map(([, kind]) => kind)), new Set([null]));
    assert.equal(outcome.size, 3);
    assert.deepEqual(list(), ['S-1-5-0', 'S-1-5-900', 'S-1-5-1', 'S-1-5-2']);
    assert.equal(writes().length, 1);
    assert.deepEqual(stage.citrix.desktops.get(GROUP)![1], {
      Id: 'd2',
      Name: 'Everybody',
      Enabled: false,
      IncludedUserFilterEnabled: false,
    });
  });

  it('removes people, and takes who is not on the list for done', async () => {
    await access.add(GROUP, ['id-1', 'id-2']);

    const outcome = await access.remove(GROUP, ['id-1', 'id-5']);

    assert.deepEqual(
      new Map(outcome),
      new Map([
        ['id-1', null],
        ['id-5', null],
      ]),
    );
    assert.deepEqual(list(), ['S-1-5-0', 'S-1-5-900', 'S-1-5-2']);
  });

  it('writes nothing where nothing is to be changed', async () => {
    await access.add(GROUP, ['id-0']);
    await access.remove(GROUP, ['id-3']);

    assert.equal(writes().length, 0);
  });

  it('keeps one who is not known to Citrix from keeping out the others', async () => {
    stage.citrix.users = stage.citrix.users.filter(({ Sid }) => Sid !== 'S-1-5-3');

    const outcome = await access.add(GROUP, ['id-3', 'id-4', 'nobody']);

    assert.deepEqual(
      new Map(kinds(outcome) as [string, unknown][]),
      new Map<string, unknown>([
        ['id-3', 'not-found'],
        ['id-4', null],
        ['nobody', 'not-found'],
      ]),
    );
    assert.match(outcome.get('id-3')?.message ?? '', /Citrix knows no user person3@example\.jp/);
  });

  it('writes again where somebody else has written over it', async () => {
    stage.citrix.fail({ match: /PATCH/, status: 204 });

    assert.deepEqual(kinds(await access.add(GROUP, ['id-1'])), [['id-1', null]]);

    assert.equal(writes().length, 2);
  });

  it('says conflict where the list never shows what was written', async () => {
    stage.citrix.fail({ match: /PATCH/, status: 204, times: 3 });

    assert.deepEqual(kinds(await access.add(GROUP, ['id-1'])), [['id-1', 'conflict']]);
  });

  it('fails as a whole where the list cannot be read or written, and may be asked again', async () => {
    stage.citrix.fail({ match: /PATCH/, drop: true, afterWork: true });
    await assert.rejects(access.add(GROUP, ['id-1']), (error: ProviderError) => error.kind === 'unavailable');

    assert.deepEqual(kinds(await access.add(GROUP, ['id-1'])), [['id-1', null]]);
    assert.equal(list().filter((sid) => sid === 'S-1-5-1').length, 1);
  });

  it('does not drop somebody whom it could not write back', async () => {
    stage.citrix.desktops.get(GROUP)![0]!.IncludedUsers!.push({ DisplayName: 'someone old' });

    await assert.rejects(access.add(GROUP, ['id-1']), /someone old.*remove them in Citrix/);

    assert.equal(writes().length, 0);
  });

  it('finds whom the list names by their account alone', async () => {
    stage.citrix.desktops.get(GROUP)![0]!.IncludedUsers = [
      { Sid: 'S-1-5-0' },
      { SamName: 'CITY\\PERSON1' },
      { Sid: 'S-1-5-2' },
    ];

    const outcome = await access.remove(GROUP, ['id-0', 'id-1', 'id-5']);

    assert.deepEqual(new Set(outcome.values()), new Set([null]));
    assert.deepEqual(list(), ['S-1-5-2']);
    assert.deepEqual(kinds(await access.add(GROUP, ['id-2'])), [['id-2', null]]);
    assert.deepEqual(list(), ['S-1-5-2']);
    assert.deepEqual([...(await access.members(GROUP))], ['id-2']);
  });

  it('never says that somebody is removed while an entry may be theirs', async () => {
    stage.citrix.desktops.get(GROUP)![0]!.IncludedUsers = [{ Sid: 'S-1-5-1' }];
    stage.citrix.fail({ match: /GET .*Identity.*person1/, status: 400 });

    const outcome = await access.remove(GROUP, ['id-1', 'id-2', 'gone']);

    assert.deepEqual(
      new Map(kinds(outcome) as [string, unknown][]),
      new Map<string, unknown>([
        ['id-1', 'invalid'],
        ['gone', 'not-found'],
        ['id-2', null],
      ]),
    );
    assert.deepEqual(list(), ['S-1-5-1']);
    assert.deepEqual(kinds(await access.remove(GROUP, ['id-1'])), [['id-1', null]]);
    assert.deepEqual(list(), []);
  });

  it('keeps what somebody enters while people are looked up', async () => {
    const caller = stage.caller();
    const meddling: CitrixCaller = {
      ...caller,
      get: async <T>(path: string) => {
        const answer = await caller.get<T>(path);
        if (path.startsWith('/Identity')) stage.citrix.desktops.get(GROUP)![0]!.IncludedUsers!.push(identities[5]!);
        return answer;
      },
    };
    access = new DeliveryGroupAccess({ caller: meddling, pools: () => [pool()], names });

    assert.deepEqual(kinds(await access.add(GROUP, ['id-1'])), [['id-1', null]]);

    assert.deepEqual(list(), ['S-1-5-0', 'S-1-5-900', 'S-1-5-5', 'S-1-5-1']);
    assert.equal(writes().length, 1);
  });

  it('writes nothing where nobody can be added', async () => {
    stage.citrix.users = [];

    assert.deepEqual(kinds(await access.add(GROUP, ['id-3'])), [['id-3', 'not-found']]);

    assert.equal(writes().length, 0);
  });

  it('uses the delivery group’s own policy where no desktop is limited', async () => {
    stage.citrix.desktops.get(GROUP)![0]!.IncludedUserFilterEnabled = false;
    const group = stage.citrix.groups.get(GROUP)!;
    group.SimpleAccessPolicy = { IncludedUserFilterEnabled: true, IncludedUsers: [office] };

    await access.add(GROUP, ['id-1']);

    assert.deepEqual(
      group.SimpleAccessPolicy.IncludedUsers?.map(({ Sid }) => Sid),
      ['S-1-5-900', 'S-1-5-1'],
    );
    assert.deepEqual([...(await access.members(GROUP))], ['id-1']);
  });

  it('refuses a delivery group that everybody may use', async () => {
    stage.citrix.desktops.get(GROUP)![0]!.IncludedUserFilterEnabled = false;

    await assert.rejects(access.members(GROUP), /everybody may use it; limit its desktops to users in Citrix/);
  });

  it('goes by Entra’s object ids where Citrix tells them', async () => {
    stage.citrix.users.unshift({ Oid: 'ID-1', PrincipalName: 'person1@example.jp' });

    await access.add(GROUP, ['id-1']);

    assert.ok((await access.members(GROUP)).has('id-1'));
    assert.deepEqual(kinds(await access.remove(GROUP, ['id-1'])), [['id-1', null]]);
    assert.deepEqual(list(), ['S-1-5-0', 'S-1-5-900']);
  });

  it('ends with exactly the people last wanted, whatever came before', async () => {
    const step = fc.record({ way: fc.constantFrom('add', 'remove'), who: fc.subarray(ids.slice(1)) });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 6 }), async (steps) => {
        stage.citrix.desktops.get(GROUP)![0]!.IncludedUsers = [identities[0]!, office];
        const wanted = new Set(['id-0']);

        for (const { way, who } of steps) {
          await access[way](GROUP, who);
          for (const id of who)
            if (way === 'add') wanted.add(id);
            else wanted.delete(id);
        }

        assert.deepEqual(await access.members(GROUP), wanted);
        assert.ok(list().includes('S-1-5-900'));
      }),
      { numRuns: 25 },
    );
  });
});
