import { Command } from 'commander';
import type { ListedCertificate } from '../../flows/certificates/import-certificates.ts';
import { serialSaid } from '../../flows/certificates/certificate.ts';
import { fileText } from './devices.ts';
import { readCsv, type CsvRow } from './read-csv.ts';

/** One line of `zaitaku certificates --json`: people are UPNs, times ISO instants. */
export interface CertificateRow {
  serial: string;
  person: string;
  device: string | null;
  authority: string;
  state: string;
  reason: string | null;
  notBefore: string;
  notAfter: string;
  revokedAt: string | null;
  fingerprint: string | null;
  subject: string;
}

export type CertificateWish =
  | { do: 'list'; person: string | null }
  | { do: 'import'; file: string; listed: ListedCertificate[] }
  | { do: 'revoke'; serial: string | null; person: string | null; reason: 'lost' | 'left' | 'ict' };

export type CertificateAnswer =
  { ok: true; certificates: CertificateRow[]; said: string | null } | { ok: false; said: string };

const REASONS = ['lost', 'left', 'ict'] as const;

/** `zaitaku certificates`: what was issued or imported, and taking it back. `authority` prints what gateways trust. */
export function certificatesCommand(
  carryOut: (wish: CertificateWish) => Promise<CertificateAnswer>,
  authority: () => Promise<string>,
): Command {
  const show = async (wish: CertificateWish, options: { json?: boolean }, command: Command) => {
    const answer = await carryOut(wish);
    if (!answer.ok) return command.error(answer.said, { exitCode: 2 });
    const { certificates, said } = answer;
    process.stdout.write(
      options.json
        ? `${JSON.stringify(certificates)}\n`
        : `${[...(said ? [said] : []), ...inLines(certificates, said)].join('\n')}\n`,
    );
  };
  const command = new Command('certificates')
    .enablePositionalOptions()
    .description('機器の証明書 / client certificates of devices')
    .option('--person <upn>', 'one person, by user principal name')
    .option('--json', 'one JSON document')
    .action((options: { person?: string; json?: boolean }, self: Command) =>
      show({ do: 'list', person: options.person ?? null }, options, self),
    );
  command
    .command('import')
    .description('別の認証局の証明書を取り込む / take in certificates of another authority')
    .requiredOption('--file <file>', 'CSV with serial,person,notAfter and, if known, notBefore,device,fingerprint')
    .option('--json', 'one JSON document')
    .action((options: { file: string; json?: boolean }, self: Command) => {
      const refuse = (said: string): never => self.error(`--file: ${options.file}: ${said}`, { exitCode: 2 });
      const read = readCsv(fileText(options.file, refuse), ['serial', 'person', 'notafter']);
      if (!read.ok) return refuse(read.said);
      const listed = read.rows.map((row) => listedIn(row, refuse));
      return show({ do: 'import', file: options.file, listed }, options, self);
    });
  command
    .command('revoke')
    .description('証明書を失効させる / revoke certificates; the list is signed anew at once')
    .option('--serial <serial>', 'one certificate')
    .option('--person <upn>', 'all of a person')
    .option('--reason <reason>', REASONS.join(', '), 'ict')
    .option('--json', 'one JSON document')
    .action((options: { serial?: string; person?: string; reason: string; json?: boolean }, self: Command) => {
      const refuse = (said: string): never => self.error(said, { exitCode: 2 });
      if ((options.serial === undefined) === (options.person === undefined))
        refuse('--serial, --person: expected one of the two');
      const serial = options.serial === undefined ? null : serialSaid(options.serial);
      if (options.serial !== undefined && serial === null)
        refuse(`--serial: "${options.serial}" is no serial number; expected hexadecimal digits`);
      const reason = REASONS.find((one) => one === options.reason);
      if (!reason) return refuse(`--reason: "${options.reason}" is none; expected ${REASONS.join(', ')}`);
      return show({ do: 'revoke', serial, person: options.person ?? null, reason }, options, self);
    });
  command
    .command('authority')
    .description('認証局の証明書を出す(ゲートウェイに入れる) / print the authority’s own certificate, for the gateway')
    .action(async () => {
      process.stdout.write(await authority());
    });
  return command;
}

function listedIn({ line, fields }: CsvRow, refuse: (said: string) => never): ListedCertificate {
  const serial = serialSaid(fields['serial'] ?? '');
  if (serial === null) return refuse(`line ${line}: serial: "${fields['serial']}" is no hexadecimal number`);
  const fingerprint = (fields['fingerprint'] ?? '').toLowerCase().replaceAll(/[:\s]/g, '') || null;
  if (fingerprint !== null && !/^[0-9a-f]{64}$/.test(fingerprint))
    return refuse(`line ${line}: fingerprint: expected SHA-256, 64 hexadecimal digits`);
  const instant = (name: 'notafter' | 'notbefore') => {
    const text = fields[name] ?? '';
    if (text === '' && name === 'notbefore') return null;
    const at = /^\d{4}-\d{2}-\d{2}(?:T[\d:.]+(?:Z|[+-]\d{2}:?\d{2}))?$/.test(text) ? new Date(text) : null;
    if (!at || Number.isNaN(at.getTime()))
      return refuse(
        `line ${line}: ${name === 'notafter' ? 'notAfter' : 'notBefore'}: "${text}" is no day or instant; expected 2027-03-31 or 2027-03-31T23:59:59+09:00`,
      );
    return at;
  };
  return {
    line,
    serial,
    upn: fields['person'] ?? '',
    notBefore: instant('notbefore'),
    notAfter: instant('notafter')!,
    deviceId: fields['device'] || null,
    fingerprint,
  };
}

function inLines(certificates: readonly CertificateRow[], said: string | null): string[] {
  if (certificates.length === 0) return said ? [] : ['証明書はありません。 / No certificates.'];
  return certificates.map(({ serial, person, state, reason, notAfter, authority }) => {
    const standing = reason ? `${state} (${reason})` : state;
    return `${serial}  ${standing}  until ${notAfter.slice(0, 10)}  ${person}  ${authority}`;
  });
}
