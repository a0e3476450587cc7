import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DesktopModel } from '../../../../infra/simulator/model/desktop-model.ts';
import type { ModelPoolSettings } from '../../../../infra/simulator/model/hosts.ts';

const minute = 60_000;
const start = Date.UTC(2026, 11, 2);

function aModel(pool: Partial<ModelPoolSettings> = {}, seed = 1): DesktopModel {
  const hosts = ['h1', 'h2', 'h3'];
  const boot = { neverChance: 0 };
  const pools: ModelPoolSettings[] = [{ id: 'p', kind: 'pooled', group: null, maxSessions: 4, hosts, boot, ...pool }];
  return new DesktopModel({ seed, now: start, pools });
}

/** Hosts that take people. */
function booted(model: DesktopModel, ...hosts: string[]): DesktopModel {
  for (const host of hosts) model.start('p', host);
  model.advanceTo(model.now + 11 * minute);
  return model;
}

describe('hosts of a pool', () => {
  it('become starting, running and then available', () => {
    const model = aModel();
    const seen: string[] = [];

    model.start('p', 'h1');
    for (let step = 0; step < 600; step += 1) {
      model.advanceTo(start + step * 1000);
      const { power, available } = model.host('p', 'h1')!;
      const state = `${power}${available ? ' available' : ''}`;
      if (seen.at(-1) !== state) seen.push(state);
    }

    assert.deepEqual(seen, ['starting', 'running', 'running available']);
  });

  it('are paid from start to deallocation', () => {
    const model = booted(aModel(), 'h1');

    model.advanceTo(start + 60 * minute);
    model.deallocate('p', 'h1');
    model.advanceTo(start + 200 * minute);

    assert.equal(model.paidHours('p'), 1);
  });

  it('refuse to start while they are being deallocated', () => {
    const model = booted(aModel(), 'h1');

    model.deallocate('p', 'h1');
    const answer = model.start('p', 'h1');

    assert.equal(answer, 'conflict');
    model.advanceTo(model.now + 3 * minute);
    assert.equal(model.start('p', 'h1'), 'accepted');
  });

  it('void an earlier boot when they are deallocated in the middle of it', () => {
    const model = aModel();

    model.start('p', 'h1');
    model.advanceTo(start + minute);
    model.deallocate('p', 'h1');
    model.advanceTo(start + 30 * minute);

    assert.equal(model.host('p', 'h1')!.power, 'deallocated');
    assert.equal(model.host('p', 'h1')!.available, false);
  });

  it('stay unusable, on the bill, where the start fails', () => {
    const model = aModel();
    model.host('p', 'h1')!.nextBoot = 'failed';

    model.start('p', 'h1');
    model.advanceTo(start + 60 * minute);

    assert.equal(model.host('p', 'h1')!.power, 'failed');
    assert.equal(model.paidHours('p'), 1);
    assert.equal(model.signIn('u', 'p').ok, false);
  });
});

