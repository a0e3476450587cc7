import { mondayOf } from '../local-time.ts';
import type { LocalDay } from '../organisation.ts';
import type { GivenFeedback } from './feedback-store.ts';

/** How people's days went, for the ICT section: numbers and lines, without names. */
export interface FeedbackReport {
  answers: number;
  people: number;
  /** To two decimals; null where nobody answered. */
  average: number | null;
  /** Answers with 1 (bad) to 5 (good). */
  scores: Scores;
  /** By the week of the day, named by its Monday; weeks without an answer are left out. */
  weeks: { monday: LocalDay; answers: number; average: number; scores: Scores }[];
  /** Sorted by score and words, so that their order tells nothing; null where too few answered to stay unknown. */
  lines: { score: number; line: string }[] | null;
}

type Scores = [number, number, number, number, number];

/** Fewer people than this are easily told apart by what they write. */
export const LEAST_PEOPLE = 3;

/** Sums up what was said. Pure: the order in which it comes in changes nothing. */
export function feedbackReport(given: readonly GivenFeedback[]): FeedbackReport {
  const people = new Set(given.map((one) => one.personId)).size;
  const mondays = [...new Set(given.map((one) => mondayOf(one.day)))].sort();
  return {
    answers: given.length,
    people,
    average: averageOf(given),
    scores: scoresOf(given),
    weeks: mondays.map((monday) => {
      const week = given.filter((one) => mondayOf(one.day) === monday);
      return { monday, answers: week.length, average: averageOf(week)!, scores: scoresOf(week) };
    }),
    lines:
      people < LEAST_PEOPLE
        ? null
        : given
            .flatMap(({ score, line }) => (line === null ? [] : [{ score, line }]))
            .sort((a, b) => a.score - b.score || (a.line < b.line ? -1 : 1)),
  };
}

function scoresOf(given: readonly GivenFeedback[]): Scores {
  return [1, 2, 3, 4, 5].map((score) => given.filter((one) => one.score === score).length) as Scores;
}

function averageOf(given: readonly GivenFeedback[]): number | null {
  if (given.length === 0) return null;
  return Math.round((100 * given.reduce((sum, { score }) => sum + score, 0)) / given.length) / 100;
}
