import assert from 'node:assert/strict';
import type { DesktopProvider, SeenHost } from '../../flows/capacity/capacity.ts';
import { ProviderError } from '../../flows/provider-error.ts';
import type { ProviderErrorKind } from '../../flows/provider-error.ts';

/** A provider with its stage: what a test may set up and see behind the port's back. */
export interface DesktopProviderStage {
  provider: DesktopProvider;
  /** A pooled pool of at least four deallocated hosts, empty, none drained, breadth first. */
  pooled: string;
  /** A personal pool with at least one host that nobody owns. */
  personal: string;
  /** Lets boots and deallocations under way come to their end. */
  settle(): Promise<void>;
  /** Sessions and their counts may be shown up to a minute late: that minute passes. */
  minutePasses(): Promise<void>;
  /** Somebody signs in to the pooled pool (on this host where the stage can choose) and the host's name is answered. */
  signIn(upn: string, host: string): Promise<string>;
  /** UPNs of people who may sign in to the pooled pool, and who may own a personal desktop. */
  people: [string, string, ...string[]];
  /** The next call of ARM, or whatever it is, fails so. `lostAnswer`: after the work was done. */
  failNext(kind: 'throttled' | 'denied' | 'unavailable', options?: { lostAnswer?: boolean }): Promise<void>;
  close(): Promise<void>;
}

