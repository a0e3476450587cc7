import type { GateResult } from '../flows/readiness/gates.ts';
import type { Language } from '../flows/organisation.ts';
import { text, type TextBlock } from './adaptive-card.ts';
import { readinessTextIn } from './texts/readiness.ts';

/** What is not green, worst first: a sentence, and what the reader does about it. `officer`: said to the ICT section. */
export function readinessLines(unready: readonly GateResult[], language: Language, officer = false): TextBlock[] {
  const words = readinessTextIn(language);
  const sorted = [...unready].sort((a, b) => Number(b.standing === 'block') - Number(a.standing === 'block'));
  return sorted.flatMap((one) => [
    text(
      `${words.marks[one.standing === 'block' ? 'block' : 'warn']}${language === 'ja' ? '：' : ': '}${words.said[one.reason]}`,
      {
        weight: 'bolder',
        ...(one.standing === 'block' ? { color: 'attention' as const } : {}),
        spacing: 'medium',
      },
    ),
    ...mendLine(one, language, officer),
  ]);
}

/** What to do about a finding; to an officer with the open ways. */
export function mendOf({ mend, ways }: GateResult, language: Language, officer = false): string {
  const words = readinessTextIn(language);
  if (mend === null) return '';
  const said = words[officer ? 'officerMends' : 'mends'][mend];
  const open = officer && ways && ways.length > 0 ? words.ways(ways.join(', ')) : '';
  return open ? `${open}${language === 'ja' ? '。' : '. '}${said}` : said;
}

function mendLine(one: GateResult, language: Language, officer: boolean): TextBlock[] {
  const said = mendOf(one, language, officer);
  return said ? [text(said, { spacing: 'none' })] : [];
}
