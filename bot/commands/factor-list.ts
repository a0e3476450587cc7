/** One person of a list of registered one-time passwords. */
export interface FactorLine {
  upn: string;
  registered: boolean;
}

const YES = new Set(['', 'yes', 'true', '1', '○', '済', 'はい', '登録済み', '登録済']);
const NO = new Set(['no', 'false', '0', '×', '未', 'いいえ', '未登録']);

/**
 * Reads a gateway's list: CSV with a head row, a column `upn` and, where some are not registered, `registered`. Other
 * columns are left alone. A fault names line, column and what is expected. Pure.
 */
export function parseFactorList(text: string): { lines: FactorLine[] } | { fault: string } {
  const rows = rowsOf(text.replace(/^\uFEFF/, ''));
  const [head, ...rest] = rows;
  if (!head) return { fault: 'is empty; expected a head row with the column upn' };
  const names = head.map((name) => name.trim().toLowerCase());
  const [upnAt, registeredAt] = [names.indexOf('upn'), names.indexOf('registered')];
  if (upnAt < 0) return { fault: `line 1: there is no column upn; it has ${names.join(', ').slice(0, 100)}` };
  const found = new Map<string, FactorLine>();
  for (const [index, row] of rest.entries()) {
    if (row.every((cell) => cell.trim() === '')) continue;
    const upn = (row[upnAt] ?? '').trim().toLowerCase();
    if (!/^[^\s@]+@[^\s@]+$/.test(upn))
      return {
        fault: `line ${index + 2}: upn "${upn.slice(0, 60)}" is no user principal name like sato.hanako@city.example`,
      };
    const said = (registeredAt < 0 ? '' : (row[registeredAt] ?? '')).trim().toLowerCase();
    if (!YES.has(said) && !NO.has(said))
      return { fault: `line ${index + 2}: registered "${said.slice(0, 20)}" is not known; expected yes or no` };
    found.set(upn, { upn, registered: YES.has(said) });
  }
  return { lines: [...found.values()] };
}

/** Rows of a CSV after RFC 4180: fields in quotes may hold commas, quotes twice, and line breaks. */
function rowsOf(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|\r|$)/gy;
  while (field.lastIndex < text.length) {
    const found = field.exec(text);
    if (!found) break;
    row.push(found[1] === undefined ? (found[2] ?? '') : found[1].replaceAll('""', '"'));
    if (found[3] === ',') {
      if (field.lastIndex === text.length) row.push('');
      continue;
    }
    rows.push(row);
    row = [];
  }
  if (row.length > 0) rows.push(row);
  return rows;
}
