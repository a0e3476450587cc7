import type { Language } from '../flows/organisation.ts';

/** One HTML document without scripts or anything from elsewhere, that no search finds and no link betrays. */
export function plainPage(page: { language: Language; title: string; style: string; content: string }): string {
  const { language, style, content } = page;
  const title = escapeHtml(page.title);
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<main>
${content}
</main>
</body>
</html>
`;
}

/** Text as it stands in a page, also between quotes of an attribute. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
