import assert from 'node:assert/strict';
import { OrganisationError, parseOrganisation } from '../../../infra/organisations/load-organisation.ts';
import { organisationText } from './organisation-text.ts';

const LICENSED: [string, string] = ['maxSessions: 8', 'maxSessions: 8\n    licences: 5'];
const withCosts = (costs: string) => parseOrganisation(`${organisationText(LICENSED)}costs: ${costs}\n`, 'town.yaml');

describe("costs in an organisation's file", () => {
  it('know what lending a device costs, and nothing else, where it says nothing', () => {
    const { costs } = parseOrganisation(organisationText(), 'town.yaml').organisation;

    assert.deepEqual(costs, { deviceYear: { low: 50_000, high: 60_000 }, licenceMonth: {}, otherMonth: null });
  });

  it('price a licence by its id', () => {
    const { costs } = withCosts('{ licenceMonth: { shared: 1800 } }').organisation;

    assert.deepEqual(costs.licenceMonth, { shared: 1800 });
  });

  for (const [costs, complaint] of [
    ['{ licenceMonth: { shard: 1 } }', 'costs.licenceMonth.shard: no licence has the id "shard"; expected shared'],
    ['{ licenceMonth: { shared: -1 } }', 'costs.licenceMonth.shared: expected what one licence costs in a month'],
    ['{ deviceYear: { low: 9, high: 8 } }', 'costs.deviceYear.high: expected no less than low'],
    ['{ otherMonth: free }', 'costs.otherMonth: expected what else is paid in a month (or null)'],
  ] as const)
    it(`are refused in one sentence: ${costs}`, () => {
      assert.throws(
        () => withCosts(costs),
        (error) =>
          error instanceof OrganisationError && error.lines.length === 1 && error.lines[0]!.includes(complaint),
      );
    });
});
