import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { MaintenanceState } from '../../../flows/maintenance/maintenance-store.ts';
import { planMaintenance, type MaintenanceInput, type PoolHost } from '../../../flows/maintenance/plan-maintenance.ts';

describe('which marked hosts are taken out', () => {
  it('takes those that are off first, ready at once, and those that people are on as they empty', () => {
    const hosts = [aHost('h1', { power: 'on', open: true, sessions: 3 }), aHost('h2'), aHost('h3')];

    const { moves } = planMaintenance(anInput({ hosts, needed: 4, marks: waiting('h1', 'h2') }));

    assert.deepEqual(moves, [
      { host: 'h2', to: 'ready', zone: '1' },
      { host: 'h1', to: 'emptying', zone: '1' },
    ]);
  });

  it('leaves as many places as bookings need, and says so of those that wait', () => {
    const hosts = ['h1', 'h2', 'h3'].map((name) => aHost(name));

    const plan = planMaintenance(anInput({ hosts, needed: 5, marks: waiting('h1', 'h2', 'h3') }));

    assert.deepEqual(plan.moves, [{ host: 'h1', to: 'ready', zone: '1' }]);
    assert.deepEqual(
      [...plan.waitsFor],
      [
        ['h2', 'places'],
        ['h3', 'places'],
      ],
    );
  });

  it('begins with the next zone when those of the one before are given back', () => {
    const hosts = [aHost('h1'), aHost('h2', { zone: '2' }), aHost('h3', { zone: '2' })];
    const before = anInput({ hosts, marks: waiting('h1', 'h2', 'h3') });

    const first = planMaintenance(before);
    const meanwhile = planMaintenance({ ...before, marks: [mark('h1', 'ready', '1'), ...waiting('h2', 'h3')] });
    const second = planMaintenance({ ...before, marks: waiting('h2', 'h3') });

    assert.deepEqual(namesOf(first), ['h1']);
    assert.deepEqual([namesOf(meanwhile), meanwhile.waitsFor.get('h2')], [[], 'other-zone']);
    assert.deepEqual(namesOf(second), ['h2', 'h3']);
  });

  it('leaves a host on that the next people are about to take, that somebody started, or that starts', () => {
    const open = { power: 'on', open: true } as const;
    const hosts = [aHost('h1', open), aHost('h2', { ...open, inHand: true }), aHost('h3', { power: 'starting' })];

    const plan = planMaintenance(anInput({ hosts, arriving: 5, marks: waiting('h1', 'h2', 'h3', 'h4') }));

    assert.deepEqual(plan.moves, []);
    assert.deepEqual(Object.fromEntries(plan.waitsFor), {
      h1: 'arrivals',
      h2: 'by-hand',
      h3: 'starting',
      h4: 'gone',
    });
  });

  it('gives back what is not ready where places are short, and names what is', () => {
    const hosts = ['h1', 'h2', 'h3'].map((name) => aHost(name, { power: 'on' }));
    const marks = [mark('h1', 'emptying', '1'), mark('h2', 'ready', '1'), ...waiting('h3')];

    const little = planMaintenance(anInput({ hosts, marks, needed: 8 }));
    const much = planMaintenance(anInput({ hosts, marks, needed: 9 }));

    assert.deepEqual([little.moves, little.wanted], [[{ host: 'h1', to: 'waiting', zone: null }], []]);
    assert.deepEqual([much.moves, much.wanted], [[{ host: 'h1', to: 'waiting', zone: null }], ['h2']]);
  });

  it('takes nothing out in an emergency, and gives back even what nobody needs yet', () => {
    const hosts = ['h1', 'h2', 'h3'].map((name) => aHost(name));
    const marks = [mark('h1', 'emptying', '1'), mark('h2', 'ready', '1'), ...waiting('h3')];

    const plan = planMaintenance(anInput({ hosts, marks, emergency: true }));

    assert.deepEqual(plan.moves, [{ host: 'h1', to: 'waiting', zone: null }]);
    assert.deepEqual([plan.wanted, plan.waitsFor.get('h3')], [['h2'], 'emergency']);
  });

  it('takes a personal host only where its owner is neither booked nor signed in', () => {
    const hosts = [
      aHost('h1', { owner: 'ann@x' }),
      aHost('h2', { owner: 'ben@x' }),
      aHost('h3', { owner: 'cem@x', power: 'on', sessions: 1 }),
      aHost('h4'),
      aHost('h5'),
    ];
    const marks = waiting('h1', 'h2', 'h3', 'h4', 'h5');

    const plan = planMaintenance(
      anInput({ kind: 'personal', hosts, marks, bookedOwners: new Set(['ann@x']), withoutHost: 1 }),
    );

    assert.deepEqual(namesOf(plan), ['h2', 'h4']);
    assert.deepEqual(
      [...plan.waitsFor],
      [
        ['h1', 'owner'],
        ['h5', 'owner'],
        ['h3', 'owner'],
      ],
    );
  });

  it('never leaves fewer places than needed, and never has two zones out, whatever happens in between', () => {
    let [taken, givenBack] = [0, 0];
    fc.assert(
      fc.property(course, ({ zones, steps }) => {
        const hosts = zones.map((zone, index) => aHost(`h${index}`, { zone }));
        const states = new Map<string, { state: MaintenanceState; zone: string | null }>();
        for (const step of steps) {
          const host = hosts[step.host % hosts.length]!;
          if (step.what === 'mark' && !states.has(host.name)) states.set(host.name, { state: 'waiting', zone: null });
          else if (step.what === 'done') states.delete(host.name);
          else if (step.what === 'power') Object.assign(host, step.power);
          const marks = [...states].map(([name, one]) => ({ host: name, ...one }));
          const input = anInput({
            hosts,
            marks,
            needed: step.needed,
            arriving: step.arriving,
            emergency: step.emergency,
          });
          const before = structuredClone(input);

          const plan = planMaintenance(input);

          assert.deepEqual(input, before, 'the input is as it was');
          const placesBefore = placesIn(hosts, states);
          const takenNow = plan.moves.filter(
            ({ host: name, to }) => to !== 'waiting' && states.get(name)!.state === 'waiting',
          );
          const outBefore = marks.filter(({ state }) => state !== 'waiting').length;
          for (const { host: name, to, zone } of plan.moves) states.set(name, { state: to, zone });
          const places = placesIn(hosts, states);
          assert.ok(places >= Math.min(step.needed, placesBefore), `${places} places of ${step.needed} needed`);
          if (takenNow.length > 0) assert.ok(places >= Math.min(step.needed, allPlaces(hosts)), 'taken out of enough');
          const out = [...states.values()].filter(({ state }) => state === 'emptying' || state === 'ready');
          assert.ok(new Set(out.map(({ zone }) => zone)).size <= 1, 'one zone at a time');
          if (step.emergency) assert.ok(takenNow.length === 0 && out.length <= outBefore);
          for (const { host: name, to } of plan.moves) {
            const machine = hosts.find((one) => one.name === name)!;
            if (to === 'ready') assert.ok(machine.power === 'off' && machine.sessions === 0, 'ready is off and empty');
          }
          const short = places < step.needed;
          if (short)
            assert.ok(
              ![...states].some(
                ([name, one]) => one.state === 'emptying' && hosts.find((h) => h.name === name)!.usable,
              ),
            );
          taken += takenNow.length;
          givenBack += plan.moves.filter(({ to }) => to === 'waiting').length;
        }
      }),
      { numRuns: 600 },
    );
    assert.ok(taken > 200 && givenBack > 10, `the courses reach what is checked: ${taken}, ${givenBack}`);
  });
});

