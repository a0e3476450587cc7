import assert from 'node:assert/strict';
import fc from 'fast-check';
import { addMinutes } from '../../../flows/minutes.ts';
import {
  findingOf,
  isBlocked,
  judgeGates,
  unready,
  type GateFacts,
  type GateReason,
} from '../../../flows/readiness/gates.ts';
import { GATE_IDS, SWITCHED_GATES, type GateId, type GateWhen } from '../../../flows/readiness/readiness-settings.ts';
import { NOW, someReadiness } from '../../support/builders.ts';
import { CAPABLE, NONE, someFacts, withGates } from './gate-builders.ts';

const ALL_BLOCK = withGates(Object.fromEntries(SWITCHED_GATES.map((id) => [id, 'block'])), true);

/** What one fact that is otherwise makes of the gates that all would block. */
const CASES: [string, Partial<GateFacts>, GateId, GateReason][] = [
  ['not decided', { status: 'pending' }, 'approved', 'undecided'],
  ['in line for a seat', { status: 'waitlisted' }, 'approved', 'waitlisted'],
  ['without a licence', { licence: 'missing' }, 'licence', 'licence-missing'],
  ['with locked licences', { licence: 'locked' }, 'licence', 'licence-locked'],
  ['without a device', { device: 'undeclared' }, 'device', 'device-undeclared'],
  ['with a device nobody knows', { device: 'unregistered' }, 'device', 'device-unregistered'],
  ['without a certificate', { device: 'certificate-missing' }, 'device', 'certificate-missing'],
  ['with an old certificate', { device: 'certificate-expired' }, 'device', 'certificate-expired'],
  ['with a stopped device', { device: 'stopped' }, 'device', 'device-stopped'],
  ['without a second factor', { secondFactor: { value: NONE, readAt: NOW } }, 'second-factor', 'no-second-factor'],
  [
    'with a method that the policy does not allow',
    { secondFactor: { value: { ...CAPABLE, capable: false }, readAt: NOW } },
    'second-factor',
    'second-factor-not-allowed',
  ],
  ['not in the gateway’s list', { gatewayOtp: false }, 'gateway-otp', 'no-otp'],
  ['without a Microsoft 365 licence', { m365Licence: false }, 'm365-licence', 'no-m365-licence'],
  ['without a pledge', { pledged: false }, 'pledge', 'pledge-missing'],
  ['with a My Number task', { taskZone: 'my-number', poolZones: ['lgwan'] }, 'network-zone', 'task-my-number'],
  ['with an LGWAN task and a desktop without', { taskZone: 'lgwan' }, 'network-zone', 'lgwan-not-reached'],
  ['with a printer at hand', { openWays: { value: ['printers'], readAt: NOW } }, 'no-saving', 'ways-open'],
  ['not confirmed', { officer: null }, 'officer', 'officer-not-yet'],
  ['declined', { officer: 'declined' }, 'officer', 'officer-declined'],
];

const when = fc.constantFrom<GateWhen>('off', 'warn', 'block');
const settings = fc.record({
  gates: fc.tuple(...SWITCHED_GATES.map((id) => fc.record({ id: fc.constant(id), when, daysAhead: fc.nat(10) }))),
  officerConfirms: fc.boolean(),
  dataMaxAgeHours: fc.integer({ min: 1, max: 100 }),
});
const minutesOld = fc.integer({ min: 0, max: 200 * 60 });
const dated = <T>(value: fc.Arbitrary<T>) =>
  fc.option(fc.record({ value, readAt: minutesOld.map((old) => addMinutes(NOW, -old)) }), { nil: null });
const facts: fc.Arbitrary<GateFacts> = fc.record({
  status: fc.constantFrom('pending', 'waitlisted', 'approved', 'active', 'completed'),
  desktop: fc.boolean(),
  licence: fc.constantFrom('kept', 'missing', 'locked'),
  device: fc.constantFrom(
    'fine',
    'undeclared',
    'unregistered',
    'certificate-missing',
    'certificate-expired',
    'stopped',
  ),
  secondFactor: dated(fc.constantFrom(CAPABLE, NONE, { ...CAPABLE, capable: false })),
  gatewayOtp: fc.constantFrom(null, true, false),
  m365Licence: fc.option(fc.boolean()),
  pledged: fc.boolean(),
  taskZone: fc.constantFrom(null, 'lgwan', 'my-number'),
  poolZones: fc.constantFrom([], ['lgwan']),
  openWays: fc.oneof(fc.constant('declared' as const), dated(fc.constantFrom<string[]>([], ['drives']))),
  emergency: fc.boolean(),
  officer: fc.constantFrom(null, 'confirmed', 'declined'),
  confirmed: fc.subarray([...GATE_IDS]),
});

