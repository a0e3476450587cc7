/** First in the file: without it Excel reads UTF-8 as the machine's old code page, and Japanese becomes noise. */
export const BYTE_ORDER_MARK = '\uFEFF';

/**
 * A table as CSV after RFC 4180: fields quoted where they need it, lines ended by CR LF. A text that a spreadsheet would
 * take for a formula (it begins with = + - @, their full-width twins, a tab or a line break) gets an apostrophe in front,
 * which spreadsheets read as "text" (owasp.org/www-community/attacks/CSV_Injection). A number is one, also below 0.
 */
export function toCsv(rows: readonly (readonly (string | number)[])[]): string {
  return rows.map((row) => `${row.map(field).join(',')}\r\n`).join('');
}

function field(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const plain = value.replaceAll('\0', '');
  const safe = /^[=+\-@＝＋－＠\t\r\n]/.test(plain) ? `'${plain}` : plain;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
