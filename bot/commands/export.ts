import { Command } from 'commander';
import { recordsDocument } from '../../cards/records-document.ts';
import type { Language } from '../../flows/organisation.ts';
import type { PersonRecords } from '../../flows/records/person-records.ts';

/**
 * `zaitaku export --person UPN`: all that is kept of a person, to be handed to that person where they cannot read it in
 * the chat. It is written into the audit log. Null: nobody has that UPN.
 */
export function exportCommand(read: (upn: string) => Promise<PersonRecords | null>): Command {
  return new Command('export')
    .description('本人に渡す、一人分の記録 / all that is kept of one person, for that person')
    .requiredOption('--person <upn>', 'whose records, by user principal name')
    .option('--language <language>', 'of headings and words: ja or en', 'ja')
    .option('--json', 'one JSON document')
    .action(async (options: { person: string; language: string; json?: boolean }, command: Command) => {
      const { person, language } = options;
      if (language !== 'ja' && language !== 'en')
        command.error(`--language: "${language}" is not known; expected ja or en`, { exitCode: 2 });
      const records = await read(person);
      if (!records) return command.error(`--person: nobody is known as "${person}"`, { exitCode: 2 });
      process.stdout.write(options.json ? `${JSON.stringify(records)}\n` : asText(records, language));
    });
}

function asText(records: PersonRecords, language: Language): string {
  const { title, lead, sections } = recordsDocument(records, language);
  const lines = sections.flatMap((section) => [
    '',
    `## ${section.title}`,
    ...(section.entries.length === 0 && section.none ? [section.none] : []),
    ...section.entries.flatMap((entry) => [
      entry.title,
      ...entry.rows.map(([label, value]) => `    ${label}: ${value.replaceAll('\n', '\n      ')}`),
    ]),
  ]);
  return [`# ${title}`, lead, ...lines, ''].map(plain).join('\n');
}

/** People's words reach a terminal: nothing in them may act there. */
function plain(line: string): string {
  return line.replaceAll(/(?!\n)\p{Cc}/gu, '');
}
