import fc from 'fast-check';

export const DAYS = ['2026-12-02', '2026-12-03', '2026-12-04', '2026-12-07', '2026-12-08', '2026-12-09', '2026-12-10'];
export const HOURS = {
  full: ['08:30', '17:15'],
  am: ['08:30', '12:00'],
  hours: ['10:00', '15:00'],
  allDay: [],
} as const;

const day = fc.constantFrom(...DAYS);
const hours = fc.constantFrom('full' as const, 'am' as const, 'hours' as const, 'allDay' as const);
const which = fc.nat(5);
const yesOrNo = fc.boolean();
const some = <T, K extends string>(kind: K, more: T) => ({ do: fc.constant(kind), ...more });

/** What a person does in Outlook. */
const inOutlook = fc.oneof(
  { weight: 4, arbitrary: fc.record(some('draw', { day, hours })) },
  { weight: 1, arbitrary: fc.record(some('series', { day })) },
  { weight: 3, arbitrary: fc.record(some('edit', { which, day, hours })) },
  { weight: 2, arbitrary: fc.record(some('erase', { which })) },
  { weight: 2, arbitrary: fc.record(some('restore', { which })) },
  { weight: 2, arbitrary: fc.record(some('exception', { which, day, hours, gone: yesOrNo })) },
  { weight: 3, arbitrary: fc.record(some('move ours', { which, day, hours })) },
  { weight: 1, arbitrary: fc.record(some('reword ours', { which })) },
  { weight: 2, arbitrary: fc.record(some('erase ours', { which, undone: yesOrNo })) },
  { weight: 1, arbitrary: fc.record(some('copy ours', { which })) },
);

/** What they do in chat, and their manager. */
const inChat = fc.oneof(
  { weight: 3, arbitrary: fc.record(some('request', { day })) },
  { weight: 2, arbitrary: fc.record(some('change', { which, day })) },
  { weight: 2, arbitrary: fc.record(some('cancel', { which })) },
  { weight: 4, arbitrary: fc.record(some('answer', { yes: yesOrNo })) },
  { weight: 3, arbitrary: fc.record(some('decide', { yes: yesOrNo })) },
);

const onEitherSide = fc.oneof({ weight: 3, arbitrary: inOutlook }, { weight: 2, arbitrary: inChat });
/** Done by people while a call of ours is on its way to Graph, or its answer on its way to us. */
const meanwhile = fc.option(onEitherSide, { freq: 3 });
/** The process dies so many calls and transactions later. */
const dies = fc.option(fc.nat(12), { freq: 4 });

const ofOurs = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record(
      some('write', { before: meanwhile, after: meanwhile, lost: yesOrNo, readBetween: yesOrNo, dies }),
    ),
  },
  {
    weight: 4,
    arbitrary: fc.record(
      some('read', { before: meanwhile, after: meanwhile, whole: yesOrNo, writeBetween: yesOrNo, dies }),
    ),
  },
  { weight: 3, arbitrary: fc.record(some('notify', { dies })) },
  { weight: 1, arbitrary: fc.record(some('kill', {})) },
);

/** What goes wrong, or right again. */
const amiss = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record(some('notifications', { are: fc.constantFrom('on time', 'lost', 'doubled', 'reordered') })),
  },
  {
    weight: 3,
    arbitrary: fc.record(
      some('fault', { status: fc.constantFrom(429, 503), count: fc.integer({ min: 1, max: 4 }), inBatch: yesOrNo }),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.record(
      some('lifecycle', {
        event: fc.constantFrom('reauthorizationRequired' as const, 'subscriptionRemoved' as const, 'missed' as const),
      }),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.record(some('mailbox', { is: fc.constantFrom('there', 'refused', 'missing') })),
  },
  { weight: 1, arbitrary: fc.record(some('forget tokens', {})) },
);

export const anyStep = fc.oneof(
  { weight: 6, arbitrary: inOutlook },
  { weight: 4, arbitrary: inChat },
  { weight: 4, arbitrary: ofOurs },
  { weight: 2, arbitrary: amiss },
);

type Of<A> = A extends fc.Arbitrary<infer T> ? T : never;
export type Deed = Of<typeof onEitherSide>;
export type Step = Of<typeof anyStep>;
