import fc from 'fast-check';
import type { View } from '../../flows/views.ts';
import type { Parts } from './arbitrary-approvals.ts';

/** Any view of the pledge, of what people say of their days, and of the way to their records. */
export function anyRegistration({ day, instant, said }: Pick<Parts, 'day' | 'instant' | 'said'>): fc.Arbitrary<View>[] {
  const timeZone = fc.constantFrom('Asia/Tokyo', 'UTC');
  const maybe = <T>(it: fc.Arbitrary<T>) => fc.option(it, { nil: null });
  // As long, and of as many lines, as an organisation's file may have it.
  const long = fc.oneof(
    said(3_000),
    fc.constant('あ'.repeat(3_000)),
    fc.constant(Array.from({ length: 60 }, () => '情報を守ります。'.repeat(6)).join('\n')),
  );
  const words = fc.record({ ja: long, en: long }).map(({ ja, en }) => ({ ja: asInFile(ja), en: asInFile(en) }));
  const pledge = fc.record({
    kind: fc.constant('pledge' as const),
    draftId: maybe(fc.uuid()),
    draftVersion: fc.nat(1000),
    version: said(40).map((text) => text.trim() || '1'),
    months: fc.integer({ min: 1, max: 120 }),
    text: words,
    ownDevice: maybe(words),
    timeZone,
  });
  const feedback = fc.record({
    kind: fc.constant('feedback' as const),
    bookingId: fc.uuid(),
    day,
    score: maybe(fc.integer({ min: 1, max: 5 })),
    line: maybe(said(500)),
    timeZone,
  });
  const records = fc.record({
    kind: fc.constant('records' as const),
    url: fc.constant(`https://bot.city.example/records/${'A'.repeat(43)}`),
    expiresAt: instant,
    timeZone,
  });
  return [pledge, feedback, records];
}

function asInFile(text: string): string {
  const lines = text.trim().slice(0, 3_000).split('\n').slice(0, 60).join('\n');
  return /[\p{L}\p{N}]/u.test(lines) ? lines : '誓約します。';
}
