import assert from 'node:assert/strict';
import fc from 'fast-check';
import { nextStep, treatmentOf } from '../../../flows/access/treat-sessions.ts';
import type { SeenSession } from '../../../flows/capacity/capacity.ts';
import { addMinutes } from '../../../flows/minutes.ts';
import type { AvdPool } from '../../../flows/organisation.ts';
import { aPool, aWindow, NOW } from '../../support/builders.ts';

const session: SeenSession = { id: '1', host: 'avd-01', upn: 'hanako@city.example', state: 'active' };
const closed = aWindow({ from: addMinutes(NOW, -600), to: NOW });
const treat = (pool: Partial<AvdPool>, given: number[], minute: number, one = session) =>
  treatmentOf(one, closed, given, aPool({ warningMinutes: [0, 10], ...pool }), addMinutes(NOW, minute));

describe('treating a session after its time', () => {
  it('reports one without any booking, and never touches it', () => {
    assert.deepEqual(treatmentOf(session, null, [], aPool({ sessionAtEnd: 'log-off', warningMinutes: [] }), NOW), {
      do: 'report',
    });
  });

  it('warns at each time, with what is left until the end', () => {
    assert.deepEqual(treat({ sessionAtEnd: 'log-off' }, [], 0), { do: 'warn', minutesLeft: 11 });
    assert.deepEqual(treat({ sessionAtEnd: 'log-off' }, [0], 9), { do: 'nothing' });
    assert.deepEqual(treat({ sessionAtEnd: 'log-off' }, [0], 10), { do: 'warn', minutesLeft: 1 });
  });

  it('logs off a minute after the last warning', () => {
    assert.deepEqual(treat({ sessionAtEnd: 'log-off' }, [0, 10], 10), { do: 'nothing' });
    assert.deepEqual(treat({ sessionAtEnd: 'log-off' }, [0, 10], 11), { do: 'log-off' });
  });

  it('leaves alone by default, however long', () => {
    assert.deepEqual(treat({}, [0, 10], 600), { do: 'nothing' });
  });

  it('disconnects the active alone', () => {
    assert.deepEqual(treat({ sessionAtEnd: 'disconnect' }, [0, 10], 11), { do: 'disconnect' });
    const away = { ...session, state: 'disconnected' as const };
    assert.deepEqual(treat({ sessionAtEnd: 'disconnect' }, [0, 10], 11, away), { do: 'nothing' });
  });

  it('keeps the pauses between warnings that come late', () => {
    const pool = { sessionAtEnd: 'log-off' as const };

    assert.deepEqual(treat(pool, [], 60), { do: 'warn', minutesLeft: 11 });
    assert.deepEqual(treat(pool, [60], 69), { do: 'nothing' });
    assert.deepEqual(treat(pool, [60], 70), { do: 'warn', minutesLeft: 1 });
    assert.deepEqual(treat(pool, [60, 70], 70), { do: 'nothing' });
    assert.deepEqual(treat(pool, [60, 70], 71), { do: 'log-off' });
  });

  it('ends nothing before every warning was given, each with its pause, at whatever instants it looks', () => {
    const warnings = fc.uniqueArray(fc.nat(60), { maxLength: 5 }).map((all) => all.sort((a, b) => a - b));
    const looks = fc.array(fc.nat(200), { minLength: 1, maxLength: 40 }).map((all) => all.sort((a, b) => a - b));
    fc.assert(
      fc.property(warnings, looks, (warningMinutes, minutes) => {
        const pool = aPool({ warningMinutes, sessionAtEnd: 'log-off' });
        const given: number[] = [];
        for (const minute of minutes) {
          const { do: done } = treatmentOf(session, closed, given, pool, addMinutes(NOW, minute));
          if (done === 'warn') given.push(minute);
          if (done !== 'log-off') continue;
          assert.equal(given.length, warningMinutes.length);
          assert.ok(minute >= (given.at(-1) ?? 0) + 1);
        }
        for (let index = 1; index < given.length; index += 1)
          assert.ok(given[index]! - given[index - 1]! >= warningMinutes[index]! - warningMinutes[index - 1]!);
      }),
    );
  });

  it('knows when to look next', () => {
    const pool = aPool({ warningMinutes: [0, 10], sessionAtEnd: 'log-off' });

    assert.deepEqual(nextStep(closed, [], pool)?.at, NOW);
    assert.deepEqual(nextStep(closed, [0, 10], pool)?.at, addMinutes(NOW, 11));
    assert.equal(nextStep(closed, [0, 10], aPool()), null);
  });
});