describe('signing in', () => {
  it('goes to the emptiest host in breadth and to the fullest that has room in depth', () => {
    const landed = (mode: 'breadth' | 'depth') => {
      const model = booted(aModel(), 'h1', 'h2');
      model.setBalance('p', mode);
      return ['a', 'b', 'c', 'd', 'e'].map((user) => {
        const result = model.signIn(user, 'p');
        return result.ok ? result.host : result.refusal;
      });
    };

    assert.deepEqual(landed('breadth'), ['h1', 'h2', 'h1', 'h2', 'h1']);
    assert.deepEqual(landed('depth'), ['h1', 'h1', 'h1', 'h1', 'h2']);
  });

  it('finds no room on hosts that are off, starting, full or drained', () => {
    const model = aModel();
    model.start('p', 'h1');
    model.advanceTo(start + minute);

    assert.deepEqual(model.signIn('a', 'p'), { ok: false, refusal: 'no-room' });
    model.advanceTo(start + 20 * minute);
    for (const user of ['a', 'b', 'c', 'd']) assert.equal(model.signIn(user, 'p').ok, true);
    assert.deepEqual(model.signIn('e', 'p'), { ok: false, refusal: 'no-room' });
    model.signOff('a', 'p');
    model.drain('p', 'h1', true);
    model.advanceTo(model.now + 2 * minute);
    assert.deepEqual(model.signIn('e', 'p'), { ok: false, refusal: 'no-room' });
  });

  it('takes up a disconnected session again, also on a drained host', () => {
    const model = booted(aModel(), 'h1', 'h2');
    const first = model.signIn('a', 'p');
    model.disconnect('a', 'p');
    model.drain('p', 'h1', true);
    model.advanceTo(model.now + 10 * minute);

    const again = model.signIn('a', 'p');

    assert.ok(first.ok && again.ok);
    assert.equal(again.session.id, first.session.id);
    assert.equal(again.reconnected, true);
  });

  it('still lands sometimes on a host drained within the last minute, and never later', () => {
    const landedAfter = (waitMs: number) =>
      Array.from({ length: 60 }, (_, seed) => {
        const model = booted(aModel({}, seed), 'h1');
        model.drain('p', 'h1', true);
        model.advanceTo(model.now + waitMs);
        return model.signIn('a', 'p').ok;
      }).filter(Boolean).length;

    const soon = landedAfter(20_000);

    assert.ok(soon > 5 && soon < 40, String(soon));
    assert.equal(landedAfter(61_000), 0);
  });

  it('signs four people in at a time on one host, thirty seconds each', () => {
    const model = booted(aModel({ maxSessions: 16 }), 'h1');

    const waits = Array.from({ length: 9 }, (_, number) => {
      const result = model.signIn(`u${number}`, 'p');
      return result.ok ? result.waitedMs / 1000 : null;
    });

    assert.deepEqual(waits, [0, 0, 0, 0, 30, 30, 30, 30, 60]);
  });

  it('takes the owner of a personal host to their own and nobody else', () => {
    const model = booted(aModel({ kind: 'personal', maxSessions: 1 }), 'h1', 'h2');
    model.assign('p', 'h2', 'owner');

    assert.equal(model.signIn('stranger', 'p').ok, false);
    const result = model.signIn('owner', 'p');
    assert.equal(result.ok && result.host, 'h2');
  });

  it('starts a host by itself only where start on connect is set', () => {
    for (const on of [true, false]) {
      const model = aModel();
      model.pools.get('p')!.startOnConnect = on;

      model.signIn('a', 'p');

      assert.equal(model.host('p', 'h1')!.power, on ? 'starting' : 'deallocated');
    }
  });
});

describe('group membership', () => {
  it('is felt at sign-in 15 to 60 minutes after the change', () => {
    const felt = Array.from({ length: 200 }, (_, seed) => {
      const model = aModel({ group: 'g' }, seed);
      model.changeMembership('g', 'a', true);
      while (!model.mayUse('a', 'p')) model.advanceTo(model.now + minute);
      return (model.now - start) / minute;
    });

    assert.ok(Math.min(...felt) >= 15 && Math.min(...felt) < 20);
    assert.ok(Math.max(...felt) <= 61 && Math.max(...felt) > 55);
  });

  it('leaves an open session alone and refuses the next sign-in', () => {
    const model = booted(aModel({ group: 'g' }), 'h1');
    model.membership.set('g', 'a', true);
    model.signIn('a', 'p');

    model.changeMembership('g', 'a', false);
    model.advanceTo(model.now + 61 * minute);

    assert.ok(model.sessionOf('a', 'p'));
    assert.deepEqual(model.signIn('a', 'p'), { ok: false, refusal: 'no-access' });
    assert.ok(model.sessionOf('a', 'p'));
  });

  it('ends where its last change says, whichever order changes are felt in', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.array(fc.boolean(), { minLength: 1, maxLength: 6 }), (seed, changes) => {
        const model = aModel({ group: 'g' }, seed);
        for (const member of changes) {
          model.changeMembership('g', 'a', member);
          model.advanceTo(model.now + 5 * minute);
        }

        model.advanceTo(model.now + 61 * minute);

        assert.equal(model.mayUse('a', 'p'), changes.at(-1));
      }),
    );
  });
});

