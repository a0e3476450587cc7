import type { Rules } from './rules.ts';

/**
 * The rules while an emergency is on: caps and conditions lifted, approval by the rule itself. What nobody can lift
 * stays: seats, overlaps, tasks that may not leave the office. The day, its length and how far ahead stay as they are.
 */
export function emergencyRules(rules: Rules): Rules {
  return {
    ...rules,
    daysPerWeek: null,
    daysPerMonth: null,
    daysPerYear: null,
    officeDaysPerWeek: null,
    lead: { workingDays: 0, until: null },
    parts: ['full', 'am', 'pm', 'hours'],
    forbiddenWeekdays: [],
    preferredWeekdays: [],
    forbiddenDays: [],
    daysOff: true,
    mostAway: { people: null, percent: null },
    counter: [],
    places: ['home', 'satellite', 'field'],
    excluded: false,
    within: 'automatic',
  };
}
