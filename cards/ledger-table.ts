import type { LedgerLine } from '../flows/licences/read-ledger.ts';
import type { Language, Organisation } from '../flows/organisation.ts';
import { inputTime, localDayOf } from './day-and-time.ts';
import { licenceTextIn } from './texts/licences.ts';

/** The ledger of licences as a table for a spreadsheet: a row for each time that somebody had one. */
export function ledgerTable(
  lines: readonly LedgerLine[],
  { licences, pools, timeZone }: Pick<Organisation, 'licences' | 'pools' | 'timeZone'>,
  language: Language,
): string[][] {
  const { ledger, lent, because } = licenceTextIn(language);
  const nameOf = (of: readonly { id: string; name: Record<Language, string> }[], id: string) =>
    of.find((one) => one.id === id)?.name[language] ?? id;
  const time = (at: Date | null) => (at ? `${localDayOf(at, timeZone)} ${inputTime(at, timeZone)}` : '');
  return [
    [
      ledger.licence,
      ledger.pool,
      ledger.person,
      ledger.why,
      ledger.from,
      ledger.until,
      ledger.returned,
      ledger.because,
      ledger.boundUntil,
      ledger.booking,
    ],
    ...lines.map((one) => [
      nameOf(licences, one.licence),
      nameOf(pools, one.pool),
      one.person,
      lent[one.why],
      time(one.from),
      time(one.until),
      time(one.returned),
      one.because ? because[one.because] : '',
      time(one.boundUntil),
      one.booking ?? '',
    ]),
  ];
}