describe('harm and the end of sessions', () => {
  it('is counted where a host with people goes: active as forced, disconnected as lost', () => {
    const model = booted(aModel(), 'h1');
    model.signIn('a', 'p');
    model.signIn('b', 'p');
    model.disconnect('b', 'p');

    model.deallocate('p', 'h1');

    assert.equal(model.harm.forcedLogoffs, 1);
    assert.equal(model.harm.lostSessions, 1);
    assert.deepEqual(model.allSessions(), []);
  });

  it('is counted for a disconnected session logged off only when its person comes back for it', () => {
    const model = booted(aModel(), 'h1');
    for (const user of ['a', 'b']) {
      const result = model.signIn(user, 'p');
      model.disconnect(user, 'p');
      model.logOffSession(result.ok ? result.session.id : 0);
    }
    assert.equal(model.harm.lostSessions, 0);

    model.signIn('a', 'p');

    assert.equal(model.harm.lostSessions, 1);
    assert.equal(model.harm.forcedLogoffs, 0);
  });

  it('is none where Windows signs a disconnected session out after its time', () => {
    const model = booted(aModel(), 'h1');
    model.signIn('a', 'p');
    model.disconnect('a', 'p');

    model.advanceTo(model.now + 59 * minute);
    assert.ok(model.sessionOf('a', 'p'));
    model.advanceTo(model.now + 2 * minute);

    assert.equal(model.sessionOf('a', 'p'), undefined);
    model.signIn('a', 'p');
    assert.equal(model.harm.lostSessions, 0);
  });

  it('spares a session that was taken up again before its time was over', () => {
    const model = booted(aModel(), 'h1');
    model.signIn('a', 'p');
    model.disconnect('a', 'p');
    model.advanceTo(model.now + 50 * minute);

    model.signIn('a', 'p');
    model.advanceTo(model.now + 50 * minute);

    assert.ok(model.sessionOf('a', 'p'));
  });
});

describe('what the provider tells of sessions', () => {
  it('is the truth of an instant at most sixty seconds ago', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 2, maxLength: 30 }),
        fc.nat(30),
        (steps, reads) => {
          const model = booted(aModel({ maxSessions: 100 }), 'h1');
          const truth: { at: number; count: number }[] = [{ at: model.now, count: 0 }];
          for (const [number, seconds] of steps.entries()) {
            model.advanceTo(model.now + seconds * 1000);
            if (number % 3 === reads % 3) model.snapshotOf('p');
            model.signIn(`u${number}`, 'p');
            truth.push({ at: model.now, count: number + 1 });
          }

          const { at, counts } = model.snapshotOf('p');

          assert.ok(model.now - at < minute);
          assert.equal(counts['h1'], truth.findLast((moment) => moment.at < at)?.count ?? 0);
        },
      ),
    );
  });
});

describe('a model that was kept and read again', () => {
  it('goes on as if nothing had been', () => {
    const settings = {
      seed: 3,
      now: start,
      pools: [{ id: 'p', kind: 'pooled' as const, group: 'g', maxSessions: 2, hosts: ['h1', 'h2'] }],
    };
    const model = new DesktopModel(settings);
    model.changeMembership('g', 'a', true);
    model.start('p', 'h1');
    model.advanceTo(start + 2 * minute);
    const read = new DesktopModel(settings, JSON.parse(JSON.stringify(model)));

    const course = (each: DesktopModel) => {
      each.advanceTo(start + 61 * minute);
      each.signIn('a', 'p');
      each.start('p', 'h2');
      each.advanceTo(start + 90 * minute);
      return JSON.parse(JSON.stringify(each)) as unknown;
    };

    assert.deepEqual(course(read), course(model));
  });
});
