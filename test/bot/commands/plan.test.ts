import assert from 'node:assert/strict';
import { PassThrough, Readable } from 'node:stream';
import { capacityConversation } from '../../../bot/commands/plan-conversation.ts';
import { answerLines, planCommand } from '../../../bot/commands/plan.ts';
import { play, type Opponent } from './planner-opponent.ts';

const NOW = 1_780_268_400;
const init = {
  type: 'init',
  version: 1,
  now: NOW,
  end: NOW + 86_400,
  tz: 'Asia/Tokyo',
  holidays: [],
  pool: {
    hosts: [
      { id: 7, size: 'D8s_v5', maxSessions: 16, price: 1, zone: 1 },
      { id: 3, size: 'D4s_v5', maxSessions: 8, price: 0.4, zone: 2 },
    ],
    licences: null,
    startsPerMinute: 60,
  },
};
const booking = { id: 17, user: 301, start: NOW + 600, end: NOW + 36_000, status: 'booked', at: NOW };

describe('zaitaku plan', () => {
  it('answers every line exactly once and in order, also what is no message, and ends on `end`', async () => {
    const tick = { type: 'tick', now: NOW, bookings: [booking], sessions: [], hosts: [], waiting: 0 };
    const lines = [
      JSON.stringify({ ...tick, now: NOW }),
      'no json',
      '',
      JSON.stringify(init),
      '[1]',
      'null',
      JSON.stringify({ type: 'tick' }),
      JSON.stringify({ type: 'whatever' }),
      JSON.stringify({ ...tick, unknown: { field: 1 } }),
      JSON.stringify({ type: 'end', now: NOW }),
      JSON.stringify({ ...tick, now: NOW + 60 }),
    ];

    const { answers, logged } = await talk(lines);

    assert.equal(answers.length, 9);
    assert.ok(answers.slice(0, 8).every((answer) => JSON.stringify(answer) === '{}'));
    assert.deepEqual(answers[8], { start: [3], wake: NOW + 60 });
    assert.equal(logged.length, 7);
    assert.match(logged[0]!, /^line 1: tick before init/);
    assert.match(logged[5]!, /now: expected a number/);
  });

  it('answers the last line without a line feed, and ends with the input', async () => {
    const { answers } = await talk([JSON.stringify(init)], '');

    assert.deepEqual(answers, [{}]);
  });

  it('answers each line before the next is sent', async () => {
    const [input, output] = [new PassThrough(), new PassThrough()];
    const ended = answerLines(input, output, () => {});
    const replies = output[Symbol.asyncIterator]();

    input.write(`${JSON.stringify(init)}\n`);
    const first = String((await replies.next()).value);
    input.write(`${JSON.stringify({ type: 'tick', now: NOW, bookings: [booking] })}\n`);
    const second = String((await replies.next()).value);
    input.write('{"type":"end"}\n'); // and the input stays open
    await ended;

    assert.equal(first, '{}\n');
    assert.match(second, /"start":\[3\]/);
  });

  it('stops a failed host at once and starts another, and calls a start off when its booking is cancelled', () => {
    const conversation = capacityConversation();
    const tick = (minutes: number, more: object) =>
      conversation.answer({ type: 'tick', now: NOW + 60 * minutes, ...more }) as Record<string, unknown>;
    conversation.answer(init);

    const begun = tick(0, { bookings: [booking] });
    const failed = tick(2, { hosts: [{ id: 3, state: 'failed', active: 0, disconnected: 0, drain: false }] });
    const replaced = failed.start ?? tick(3, { hosts: [{ id: 3, state: 'deallocating', drain: true }] }).start;
    const cancelled = tick(4, {
      bookings: [{ ...booking, status: 'cancelled' }],
      hosts: [
        { id: 3, state: 'off', active: 0, disconnected: 0, drain: true },
        { id: 7, state: 'available', active: 0, disconnected: 0, drain: false },
      ],
    });

    assert.deepEqual([begun.start, failed.drain, failed.deallocate], [[3], [3], [3]]);
    assert.deepEqual(replaced, [7]);
    assert.deepEqual([cancelled.drain, cancelled.deallocate], [[7], [7]]);
  });

  it('never deallocates a host with somebody on it, nor signs anybody out who is at work', () => {
    const conversation = capacityConversation();
    const tick = (minutes: number, more: object) =>
      conversation.answer({ type: 'tick', now: NOW + 60 * minutes, ...more }) as Record<string, unknown>;
    conversation.answer(init);
    tick(0, { bookings: [booking] });
    tick(3, {
      hosts: [{ id: 3, state: 'available', active: 1, disconnected: 0, drain: false }],
      sessions: [{ op: 'on', user: 301, host: 3, at: NOW + 170 }],
    });

    const replies = Array.from({ length: 900 }, (_, minute) => tick(4 + minute, {}));

    assert.ok(replies.every((reply) => reply.deallocate === undefined && reply.logoff === undefined));
  });

  it('makes room for whoever waits without a booking', () => {
    const conversation = capacityConversation();
    conversation.answer(init);

    const reply = conversation.answer({ type: 'tick', now: NOW, waiting: 20 }) as { start: number[] };

    assert.deepEqual(reply.start, [3, 7]);
  });

  it('has a help text and takes no arguments', async () => {
    const command = planCommand()
      .exitOverride()
      .configureOutput({ writeErr: () => {} });

    assert.match(command.helpInformation(), /one JSON line on stdout for each on stdin/);
    await assert.rejects(command.parseAsync(['too-much'], { from: 'user' }));
  });

  describe('against a pool that does as it is told', function () {
    this.timeout(60_000);

    const equal = (count: number) => Array.from({ length: count }, (_, id) => ({ id, maxSessions: 16, price: 1 }));
    const mixed = [
      ...equal(8),
      ...Array.from({ length: 12 }, (_, id) => ({ id: id + 20, maxSessions: 8, price: 0.5 })),
    ];
    const opponents: [string, Opponent][] = [
      ['1,000 people on 70 hosts', { people: 1000, days: 5, hosts: equal(70) }],
      ['200 people on hosts of two sizes', { people: 200, days: 3, hosts: mixed }],
      ['100 people, two starts a minute', { people: 100, days: 3, hosts: equal(7), startsPerMinute: 2 }],
      ['40 licences for 40 people', { people: 40, days: 3, hosts: equal(7), licences: 40 }],
    ];
    for (const [name, opponent] of opponents) {
      it(`serves ${name} without harm, all off at night`, async () => {
        const verdict = await play(opponent, inProcess());

        const { invalid, throttled, forced, waited, refused, onAtNight } = verdict;
        assert.deepEqual(
          { invalid, throttled, forced, refused, onAtNight },
          { invalid: 0, throttled: 0, forced: 0, refused: 0, onAtNight: 0 },
        );
        // People here come on the minute: who finds only shut doors waits one until the next look. From the first day
        // on, with habits that are not those expected.
        assert.ok(waited <= 0.03 * opponent.people * opponent.days, `${waited} min waited`);
        assert.ok(verdict.paid > 0 && verdict.ticks > 100);
      });
    }

    it('gives the same replies to the same messages', async () => {
      const [first, second] = [[] as unknown[], [] as unknown[]];
      const record = (into: unknown[]) => {
        const ask = inProcess();
        return async (message: object) => into[into.push(await ask(message)) - 1];
      };

      await play({ people: 60, days: 2, hosts: equal(7) }, record(first));
      await play({ people: 60, days: 2, hosts: equal(7) }, record(second));

      assert.deepEqual(first, second);
    });
  });
});

function inProcess() {
  const conversation = capacityConversation();
  return async (message: object): Promise<unknown> => conversation.answer(JSON.parse(JSON.stringify(message)));
}

async function talk(lines: string[], end = '\n') {
  const output = new PassThrough();
  const logged: string[] = [];
  await answerLines(Readable.from([lines.join('\n') + end]), output, (message) => logged.push(message));
  output.end();
  let text = '';
  for await (const chunk of output) text += chunk;
  return {
    answers: text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as object),
    logged,
  };
}
