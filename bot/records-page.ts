import { recordsDocument } from '../cards/records-document.ts';
import { recordsTextIn } from '../cards/texts/records.ts';
import type { Language } from '../flows/organisation.ts';
import type { PersonRecords } from '../flows/records/person-records.ts';
import { escapeHtml, plainPage } from './plain-page.ts';

/** What is kept of a person, as one HTML document without scripts or anything from elsewhere. */
export function recordsPage(records: PersonRecords, language: Language): string {
  const words = recordsTextIn(language);
  const { title, lead, sections } = recordsDocument(records, language);
  const parts = sections.map(({ title: heading, none, entries }) => {
    const shown = entries.map(
      (entry) =>
        `<h3>${escapeHtml(entry.title)}</h3>\n<dl>${entry.rows
          .map(([label, value]) => `<div><dt>${escapeHtml(label)}</dt><dd>${escapeHtml(value)}</dd></div>`)
          .join('')}</dl>`,
    );
    return `<section>\n<h2>${escapeHtml(heading)}</h2>\n${shown.length > 0 ? shown.join('\n') : `<p>${escapeHtml(none)}</p>`}\n</section>`;
  });
  return page(
    language,
    title,
    `<p>${escapeHtml(lead)}</p>\n<p><a href="?format=json" download>${escapeHtml(words.download)}</a></p>\n${parts.join('\n')}`,
  );
}

/** The link leads nowhere: why that may be, and where a new one is to be had. */
export function recordsGonePage(language: Language): string {
  const { gone } = recordsTextIn(language);
  return page(language, gone.title, `<p>${escapeHtml(gone.what)}</p>`);
}

function page(language: Language, title: string, content: string): string {
  return plainPage({ language, title, style: STYLE, content: `<h1>${escapeHtml(title)}</h1>\n${content}` });
}

const STYLE = `
:root { color-scheme: light dark; }
body { margin: 0; font: 1rem/1.7 "Segoe UI", "Hiragino Sans", "Noto Sans JP", "Noto Sans CJK JP", sans-serif; }
main { max-width: 46rem; margin: 0 auto; padding: 1.25rem; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.25rem; margin-top: 2.5rem; } h3 { font-size: 1rem; margin: 1.2rem 0 .2rem; }
dl { margin: 0; } dl div { display: flex; flex-wrap: wrap; gap: 0 1rem; border-bottom: 1px solid #999; padding: .2rem 0; }
dt { flex: 0 0 12rem; } dd { flex: 1 1 16rem; margin: 0; white-space: pre-wrap; }
`;
