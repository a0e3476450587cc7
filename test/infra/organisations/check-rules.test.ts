import assert from 'node:assert/strict';
import { OrganisationError, parseOrganisation } from '../../../infra/organisations/load-organisation.ts';
import { organisationText } from './organisation-text.ts';

const WITHIN = 'rules:\n  daysPerWeek: 4';
/** The small file with more at its top level, or more rules. */
const complaints = (more: string, rules = ''): string[] => {
  try {
    parseOrganisation(organisationText([WITHIN, `${more}\n${WITHIN}${rules}`]), 'town.yaml');
    return [];
  } catch (error) {
    assert.ok(error instanceof OrganisationError, String(error));
    // Without the file and the line, which other tests look at.
    return error.lines.map((line) => line.replace(/^town\.yaml(:\d+)?(:\d+)?:? ?/, ''));
  }
};
const taken = (more: string, rules = '') =>
  parseOrganisation(organisationText([WITHIN, `${more}\n${WITHIN}${rules}`]), 'town.yaml').organisation;

describe('the settings of rules, pledge and privacy', () => {
  it('have defaults where the file says nothing', () => {
    const { keepDays, pledge, feedback, participants, profiles, rules } = taken('');

    assert.deepEqual(keepDays, {
      reasons: 1095,
      contacts: 30,
      workingTimes: 1095,
      conversations: 30,
      audit: 1095,
      feedback: 365,
      visits: 90,
    });
    assert.deepEqual([pledge, feedback, participants, profiles], [null, null, 'everyone', []]);
    assert.deepEqual([rules.within, rules.steps, rules.priority], ['approver', ['manager'], 5]);
  });

  it('keep each kind for its own time, the others as they were', () => {
    assert.deepEqual(taken('keepDays: { reasons: 90 }').keepDays, {
      reasons: 90,
      contacts: 30,
      workingTimes: 1095,
      conversations: 30,
      audit: 1095,
      feedback: 365,
      visits: 90,
    });
  });

  it('take a pledge of several paragraphs, with or without rules for own devices', () => {
    const { pledge } = taken(
      'pledge:\n  version: "2026-04"\n  months: 12\n  text:\n    ja: |\n      一。\n\n      二。\n    en: One.\n',
    );

    assert.deepEqual(pledge, {
      version: '2026-04',
      months: 12,
      text: { ja: '一。\n\n二。', en: 'One.' },
      ownDevice: null,
    });
  });

  const PLEDGE = (text: string) => `pledge: { version: "1", months: 12, text: { ja: ${JSON.stringify(text)}, en: x } }`;
  const SHORT = '{ ja: 名, en: N }';
  for (const [what, more, rules, says] of [
    ['a profile for nobody', 'profiles: [{ id: p, for: {}, rules: {} }]', '', /^profiles\[0\]\.for: .*hold for nobody/],
    [
      'a profile for a section that is none',
      'profiles: [{ id: p, for: { sections: [x] }, rules: {} }]',
      '',
      /no section has the id "x"/,
    ],
    [
      'two profiles of one id',
      `profiles: [${'{ id: p, for: { jobTitles: [課長] }, rules: {} }, '.repeat(2)}]`,
      '',
      /^profiles\[1\]\.id: .*exists already/,
    ],
    [
      'a counter that ends before it begins',
      '',
      '\n  counter: [{ from: "12:00", to: "09:00", people: 1 }]',
      /^rules\.counter\[0\]\.to: .*after its beginning/,
    ],
    [
      'a closure that ends before it begins',
      `closures: [{ from: 2026-12-30, to: 2026-12-29, name: ${SHORT} }]`,
      '',
      /^closures\[0\]\.to: /,
    ],
    [
      'a day that the calendar has not',
      `closures: [{ from: 2026-02-30, to: 2026-03-01, name: ${SHORT} }]`,
      '',
      /^closures\[0\]\.from: .*calendar/,
    ],
    ['participants of a section that is none', 'participants: { sections: [x] }', '', /^participants\.sections\[0\]: /],
    ['a priority for a section that is none', 'emergency: { priority: [[x]] }', '', /^emergency\.priority\[0\]\[0\]: /],
    [
      'two tasks of one id',
      `tasks: [${`{ id: t, name: ${SHORT}, remote: false }, `.repeat(2)}]`,
      '',
      /^tasks\[1\]\.id: task "t" exists/,
    ],
    [
      'two categories of one id',
      `reasonCategories: [${`{ id: c, name: ${SHORT} }, `.repeat(2)}]`,
      '',
      /^reasonCategories\[1\]\.id: category "c"/,
    ],
    [
      'quiet hours without length',
      'quietHours: { from: "22:00", to: "22:00", daysOff: true }',
      '',
      /^quietHours\.to: /,
    ],
    [
      'a record that is kept for no day',
      'keepDays: { reasons: 0 }',
      '',
      /^keepDays\.reasons: expected a whole number of days from 1 to 36500/,
    ],
    ['a kind of record that there is not', 'keepDays: { letters: 5 }', '', /letters/],
    [
      'a pledge in one language',
      'pledge: { version: "1", months: 12, text: x }',
      '',
      /^pledge\.text: .*both languages/,
    ],
    ['a pledge without words', PLEDGE('  '), '', /^pledge\.text\.ja: expected text that is not empty/],
    [
      'a pledge too long for a card',
      PLEDGE('あ'.repeat(3_001)),
      '',
      /^pledge\.text\.ja: expected at most 3000 characters/,
    ],
    [
      'a pledge of too many lines for a card',
      PLEDGE('a\n'.repeat(61)),
      '',
      /^pledge\.text\.ja: expected at most 60 lines/,
    ],
    ['a pledge with characters that act', PLEDGE('a\u202eb'), '', /^pledge\.text\.ja: expected no control characters/],
    ['a pledge for no month', 'pledge: { version: "1", months: 0, text: { ja: x, en: x } }', '', /^pledge\.months: /],
    [
      'an approver that is none',
      '',
      '\n  steps: [boss]',
      /^rules\.steps\[0\]: expected manager, managers-manager, section-head, ict or/,
    ],
    ['a rule that there is not', '', '\n  stops: [weather]', /^rules\.stops\[0\]: expected one of: /],
  ] as const)
    it(`refuse ${what}, naming the field`, () => {
      const lines = complaints(more, rules);

      assert.ok(
        lines.some((line) => says.test(line)),
        `${lines.join('\n')} is not ${says}`,
      );
    });
});
