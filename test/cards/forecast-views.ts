import fc from 'fast-check';
import type { Shortage } from '../../flows/forecast/forecast.ts';
import type { ShortDay, ShortDaysView } from '../../flows/forecast/short-days-view.ts';
import type { View } from '../../flows/views.ts';
import { at, daysFrom, timeZone } from './asking-views.ts';

/** Days on which a city's seats run short. */

export function aShortDay(day: string, shortage: Partial<Shortage> = {}): ShortDay {
  return {
    day,
    low: 108,
    high: 118,
    seats: 112,
    shortage: {
      certainty: 'likely',
      limit: 'hosts',
      startsAt: at(day, '09:30'),
      endsAt: at(day, '16:00'),
      missing: 6,
      waiting: 0,
      mend: { hosts: 1, licences: 0, move: { day: '2026-12-04', people: 6 } },
      ...shortage,
    },
  };
}

export function someShortDays(days: ShortDay[]): ShortDaysView {
  return { kind: 'short-days', poolName: { ja: '在宅用デスクトップ', en: 'Desktops for home' }, days, timeZone };
}

/** Every sample of this topic by its name. */
export const FORECAST_VIEWS: Record<string, View> = {
  'short-day': someShortDays([aShortDay('2026-12-03')]),
  'short-days-of-every-kind': someShortDays([
    aShortDay('2026-12-03', { waiting: 4 }),
    aShortDay('2026-12-07', { certainty: 'possible', mend: { hosts: 0, licences: 12, move: null } }),
    aShortDay('2026-12-08', { limit: 'licences', mend: { hosts: 2, licences: 12, move: null } }),
  ]),
  'short-days-many': someShortDays(daysFrom('2026-12-03', 12, 1).map((day) => aShortDay(day))),
};

/** Any days that run short. */
export function anyShortDays({
  day,
  instant,
  said,
}: {
  day: fc.Arbitrary<string>;
  instant: fc.Arbitrary<Date>;
  said: (length: number) => fc.Arbitrary<string>;
}): fc.Arbitrary<View> {
  const people = fc.nat(20_000);
  const shortDay = fc.record({
    day,
    low: people,
    high: people,
    seats: people,
    shortage: fc.record({
      certainty: fc.constantFrom('likely' as const, 'possible' as const),
      limit: fc.constantFrom('hosts' as const, 'licences' as const),
      startsAt: instant,
      endsAt: instant,
      missing: people,
      waiting: people,
      mend: fc.record({ hosts: people, licences: people, move: fc.option(fc.record({ day, people })) }),
    }),
  });
  return fc.record({
    kind: fc.constant('short-days' as const),
    poolName: fc.record({ ja: said(100), en: said(100) }),
    days: fc.array(shortDay, { minLength: 1, maxLength: 14 }),
    timeZone: fc.constant(timeZone),
  });
}
