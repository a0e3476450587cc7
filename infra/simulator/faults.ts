import { z } from 'zod';

export type FaultyService = 'arm' | 'graph' | 'citrix' | 'connector';

const whole = (name: string, least: number, greatest: number) =>
  z
    .number({ error: `${name}: expected a whole number from ${least} to ${greatest}` })
    .int(`${name}: expected a whole number from ${least} to ${greatest}`)
    .min(least, `${name}: expected a whole number from ${least} to ${greatest}`)
    .max(greatest, `${name}: expected a whole number from ${least} to ${greatest}`);

/** `POST /simulator/faults`. Times are simulated seconds, `delayMs` is real time (how slowly the vendor answers). */
export const faultRequest = z
  .strictObject({
    service: z.enum(['arm', 'graph', 'citrix', 'connector'], {
      error: 'service: expected arm, graph, citrix or connector',
    }),
    status: whole('status', 400, 599).optional(),
    retryAfter: whole('retryAfter', 0, 86_400).optional(),
    rate: z
      .number({ error: 'rate: expected a number from 0 to 1' })
      .min(0, 'rate: expected a number from 0 to 1')
      .max(1, 'rate: expected a number from 0 to 1')
      .default(1),
    count: whole('count', 1, 1_000_000_000).optional(),
    delayMs: whole('delayMs', 0, 600_000).optional(),
    lostAnswer: z.boolean({ error: 'lostAnswer: expected true or false' }).optional(),
    notifications: z
      .enum(['lost', 'doubled', 'reordered'], { error: 'notifications: expected lost, doubled or reordered' })
      .optional(),
    path: z.string({ error: 'path: expected part of an address' }).optional(),
  })
  .refine(
    ({ status, delayMs, lostAnswer, notifications }) =>
      status !== undefined || delayMs !== undefined || lostAnswer === true || notifications !== undefined,
    'status: expected the HTTP status to answer, or delayMs, or lostAnswer: true',
  )
  .refine(
    ({ service, notifications }) => notifications === undefined || service === 'graph',
    'notifications: expected with service graph alone',
  );

export type Fault = z.output<typeof faultRequest> & { left: number | null; hits: number };

/** The faults that are switched on. Each that meets a request counts by itself. */
export class FaultBook {
  readonly faults: Fault[] = [];
  private readonly random: () => number;

  constructor(random: () => number) {
    this.random = random;
  }

  add(fault: z.output<typeof faultRequest>): void {
    this.faults.push({ ...fault, left: fault.count ?? null, hits: 0 });
  }

  clear(): void {
    this.faults.length = 0;
  }

  /** The first fault of the wanted sort that meets this request, counted. */
  hit(service: FaultyService, path: string, sort: (fault: Fault) => boolean): Fault | null {
    for (const fault of this.faults) {
      if (fault.service !== service || !sort(fault) || fault.left === 0) continue;
      if (fault.path !== undefined && !path.toLowerCase().includes(fault.path.toLowerCase())) continue;
      if (this.random() >= fault.rate) continue;
      fault.hits += 1;
      if (fault.left !== null) fault.left -= 1;
      return fault;
    }
    return null;
  }
}
