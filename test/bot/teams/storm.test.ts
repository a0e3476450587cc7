import assert from 'node:assert/strict';
import { CloudAdapter } from 'botbuilder';
import { Scheduler } from '../../../bot/scheduler.ts';
import { ChannelAuthentication } from '../../../bot/teams/channel-authentication.ts';
import { Deliverer, MESSAGES_AT_ONCE } from '../../../bot/teams/deliver.ts';
import { Messenger } from '../../../bot/teams/messenger.ts';
import { TEAMS_LIMITS } from '../../../bot/teams/pace-limits.ts';
import { Pace } from '../../../bot/teams/pace.ts';
import { MailboxLanguages } from '../../../flows/conversation/mailbox-language.ts';
import type { Store } from '../../../flows/store.ts';
import { SeededRandom } from '../../../infra/simulator/model/seeded-random.ts';
import { aDirectoryPerson, idOf, NOW, TENANT } from '../../support/builders.ts';
import { openStage, type Stage } from '../../support/flow-harness.ts';
import { MachineTime } from './machine-time.ts';
import { mostWithin, StormChannel } from './storm-channel.ts';

const PEOPLE = 1_100;
/** Where the bot is stopped or killed, a section is told. */
const SECTION = 300;
/** STORM_SEED=… repeats the channel's faults of one run. */
const SEED = Number(process.env['STORM_SEED'] ?? Math.floor(Math.random() * 1_000_000));

/** One life of the bot's process, as far as messages go. */
interface Life {
  deliverer: Deliverer;
  scheduler: Scheduler;
  pace: Pace;
}