describe('the gates before a day', () => {
  it('are all green where nothing is missing', () => {
    const results = judgeGates(someFacts(), ALL_BLOCK, NOW);

    assert.deepEqual(
      results.map(({ gate, standing }) => `${gate} ${standing}`),
      GATE_IDS.map((gate) => `${gate} ok`),
    );
  });

  for (const [what, fact, gate, reason] of CASES)
    it(`find a day ${what}`, () => {
      const found = unready(judgeGates(someFacts(fact), ALL_BLOCK, NOW));

      assert.deepEqual(
        found.map((one) => [one.gate, one.standing, one.reason, one.mend, one.owner]),
        [[gate, 'block', reason, findingOf(reason).mend, findingOf(reason).owner]],
      );
    });

  it('let an LGWAN task through to a desktop that reaches it', () => {
    const found = judgeGates(someFacts({ taskZone: 'lgwan', poolZones: ['lgwan'] }), ALL_BLOCK, NOW);

    assert.deepEqual(unready(found), []);
  });

  it('name the ways that stand open, and trust a pool that declares them closed', () => {
    const open = judgeGates(someFacts({ openWays: { value: ['drives', 'printers'], readAt: NOW } }), ALL_BLOCK, NOW);
    const declared = judgeGates(someFacts({ openWays: 'declared' }), ALL_BLOCK, NOW);

    assert.deepEqual(unready(open)[0]?.ways, ['drives', 'printers']);
    assert.deepEqual(unready(declared), []);
  });

  it('say nothing where all are off', () => {
    fc.assert(
      fc.property(facts, (one) => {
        assert.deepEqual(judgeGates(one, someReadiness(), NOW), []);
      }),
    );
  });

  it('never block by what is not known or too old, nor do more than they are set to', () => {
    fc.assert(
      fc.property(facts, settings, (one, set) => {
        const all = { ...set, gates: [...set.gates] };
        for (const { gate, standing, reason } of judgeGates(one, all, NOW)) {
          const named = gate === 'officer' ? 'block' : set.gates.find(({ id }) => id === gate)!.when;
          assert.notEqual(named, 'off');
          if (standing === 'block') assert.equal(named, 'block');
          if (findingOf(reason).doubt) assert.notEqual(standing, 'block');
        }
      }),
    );
  });

  it('count a reading as unknown from the organisation’s limit on, and not before', () => {
    fc.assert(
      fc.property(minutesOld, fc.integer({ min: 1, max: 100 }), (old, dataMaxAgeHours) => {
        const one = someFacts({ secondFactor: { value: NONE, readAt: addMinutes(NOW, -old) } });
        const set = { ...withGates({ 'second-factor': 'block' }), dataMaxAgeHours };

        const [found] = judgeGates(one, set, NOW);

        assert.equal(found?.reason, old <= dataMaxAgeHours * 60 ? 'no-second-factor' : 'second-factor-unknown');
      }),
    );
  });

  it('ask nothing of a desktop on a day without one', () => {
    fc.assert(
      fc.property(facts, (one) => {
        const asked = judgeGates({ ...one, desktop: false }, ALL_BLOCK, NOW).map(({ gate }) => gate);

        assert.deepEqual(asked, ['approved', 'pledge', 'network-zone']);
      }),
    );
  });

  it('let pass what an officer let pass, and that alone', () => {
    fc.assert(
      fc.property(facts, (one) => {
        const results = judgeGates(one, ALL_BLOCK, NOW);
        const before = judgeGates({ ...one, confirmed: [] }, ALL_BLOCK, NOW);

        assert.deepEqual(
          unready(results),
          unready(before).filter(({ gate }) => !one.confirmed.includes(gate)),
        );
        assert.equal(
          isBlocked(results),
          unready(results).some(({ standing }) => standing === 'block'),
        );
      }),
    );
  });

  it('keep nobody out by pledge or confirmation while an emergency is on', () => {
    fc.assert(
      fc.property(facts, (one) => {
        const results = judgeGates({ ...one, emergency: true }, ALL_BLOCK, NOW);

        for (const { gate, standing } of results)
          if (gate === 'pledge' || gate === 'officer') assert.notEqual(standing, 'block');
      }),
    );
  });
});
