import assert from 'node:assert/strict';
import fc from 'fast-check';
import { TEAMS_LIMITS, type Limit } from '../../../bot/teams/pace-limits.ts';
import { Pace } from '../../../bot/teams/pace.ts';
import { ProviderError } from '../../../flows/provider-error.ts';
import { MachineTime } from './machine-time.ts';

/** A call as the channel saw it: its place among the calls begun, and when it arrived, in ms. */
interface Arrival {
  conversation: string;
  reply: boolean;
  turn: number;
  arrived: number;
}

describe('the pace of calls to the channel', () => {
  let time: MachineTime;
  let pace: Pace;
  let arrivals: Arrival[];
  let begun: number;
  beforeEach(() => {
    time = new MachineTime();
    pace = new Pace(TEAMS_LIMITS, time);
    arrivals = [];
    begun = 0;
  });

  const pause = (ms: number) => new Promise<void>((resolve) => time.after(ms, resolve));
  /** A call that arrives after `there` ms and is answered `back` ms later. */
  const travel = async (conversation: string, reply: boolean, there: number, back: number) => {
    const turn = (begun += 1);
    await pause(there);
    arrivals.push({ conversation, reply, turn, arrived: time.now() });
    await pause(back);
  };
  const tell = async (conversation: string, { there = 0, back = 0 } = {}) => {
    const slot = await pace.slot(conversation);
    await slot?.call(() => travel(conversation, false, there, back));
  };
  const fail = async (conversation: string, kind: 'throttled' | 'unavailable' | 'invalid', retryAfterMs?: number) => {
    const slot = await pace.slot(conversation);
    const error = new ProviderError(kind, { kind, operation: 'send', resource: conversation, retryAfterMs });
    await assert.rejects(async () => slot?.call(() => Promise.reject(error)));
  };
  const told = () => arrivals.map((one) => one.conversation);
  const people = (count: number, from = 0) => Array.from({ length: count }, (_, n) => `person ${from + n}`);

  it('never lets the channel see more than its limits, whatever the way takes', async () => {
    const journey = fc.record({
      conversation: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g'),
      reply: fc.boolean(),
      pause: fc.oneof(fc.constant(0), fc.nat(400)),
      there: fc.oneof(fc.constant(0), fc.nat(3_000)),
      back: fc.oneof(fc.constant(0), fc.nat(3_000)),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(journey, { minLength: 30, maxLength: 150 }), async (journeys) => {
        time = new MachineTime();
        pace = new Pace(TEAMS_LIMITS, time);
        arrivals = [];
        const calls: Promise<void>[] = [];
        for (const { conversation, reply, pause: before, there, back } of journeys) {
          await time.move(before);
          const call = reply
            ? pace.reply(conversation, () => travel(conversation, true, there, back))
            : tell(conversation, { there, back });
          calls.push(call);
        }
        await time.move(1_200_000);
        await Promise.all(calls);

        assert.equal(arrivals.length, journeys.length);
        for (const one of arrivals.filter((arrival) => !arrival.reply)) {
          // A reply goes at once: one that began after this call, in the same instant too, is none of its business.
          const before = arrivals.filter((other) => other.turn <= one.turn);
          const theirs = before.filter((other) => other.conversation === one.conversation);
          for (const limit of TEAMS_LIMITS.conversation) assertWithin(theirs, one, limit);
          assertWithin(before, one, TEAMS_LIMITS.all);
          assertWithin(
            before.filter((other) => !other.reply),
            one,
            TEAMS_LIMITS.outbox,
          );
        }
      }),
      { numRuns: 40 },
    );
  });

  it('tells 1,100 people in about a minute, twenty a second, in the order asked', async () => {
    const asked = people(1_100);
    for (const person of asked) void tell(person);

    await time.move(54_999);
    assert.equal(arrivals.length, 1_100);
    assert.deepEqual(told(), asked);
    assert.deepEqual(
      Array.from(
        { length: 55 },
        (_, second) => arrivals.filter((one) => Math.floor(one.arrived / 1_000) === second).length,
      ),
      Array<number>(55).fill(20),
    );
  });

  it('lets one conversation have seven a second, eight in two and sixty in thirty, and keeps their order', async () => {
    const texts: number[] = [];
    for (let n = 0; n < 80; n += 1) {
      void pace.slot('manager').then((slot) => slot!.call(() => Promise.resolve(texts.push(n))));
    }

    const seen: number[] = [];
    for (const ms of [999, 1, 999, 1, 27_999, 1, 2_000]) {
      await time.move(ms);
      seen.push(texts.length);
    }
    assert.deepEqual(seen, [7, 8, 8, 15, 60, 67, 75]);
    assert.deepEqual(
      texts,
      [...texts].sort((a, b) => a - b),
    );
  });

  it('holds nobody else up for a conversation that has had its share', async () => {
    for (let n = 0; n < 9; n += 1) void tell('manager');
    void tell('staff');

    await time.move(0);

    assert.deepEqual(told(), [...Array<string>(7).fill('manager'), 'staff']);
  });

  it('lets a reply go at once, and the outbox yield to it', async () => {
    for (let n = 0; n < 9; n += 1) void pace.reply('staff', () => travel('staff', true, 0, 0));
    void tell('staff');
    await time.move(0);
    assert.deepEqual([arrivals.length, pace.state().waiting], [9, 1]);

    await time.move(2_000);

    assert.equal(arrivals.length, 10);
  });

  it('waits where replies have used up what the tenant allows', async () => {
    for (const person of people(40)) void pace.reply(person, () => travel(person, true, 0, 0));
    void tell('somebody');
    await time.move(999);
    assert.equal(arrivals.length, 40);

    await time.move(1);

    assert.equal(told().at(-1), 'somebody');
  });

  it('gives back room in which nothing was sent, and gives a second call room of its own', async () => {
    for (const person of people(20)) void pace.slot(person).then((slot) => slot!.release());
    await time.move(0);
    const slot = await pace.slot('newcomer');
    const many = async () => {
      for (let n = 0; n < 8; n += 1) {
        await slot!.more();
        await slot!.call(() => travel('newcomer', false, 0, 0));
      }
    };
    void many();
    await time.move(0);
    assert.equal(arrivals.length, 7);

    await time.move(1_000);

    assert.equal(arrivals.length, 8);
  });

  it('lets everybody rest as long as asked once the channel refuses many, and is slow for a while', async () => {
    for (const person of people(3)) await fail(person, 'throttled', 10_000);
    for (const person of people(400, 3)) void tell(person);
    await time.move(9_999);
    assert.equal(arrivals.length, 0);
    await time.move(1_000);
    assert.equal(arrivals.length, 10);
    assert.deepEqual(pace.state(), { waiting: 390, underWay: 0, perSecond: 10, throttled: 3 });

    await time.move(60_000);

    assert.deepEqual([arrivals.length, pace.state().perSecond], [400, 20]);
  });

  it('asks ever more seldom while the channel is away', async () => {
    let tries = 0;
    const away = (person: string) => {
      tries += 1;
      return Promise.reject(new ProviderError('away', { kind: 'unavailable', operation: 'send', resource: person }));
    };
    for (const person of people(1_100))
      void pace.slot(person).then((slot) => slot!.call(() => away(person)).catch(() => undefined));

    await time.move(300_000);

    assert.ok(tries > 10 && tries < 80, `${tries} tries in five minutes`);
  });

  it('slows nobody for one conversation in trouble, nor for messages and people that are refused', async () => {
    for (let n = 0; n < 6; n += 1) {
      await fail('manager', 'unavailable');
      await fail(`refused ${n}`, 'invalid');
    }
    await fail('manager', 'throttled', 60_000);
    void tell('manager');
    for (const person of people(7)) void tell(person);

    await time.move(0);
    assert.deepEqual(told(), people(7));
    await time.move(60_000);

    assert.equal(told().at(-1), 'manager');
  });

  it('lets everything through while it is lifted, also what waits, and counts anew afterwards', async () => {
    for (const person of people(100)) void tell(person);
    await time.move(0);
    assert.equal(arrivals.length, 20);

    pace.lift();
    await time.move(0);
    assert.equal(arrivals.length, 100);
    pace.impose();
    for (const person of people(30)) void tell(person);
    await time.move(0);

    assert.equal(arrivals.length, 120);
  });

  it('tells whoever waits that it has stopped', async () => {
    for (const person of people(20)) void tell(person);
    const late = pace.slot('late');

    pace.stop();

    assert.equal(await late, null);
    assert.equal(await pace.slot('later'), null);
  });
});

/** No more calls than allowed have arrived in the time that ends with this one. */
function assertWithin(arrivals: Arrival[], one: Arrival, { calls, perMs }: Limit): void {
  const within = arrivals.filter(({ arrived }) => arrived > one.arrived - perMs && arrived <= one.arrived);
  assert.ok(within.length <= calls, `${within.length} calls within ${perMs} ms, ${calls} are allowed`);
}
