import assert from 'node:assert/strict';
import { choosePool } from '../../../flows/booking/choose-pool.ts';
import { anOrganisation, aPerson, aPool } from '../../support/builders.ts';

const everybody = aPool({ id: 'all' });
const parks = aPool({ id: 'parks', for: { everyone: false, sections: ['parks'], people: [] } });
const named = aPool({ id: 'named', for: { everyone: false, sections: [], people: ['Hanako@City.example'] } });

describe('the pool of a person', () => {
  it('is the one that names them, however it writes their address', () => {
    const organisation = anOrganisation({ pools: [everybody, named] });

    assert.equal(choosePool(organisation, aPerson('hanako'))?.id, 'named');
    assert.equal(choosePool(organisation, aPerson('taro'))?.id, 'all');
  });

  it('is the one of their section, the first in the file', () => {
    const organisation = anOrganisation({ pools: [parks, named, everybody] });

    assert.equal(choosePool(organisation, aPerson('hanako'))?.id, 'parks');
    assert.equal(choosePool(organisation, aPerson('hanako', { department: 'Roads' }))?.id, 'named');
  });

  it('is none where no pool is for them, and for somebody without a department none of a section', () => {
    const organisation = anOrganisation({ pools: [parks] });

    assert.equal(choosePool(organisation, aPerson('taro', { department: 'Roads' })), null);
    assert.equal(choosePool(organisation, aPerson('taro', { department: null })), null);
  });
});
