import type { LicenceDay } from '../flows/licences/licence-report.ts';
import type { Language } from '../flows/organisation.ts';
import { licenceTextIn } from './texts/licences.ts';

/** The licence report as a table for a spreadsheet: a row for each licence and day. */
export function licenceTable(days: readonly LicenceDay[], language: Language): string[][] {
  const { columns, kinds } = licenceTextIn(language);
  const { licence, kind, day, count, peak, average, refused, waitlisted, oneMore, oneFewer } = columns;
  return [
    [licence, kind, day, count, peak, average, refused, waitlisted, oneMore, oneFewer],
    ...days.map((one) => [
      one.name[language],
      kinds[one.kind],
      one.day,
      ...[one.count, one.peak].map(String),
      one.average.toFixed(2),
      ...[one.refused, one.waitlisted, one.oneMore, one.oneFewer].map(String),
    ]),
  ];
}
