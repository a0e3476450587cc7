import assert from 'node:assert/strict';
import fc from 'fast-check';
import { EventQueue } from '../../../../infra/simulator/model/event-queue.ts';

describe('the queue of what is to happen', () => {
  it('gives everything that is due in the order of time, and of adding where times are equal', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 })), fc.integer({ min: 0, max: 20 }), (times, now) => {
        const queue = new EventQueue();
        times.forEach((at, number) => queue.add({ at, kind: 'test', number }));

        const taken = [];
        for (let event = queue.take(now); event; event = queue.take(now)) taken.push(event);

        const wanted = times
          .map((at, number) => ({ at, kind: 'test', number }))
          .filter(({ at }) => at <= now)
          .sort((a, b) => a.at - b.at || a.number - b.number);
        assert.deepEqual(taken, wanted);
      }),
    );
  });

  it('is the same after it was kept and read again', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 5 })), (times) => {
        const queue = new EventQueue();
        times.forEach((at, number) => queue.add({ at, kind: 'test', number }));
        const read = new EventQueue(JSON.parse(JSON.stringify(queue)));

        const numbers = (from: EventQueue) => times.map(() => from.take(5)?.['number']);

        assert.deepEqual(numbers(read), numbers(queue));
      }),
    );
  });
});
