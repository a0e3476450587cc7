/**
 * Records of a CSV text after RFC 4180, each with the line it begins in: commas, quotes, any line ends. Blanks round a
 * field do not count; empty lines are left out; the apostrophe that our own files put before what looks like a formula
 * is taken off. Pure.
 */
export function csvRecords(text: string): { line: number; fields: string[] }[] {
  const records: { line: number; fields: string[] }[] = [];
  let fields: string[] = [];
  let field = '';
  let quoted = false;
  let line = 1;
  let begun = 1;
  const endField = () => {
    fields.push(field.trim().replace(/^'(?=[=+\-@＝＋－＠])/, ''));
    field = '';
  };
  const endRecord = () => {
    endField();
    if (fields.some((one) => one !== '')) records.push({ line: begun, fields });
    fields = [];
    begun = line;
  };
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at]!;
    if (char === '\n') line += 1;
    if (quoted) {
      if (char !== '"') field += char;
      else if (text[at + 1] === '"') {
        field += '"';
        at += 1;
      } else quoted = false;
    } else if (char === '"' && field.trim() === '') {
      field = '';
      quoted = true;
    } else if (char === ',') endField();
    else if (char === '\n') endRecord();
    else if (char !== '\r') field += char;
  }
  endRecord();
  return records;
}
