import { mendOf } from '../../cards/readiness-lines.ts';
import { readinessTextIn } from '../../cards/texts/readiness.ts';
import type { ReadinessLine, ReadinessReport } from '../../flows/readiness/show-readiness.ts';

/** How the coming days stand: what is not green first, each with who mends it and how; then how many are ready. */
export function readinessInWords({ on, from, to, lines }: ReadinessReport): string {
  const days = from === to ? from : `${from} – ${to}`;
  if (!on)
    return '利用前の確認はすべてオフです。 / Every gate is off: name them under readiness.gates in the organisation’s file.';
  if (lines.length === 0) return `${days}: 予約はありません。 / No bookings.`;
  const red = lines.filter(({ standing }) => standing !== 'ok');
  const order = { block: 0, warn: 1, ok: 2 };
  red.sort((a, b) => a.day.localeCompare(b.day) || order[a.standing] - order[b.standing]);
  const blocked = red.filter(({ standing }) => standing === 'block').length;
  return [
    `${days}: ${lines.length} bookings, ${lines.length - red.length} ready, ${blocked} blocked, ${red.length - blocked} to check`,
    ...red.flatMap(lineInWords),
  ].join('\n');
}

function lineInWords({ day, person, pool, status, gates, case: state }: ReadinessLine): string[] {
  const words = readinessTextIn('en');
  const asked = state === 'open' || state === 'confirmed' || state === 'declined' ? `, ICT: ${state}` : '';
  return [
    `${day}  ${person}  ${pool ?? '-'}  (${status}${asked})`,
    ...gates
      .filter(({ standing }) => standing !== 'ok')
      .map(
        (one) =>
          `  ${one.standing.padEnd(5)}  ${one.gate}: ${words.said[one.reason]} [${words.owners[one.owner]}] ${mendOf(one, 'en', true)}`,
      ),
  ];
}
