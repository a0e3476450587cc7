import type { OrganisationResult } from './run-organisation.ts';

const shown: [policy: string, label: string, colour: string][] = [
  ['schedule, tuned', 'schedule', '#b0b0b0'],
  ['AVD Autoscale, tuned for few waits', 'AVD Autoscale, few waits', '#0a66c2'],
  ['Citrix Autoscale, tuned for few waits', 'Citrix Autoscale, few waits', '#7b3fa0'],
  ['history, tuned', 'history', '#c98a00'],
  ['zaitaku', 'zaitaku', '#d6204e'],
  ['perfect foresight, same levers', 'perfect foresight', '#1d8a4a'],
];
const [LEFT, TOP, ROW, WIDTH] = [360, 70, 30, 1000];
const [FROM, TO] = [1, 3];

/** A row an organisation, a dot a policy: how far its cost lies above the bound. Dots with a ring made people wait. */
export function drawPicture(results: OrganisationResult[], troubles: string[]): string {
  const rows = results.filter(({ id }) => !troubles.includes(id));
  const height = TOP + rows.length * ROW + 40;
  const x = (ratio: number) => LEFT + ((Math.min(TO, ratio) - FROM) / (TO - FROM)) * (WIDTH - LEFT - 40);
  const legend = shown.map(([, label, colour], index) => {
    const at = 20 + index * 160;
    return `<circle cx="${at}" cy="22" r="6" fill="${colour}"/><text x="${at + 11}" y="26">${label}</text>`;
  });
  const lines = [1, 1.25, 1.5, 1.75, 2, 2.5, 3].map(
    (ratio) =>
      `<line x1="${x(ratio)}" x2="${x(ratio)}" y1="${TOP - 12}" y2="${height - 30}" stroke="#ddd"/>` +
      `<text x="${x(ratio)}" y="${height - 12}" text-anchor="middle">${ratio}${ratio === TO ? ' or more' : ''}</text>`,
  );
  const dots = rows.map((row, index) => {
    const y = TOP + index * ROW;
    const name = `<text x="${LEFT - 14}" y="${y + 4}" text-anchor="end">${escaped(row.title)}</text>`;
    const points = shown.flatMap(([policy, , colour]) => {
      const figures = row.results.find((one) => one.policy === policy)?.figures;
      if (figures === undefined) return [];
      const waited = figures.booked60 + figures.refused > 0.002 * figures.booked;
      const ring = waited ? ` fill="white" stroke="${colour}" stroke-width="2.5"` : ` fill="${colour}"`;
      return [`<circle cx="${x(figures.paid / figures.bound).toFixed(1)}" cy="${y}" r="5.5"${ring}/>`];
    });
    return name + points.join('');
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="12" role="img">`,
    '<title>Cost over the clairvoyant bound, for each organisation and policy</title>',
    `<rect width="${WIDTH}" height="${height}" fill="white"/>`,
    ...legend,
    `<text x="20" y="48" fill="#555">cost ÷ bound; a hollow dot: more than 0.2 % of the booked people waited over a minute or were refused</text>`,
    ...lines,
    ...dots,
    '</svg>\n',
  ].join('\n');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