const power = fc.oneof(
  fc.constant({ power: 'off' as const, open: false, sessions: 0, inHand: false }),
  fc.record({
    power: fc.constant('on' as const),
    open: fc.boolean(),
    sessions: fc.nat(4),
    inHand: fc.constantFrom(false, false, false, true),
    usable: fc.constantFrom(true, true, true, false),
  }),
  fc.constant({ power: 'starting' as const, open: false, sessions: 0 }),
);
const course = fc.record({
  zones: fc.array(fc.constantFrom('1', '1', '1', '2', null), { minLength: 1, maxLength: 7 }),
  steps: fc.array(
    fc.record({
      what: fc.constantFrom('mark', 'mark', 'done', 'power'),
      host: fc.nat(6),
      power,
      needed: fc.oneof(fc.nat(10), fc.nat(30)),
      arriving: fc.constantFrom(0, 0, 0, 4),
      emergency: fc.constantFrom(false, false, false, false, false, true),
    }),
    { minLength: 5, maxLength: 40 },
  ),
});

function placesIn(hosts: readonly PoolHost[], states: ReadonlyMap<string, { state: MaintenanceState }>): number {
  return allPlaces(hosts.filter(({ name }) => (states.get(name)?.state ?? 'waiting') === 'waiting'));
}

function allPlaces(hosts: readonly PoolHost[]): number {
  return hosts.reduce((sum, { usable, places }) => sum + (usable ? places : 0), 0);
}

function aHost(name: string, host: Partial<PoolHost> = {}): PoolHost {
  return {
    name,
    zone: '1',
    places: 4,
    sessions: 0,
    usable: true,
    open: false,
    power: 'off',
    inHand: false,
    owner: null,
    ...host,
  };
}

function anInput(input: Partial<MaintenanceInput>): MaintenanceInput {
  return {
    kind: 'pooled',
    marks: [],
    hosts: [],
    needed: 0,
    arriving: 0,
    bookedOwners: new Set(),
    withoutHost: 0,
    emergency: false,
    ...input,
  };
}

function mark(host: string, state: MaintenanceState, zone: string | null) {
  return { host, state, zone };
}

function waiting(...hosts: string[]) {
  return hosts.map((host) => mark(host, 'waiting', null));
}

function namesOf({ moves }: { moves: { host: string }[] }): string[] {
  return moves.map(({ host }) => host);
}