/** What every DesktopProvider does, whatever is behind it. */
export function desktopProviderContract(name: string, open: () => Promise<DesktopProviderStage>): void {
  describe(`${name} as a desktop provider`, () => {
    let stage: DesktopProviderStage;
    let provider: DesktopProvider;

    beforeEach(async () => {
      stage = await open();
      provider = stage.provider;
    });

    afterEach(() => stage.close());

    const hostsOf = async (pool: string) => (await provider.readHostPool(pool, { sessions: false })).hosts;
    const hostOf = async (pool: string, host: string) => {
      const found = (await hostsOf(pool)).find((one) => one.name === host);
      assert.ok(found, `${host} is not in the reading`);
      return found;
    };
    const first = async (pool: string) => {
      const [host] = await hostsOf(pool);
      assert.ok(host);
      return host.name;
    };
    const up = async (pool: string): Promise<SeenHost> => {
      const host = await first(pool);
      await provider.startHost(pool, host);
      await stage.settle();
      return hostOf(pool, host);
    };
    const kindOf = async (call: Promise<unknown>): Promise<ProviderErrorKind> => {
      const error = await call.then(
        () => assert.fail('expected a ProviderError'),
        (caught: unknown) => caught,
      );
      assert.ok(error instanceof ProviderError, String(error));
      return error.kind;
    };

    it('reads all hosts by plain names, without sessions unless asked', async () => {
      const seen = await provider.readHostPool(stage.pooled, { sessions: false });

      assert.ok(seen.hosts.length >= 4);
      assert.equal(new Set(seen.hosts.map((host) => host.name)).size, seen.hosts.length);
      assert.ok(seen.hosts.every((host) => host.name !== '' && !host.name.includes('/')));
      assert.ok(seen.hosts.every((host) => host.power === 'deallocated' && host.allowNewSession));
      assert.equal(seen.sessions, null);
      assert.equal(seen.balance, 'breadth');
      assert.equal(seen.handsOff, null);
      assert.ok(seen.maxSessions > 1);
    });

    it('shows a personal pool as one', async () => {
      const seen = await provider.readHostPool(stage.personal, { sessions: true });

      assert.equal(seen.balance, 'persistent');
      assert.deepEqual(seen.sessions, []);
    });

    it('starts a host and returns before it is up', async () => {
      const host = await first(stage.pooled);

      await provider.startHost(stage.pooled, host);

      assert.equal((await hostOf(stage.pooled, host)).power, 'starting');
      await stage.settle();
      const seen = await hostOf(stage.pooled, host);
      assert.equal(seen.power, 'running');
      assert.equal(seen.health, 'available');
    });

    it('takes the start of a running host as done', async () => {
      const { name: host } = await up(stage.pooled);

      await provider.startHost(stage.pooled, host);

      assert.equal((await hostOf(stage.pooled, host)).power, 'running');
    });

    it('deallocates an empty host', async () => {
      const { name: host } = await up(stage.pooled);

      await provider.deallocateHost(stage.pooled, host);

      assert.match((await hostOf(stage.pooled, host)).power, /^deallocat(ing|ed)$/);
      await stage.settle();
      assert.equal((await hostOf(stage.pooled, host)).power, 'deallocated');
    });

    it('leaves a host with a user session running and says conflict', async () => {
      const { name: host } = await up(stage.pooled);
      assert.equal(await stage.signIn(stage.people[0], host), host);
      await stage.minutePasses();

      assert.equal(await kindOf(provider.deallocateHost(stage.pooled, host)), 'conflict');

      assert.equal((await hostOf(stage.pooled, host)).power, 'running');
      assert.equal((await provider.readSessionsOfHost(stage.pooled, host)).length, 1);
    });

    it('says conflict to the start of a host that is going down', async () => {
      const { name: host } = await up(stage.pooled);
      await provider.deallocateHost(stage.pooled, host);
      assert.equal((await hostOf(stage.pooled, host)).power, 'deallocating');

      assert.equal(await kindOf(provider.startHost(stage.pooled, host)), 'conflict');
    });

    it('drains and undrains, twice without harm', async () => {
      const host = await first(stage.pooled);

      await provider.setDrainMode(stage.pooled, host, true);
      await provider.setDrainMode(stage.pooled, host, true);
      assert.equal((await hostOf(stage.pooled, host)).allowNewSession, false);

      await provider.setDrainMode(stage.pooled, host, false);
      assert.equal((await hostOf(stage.pooled, host)).allowNewSession, true);
    });

    it('changes how people are spread', async () => {
      await provider.setBalance(stage.pooled, 'depth');
      assert.equal((await provider.readHostPool(stage.pooled, { sessions: false })).balance, 'depth');

      await provider.setBalance(stage.pooled, 'breadth');
      assert.equal((await provider.readHostPool(stage.pooled, { sessions: false })).balance, 'breadth');
    });

    it('lists sessions of the pool and of one host with the names that other calls take', async () => {
      const { name: host } = await up(stage.pooled);
      await stage.signIn(stage.people[0], host);
      await stage.minutePasses();

      const listed = (await provider.readHostPool(stage.pooled, { sessions: true })).sessions;
      const onHost = await provider.readSessionsOfHost(stage.pooled, host);

      assert.deepEqual(listed, onHost);
      assert.equal(onHost.length, 1);
      assert.equal(onHost[0]?.host, host);
      assert.equal(onHost[0]?.upn.toLowerCase(), stage.people[0].toLowerCase());
      assert.equal(onHost[0]?.state, 'active');
    });

    it('sends a message, disconnects, logs off; what is gone needs no log-off', async () => {
      const { name: host } = await up(stage.pooled);
      await stage.signIn(stage.people[0], host);
      await stage.minutePasses();
      const [session] = await provider.readSessionsOfHost(stage.pooled, host);
      assert.ok(session);

      await provider.sendMessage(stage.pooled, session, 'お知らせ', '予約の時間が終わりました。');
      await provider.disconnectSession(stage.pooled, session);
      await stage.minutePasses();
      assert.equal((await provider.readSessionsOfHost(stage.pooled, host))[0]?.state, 'disconnected');

      await provider.logOffSession(stage.pooled, session);
      await provider.logOffSession(stage.pooled, session);
      await provider.disconnectSession(stage.pooled, session);
      await stage.minutePasses();
      assert.deepEqual(await provider.readSessionsOfHost(stage.pooled, host), []);
      assert.equal(await kindOf(provider.sendMessage(stage.pooled, session, 'a', 'b')), 'not-found');
    });

    it('gives a personal host to one person once, and never takes it away', async () => {
      const free = (await hostsOf(stage.personal)).find((host) => host.assignedUser === null);
      assert.ok(free);

      await provider.assignHost(stage.personal, free.name, stage.people[0]);
      await provider.assignHost(stage.personal, free.name, stage.people[0].toUpperCase());

      assert.equal(await kindOf(provider.assignHost(stage.personal, free.name, stage.people[1])), 'conflict');
      const owner = (await hostOf(stage.personal, free.name)).assignedUser;
      assert.equal(owner?.toLowerCase(), stage.people[0].toLowerCase());
    });

    it('says not-found of a host or pool that is not there', async () => {
      assert.equal(await kindOf(provider.startHost(stage.pooled, 'no-such-host')), 'not-found');
      assert.equal(await kindOf(provider.deallocateHost(stage.pooled, 'no-such-host')), 'not-found');
      assert.equal(await kindOf(provider.setDrainMode(stage.pooled, 'no-such-host', true)), 'not-found');
      assert.equal(await kindOf(provider.readHostPool('no-such-pool', { sessions: false })), 'not-found');
    });

    for (const kind of ['throttled', 'denied', 'unavailable'] as const) {
      it(`says ${kind} and has done nothing`, async () => {
        const host = await first(stage.pooled);
        await stage.failNext(kind);

        assert.equal(await kindOf(provider.setDrainMode(stage.pooled, host, true)), kind);

        assert.equal((await hostOf(stage.pooled, host)).allowNewSession, true);
      });
    }

    it('may be asked again after the answer was lost', async () => {
      const host = await first(stage.pooled);
      await stage.failNext('unavailable', { lostAnswer: true });
      assert.equal(await kindOf(provider.setDrainMode(stage.pooled, host, true)), 'unavailable');
      assert.equal((await hostOf(stage.pooled, host)).allowNewSession, false);

      await provider.setDrainMode(stage.pooled, host, true);

      assert.equal((await hostOf(stage.pooled, host)).allowNewSession, false);
    });
  });
}
