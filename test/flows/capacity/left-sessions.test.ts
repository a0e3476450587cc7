import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { CapacityMemory, SeenPool, SeenSession } from '../../../flows/capacity/capacity.ts';
import type { PoolMemory } from '../../../flows/capacity/capacity-memory.ts';
import { planCapacity } from '../../../flows/capacity/plan-capacity.ts';
import { pooledSettings } from '../../support/capacity-simulation.ts';
import { aBooking, off, up } from './capacity-builders.ts';

const MINUTE = 60_000;
const BEGIN = Date.UTC(2026, 11, 2, 7);
const HOSTS = ['h0', 'h1'];

/** Somebody who signs in, closes the window, comes back or leaves; their booking ends at one of several hours, or is none. */
const step = fc.record({
  minutes: fc.constantFrom(1, 1, 5, 30, 60),
  list: fc.constantFrom(true, true, false),
  changes: fc.array(
    fc.record({
      person: fc.nat(11),
      to: fc.constantFrom('active' as const, 'disconnected' as const, 'disconnected' as const, 'gone' as const),
    }),
    { maxLength: 4 },
  ),
});

describe('sessions left open', function () {
  this.timeout(60_000);

  it('are ended where allowed, and never one at work, before its booked end, unseen, or of somebody without a booking', () => {
    let ended = 0;
    const licences = fc.option(fc.integer({ min: 1, max: 12 }));
    fc.assert(
      fc.property(fc.array(step, { minLength: 20, maxLength: 80 }), licences, fc.boolean(), (steps, most, allowed) => {
        const states = new Map<number, SeenSession['state']>();
        const ends = (person: number) => (person % 4 === 0 ? null : BEGIN + (person % 4) * 60 * MINUTE);
        const bookings = Array.from({ length: 12 }, (_, person) => person).flatMap((person) => {
          const end = ends(person);
          const [startsAt, endsAt] = [new Date(BEGIN), new Date(end ?? 0)];
          return end === null ? [] : [aBooking({ upn: `p${person}@x`, startsAt, endsAt })];
        });
        const settings = pooledSettings({ mayLogOff: allowed, licences: most });
        let memory: CapacityMemory | null = null;
        let at = BEGIN;
        for (const { minutes, list, changes } of steps) {
          at += minutes * MINUTE;
          for (const { person, to } of changes) {
            if (to === 'gone') states.delete(person);
            else states.set(person, to);
          }
          const sessions = [...states].map(([person, state]): SeenSession => {
            const upn = `p${person}@x`;
            return { id: upn, upn, state, host: HOSTS[person % 2]! };
          });
          const plan = planCapacity(seenWith(sessions, list, at), bookings, memory, new Date(at), settings);
          for (const action of plan.actions) {
            if (action.op !== 'log-off') continue;
            ended++;
            const session = sessions.find(({ upn, host }) => upn === action.upn && host === action.host);
            const end = ends(Number(/\d+/.exec(action.upn)![0]));
            assert.ok(allowed && list);
            assert.equal(session?.state, 'disconnected');
            assert.ok(end !== null && end < at, 'its booked time is over');
          }
          memory = nobodyEverCameBack(plan.memory as PoolMemory);
        }
      }),
      { numRuns: 150 },
    );
    assert.ok(ended > 50, `${ended} sessions were ended`);
  });
});

function seenWith(sessions: SeenSession[], list: boolean, at: number): SeenPool {
  const counted = (name: string) => sessions.filter(({ host }) => host === name).length;
  return {
    hosts: HOSTS.map((name) => off(name, { ...up, sessions: counted(name) })),
    sessions: list ? sessions : null,
    balance: 'depth',
    maxSessions: 16,
    handsOff: null,
    readAt: new Date(at),
  };
}

/** Else hardly any course would be long enough to learn it. */
function nobodyEverCameBack(memory: PoolMemory): PoolMemory {
  if (memory.picture) memory.picture.learned.returning['at-end'] = Array.from({ length: 10 }, () => [500, 0]);
  // Started by us: hosts started by hand are left as they are.
  for (const host of Object.values(memory.hosts)) {
    delete host.handStartedAt;
    host.startedAt ??= BEGIN;
  }
  return memory;
}