describe(`1,100 people told at once (seed ${SEED})`, function () {
  this.timeout(600_000);
  const names = Array.from({ length: PEOPLE }, (_, n) => `p${n}`);
  const section = names.slice(0, SECTION);
  let stage: Stage;
  let time: MachineTime;
  let channel: StormChannel;
  let random: SeededRandom;
  before(async () => {
    stage = await openStage({ connections: 12 });
    channel = new StormChannel(() => time.now());
    await channel.open();
  });
  after(async () => {
    await channel.close();
    await stage.database.close();
  });
  beforeEach(async () => {
    await stage.reset();
    channel.reset();
    random = SeededRandom.of(SEED, 'storm');
    time = new MachineTime();
    // The product's clock is the machine's, as it is where no demo moves it.
    time.onMove = (now) => stage.clock.set(new Date(NOW.getTime() + now));
    const known = names.map((name) => ({ ...aDirectoryPerson(name), mailboxLanguage: 'ja' as const }));
    await stage.tx((tx) => tx.people.saveFromDirectory(known, NOW));
    await stage.tx(async (tx) => {
      for (const name of names) await tx.conversations.save(chatWith(name), NOW);
    });
  });

  const chatWith = (name: string) => ({
    personId: idOf(name),
    state: 'reachable' as const,
    serviceUrl: channel.url,
    conversationId: `chat-${name}`,
    userChannelId: `29:${name}`,
    botChannelId: '28:bot',
    channelId: 'msteams',
  });
  const live = (store: Store = stage.deps.store): Life => {
    const deps = { ...stage.deps, store };
    const pace = new Pace(TEAMS_LIMITS, time);
    const options = { appId: '', tenantId: () => TENANT, defaultServiceUrl: channel.url };
    const deliverer = new Deliverer({
      ...deps,
      messenger: new Messenger(new CloudAdapter(new ChannelAuthentication({})), options),
      calendar: stage.calendar,
      languages: new MailboxLanguages({ ...deps, directory: stage.directory }),
      calendarSubject: () => 'Telework',
      log: stage.log,
      pace,
      onConversationState: () => undefined,
    });
    const deliver = (queue: string) => deliverer.deliver(queue);
    return { deliverer, pace, scheduler: new Scheduler({ ...deps, handlers: {} as never, deliver, log: stage.log }) };
  };
  const tell = (people: string[], ...texts: string[]) =>
    stage.tx(async (tx) => {
      for (const text of texts)
        for (const name of people) {
          const notice = { kind: 'reply' as const, reply: { type: 'message', text } };
          await tx.outbox.add({ kind: 'tell', personId: idOf(name), notice }, NOW);
        }
    });
  /** Lets a life work until it ends or nothing is left to deliver, time going on as it waits. */
  const workUntil = async ({ scheduler, pace }: Life, over: () => boolean) => {
    while (!over()) {
      let settled = false;
      const settling = scheduler.settle().then(
        () => (settled = true),
        () => (settled = true),
      );
      await time.runWhile(
        () => settled,
        () => pace.state().underWay === 0,
      );
      await settling;
      const next = await stage.deps.store.nextDueAt();
      if (!next) return;
      time.reach(next.getTime() - NOW.getTime());
    }
  };
  const never = () => false;
  const takenBy = (name: string) => channel.taken.get(`chat-${name}`) ?? [];

  it('takes a minute, keeps the limits, and reaches everybody once', async () => {
    await tell(names, 'begins');

    await workUntil(live(), never);

    for (const name of names) assert.deepEqual(takenBy(name), ['begins']);
    assert.deepEqual(channel.tooMany, []);
    assert.ok(mostWithin(channel.calls, 1_000) <= 20);
    assert.ok(time.now() >= 54_000 && time.now() < 60_000, `${time.now()} ms for 1,100 messages`);
  });

  it('loses and doubles nothing where the channel answers 429, 502, 403 and 404', async () => {
    const gone = new Set(names.filter((_, n) => n % 50 === 7).map((name) => `chat-${name}`));
    const away = new Set(names.filter((_, n) => n % 50 === 9).map((name) => `chat-${name}`));
    channel.fate = (conversation) => {
      if (gone.has(conversation)) return { status: 404, code: 'ConversationNotFound' };
      if (away.has(conversation)) return { status: 403, code: 'BotNotInConversationRoster' };
      const chance = random.next();
      if (chance < 0.05) return { status: 429, retryAfter: 7 };
      if (chance < 0.1) return { status: 429 };
      return { status: chance < 0.15 ? 502 : 200 };
    };
    await tell(names, 'begins', 'ends');

    await workUntil(live(), never);

    for (const name of names) {
      const chat = `chat-${name}`;
      const taken = gone.has(chat) ? channel.taken.get(`new-${idOf(name)}`) : takenBy(name);
      assert.deepEqual(taken, away.has(chat) ? [] : ['begins', 'ends'], name);
      const state = (await stage.tx((tx) => tx.conversations.of(idOf(name))))?.state;
      assert.equal(state, away.has(chat) ? 'not-installed' : 'reachable', name);
    }
    assert.ok(channel.refused > 200, 'the faults came');
    assert.deepEqual(channel.tooMany, []);
  });

  it('asks seldom while the channel refuses the whole tenant, and goes on when it is back', async () => {
    const back = 60_000;
    let refusedMeanwhile = 0;
    channel.fate = () => {
      if (time.now() < 10_000 || time.now() >= back) return { status: 200 };
      refusedMeanwhile += 1;
      return random.chance(0.5) ? { status: 429, retryAfter: 20 } : { status: 429 };
    };
    await tell(names, 'begins');

    await workUntil(live(), never);

    for (const name of names) assert.deepEqual(takenBy(name), ['begins']);
    assert.ok(refusedMeanwhile > 0 && refusedMeanwhile < 60, `${refusedMeanwhile} calls were refused`);
    assert.ok(time.now() < 300_000, `${time.now()} ms`);
  });

  it('goes on after stops and new starts where it was', async () => {
    await tell(section, 'begins', 'ends');
    for (const stopAt of [50, 200, 450]) {
      const life = live();
      channel.onTaken = (count) => {
        if (count === stopAt) life.deliverer.stop();
      };
      await workUntil(life, () => channel.count >= stopAt);
      await life.scheduler.pause();
    }

    await workUntil(live(), never);

    for (const name of section) assert.deepEqual(takenBy(name), ['begins', 'ends']);
    assert.deepEqual(channel.tooMany, []);
  });

  it('loses nothing when killed, and repeats at most what was on its way', async () => {
    await tell(section, 'begins', 'ends');
    let dead = false;
    const { store } = stage.deps;
    const mortal: Store = {
      transaction: (work) => (dead ? Promise.reject(new Error('killed')) : store.transaction(work)),
      nextDueAt: () => store.nextDueAt(),
      outboxState: (now) => store.outboxState(now),
    };
    channel.onTaken = (count) => {
      dead ||= count === 250;
    };
    await workUntil(live(mortal), () => dead);

    await workUntil(live(), never);

    let repeated = 0;
    for (const name of section) {
      const taken = takenBy(name);
      repeated += taken.length - 2;
      assert.deepEqual([...new Set(taken)], ['begins', 'ends'], 'in order');
    }
    assert.ok(repeated > 0 && repeated <= MESSAGES_AT_ONCE, `${repeated} repeated`);
    assert.deepEqual(channel.tooMany, []);
  });
});
