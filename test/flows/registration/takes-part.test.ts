import assert from 'node:assert/strict';
import { takesPart } from '../../../flows/registration/takes-part.ts';
import type { ProfileFor } from '../../../flows/rules/rules.ts';
import { anOrganisation, aPerson } from '../../support/builders.ts';

describe('who takes part', () => {
  const nobody: ProfileFor = { sections: [], jobTitles: [], people: [] };
  const among = (participants: Partial<ProfileFor>, person = aPerson()) =>
    takesPart(anOrganisation({ participants: { ...nobody, ...participants } }), person);

  it('is everybody where the organisation says so', () => {
    assert.equal(takesPart(anOrganisation(), aPerson('hanako', { department: null })), true);
  });

  it('is whoever is named by section, job or name, and nobody else', () => {
    assert.deepEqual(
      [
        among({ sections: ['parks'] }),
        among({ sections: ['parks'] }, aPerson('taro', { department: 'Roads' })),
        among({ jobTitles: ['課長'] }, aPerson('taro', { jobTitle: '課長' })),
        among({ jobTitles: ['課長'] }),
        among({ people: ['hanako@city.example'] }, aPerson('hanako', { upn: 'Hanako@City.example' })),
        among({ people: ['hanako@city.example'] }, aPerson('taro')),
        among({}),
      ],
      [true, false, true, false, true, false, false],
    );
  });
});
