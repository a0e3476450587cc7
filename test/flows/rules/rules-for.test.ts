import assert from 'node:assert/strict';
import fc from 'fast-check';
import { emergencyRules } from '../../../flows/rules/emergency-rules.ts';
import type { Profile, Rules } from '../../../flows/rules/rules.ts';
import { rulesFor } from '../../../flows/rules/rules-for.ts';
import { anOrganisation, aPerson, someRules } from '../../support/builders.ts';

const nobody = { sections: [], jobTitles: [], people: [] };

function profile(id: string, who: Partial<Profile['for']>, rules: Partial<Rules>): Profile {
  return { id, for: { ...nobody, ...who }, rules };
}

const head = aPerson('hanako', { jobTitle: '課長' });

describe('the rules for a person', () => {
  it("are the organisation's where no profile names them", () => {
    const profiles = [profile('others', { sections: ['roads'], people: ['taro@city.example'] }, { daysPerWeek: 1 })];

    assert.deepEqual(rulesFor(anOrganisation({ profiles }), head), someRules());
  });

  it('are changed by section, then job, then name, and by nothing else', () => {
    const profiles = [
      profile('me', { people: ['HANAKO@city.example'] }, { daysPerMonth: 9 }),
      profile('heads', { jobTitles: ['課長'] }, { daysPerMonth: 8, daysPerWeek: 2 }),
      profile('parks', { sections: ['parks'] }, { daysPerMonth: 7, daysPerWeek: 1, horizonDays: 30 }),
    ];

    assert.deepEqual(rulesFor(anOrganisation({ profiles }), head), {
      ...someRules(),
      daysPerMonth: 9,
      daysPerWeek: 2,
      horizonDays: 30,
    });
  });

  it('follow the later of two profiles of the same kind', () => {
    const profiles = [
      profile('first', { sections: ['parks'] }, { daysPerWeek: 1 }),
      profile('second', { sections: ['parks'] }, { daysPerWeek: 5 }),
    ];

    assert.equal(rulesFor(anOrganisation({ profiles }), head).daysPerWeek, 5);
  });

  it('lift caps and ask nobody while an emergency is on, and keep what nobody can lift', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 7 }), fc.boolean(), (daysPerWeek, excluded) => {
        const before = someRules({ daysPerWeek, excluded, forbiddenWeekdays: ['MO'], horizonDays: 30 });

        const during = emergencyRules(before);

        assert.equal(during.daysPerWeek, null);
        assert.equal(during.within, 'automatic');
        assert.equal(during.excluded, false);
        assert.deepEqual([during.horizonDays, during.stops, during.priority], [30, before.stops, before.priority]);
      }),
    );
  });
});
