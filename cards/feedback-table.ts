import type { FeedbackReport } from '../flows/feedback/feedback-report.ts';
import type { Language } from '../flows/organisation.ts';
import { registrationTextIn } from './texts/registration.ts';

/** The feedback report as a table for a spreadsheet: a row for each week, one for all, then the lines. */
export function feedbackTable(report: FeedbackReport, language: Language): string[][] {
  const { feedback, report: words } = registrationTextIn(language);
  const row = (name: string, part: Pick<FeedbackReport, 'answers' | 'average' | 'scores'>): string[] => [
    name,
    ...part.scores.map(String),
    `${part.answers}`,
    part.average === null ? '' : part.average.toFixed(2),
  ];
  const lines =
    report.lines === null
      ? [[words.withheld]]
      : report.lines.map(({ score, line }) => [feedback.scores[score - 1] ?? '', line]);
  return [
    [words.week, ...feedback.scores, words.answers, words.average],
    ...report.weeks.map((week) => row(week.monday, week)),
    row(words.all, report),
    [],
    [feedback.score, feedback.line],
    ...lines,
  ];
}
