import assert from 'node:assert/strict';
import { OrganisationError, parseOrganisation } from '../../../infra/organisations/load-organisation.ts';
import { organisationText } from './organisation-text.ts';

const parse = (certificates: string) =>
  parseOrganisation(`${organisationText()}certificates: ${certificates}\n`, 'town.yaml').organisation.certificates;
const URL = 'url: https://est.town.example/.well-known/est';

describe("an EST server in an organisation's file", () => {
  it('is reached with a certificate or with a password', () => {
    const byKey = parse(`{ authority: est, est: { ${URL}, certificateFile: /a.crt, keyFile: /a.key } }`);
    const byPassword = parse(`{ authority: est, est: { ${URL}, user: zaitaku, passwordFile: /secret } }`);

    assert.deepEqual([byKey.est?.keyFile, byKey.est?.user, byKey.est?.trustFile], ['/a.key', null, null]);
    assert.deepEqual([byPassword.est?.user, byPassword.est?.certificateFile], ['zaitaku', null]);
    assert.equal(parse('{ authority: own }').est, null);
  });

  for (const [certificates, complaint] of [
    ['{ authority: est }', 'certificates.est: expected url and who zaitaku is to the EST server'],
    [
      `{ authority: est, est: { ${URL} } }`,
      'certificates.est: expected either certificateFile and keyFile, or user and passwordFile',
    ],
    [
      `{ authority: est, est: { url: "http://est.town.example", user: a, passwordFile: /b } }`,
      'certificates.est.url: ',
    ],
    [`{ authority: est, est: { ${URL}, user: a, passwordFile: b } }`, 'certificates.est.passwordFile: '],
  ] as const)
    it(`is refused in one sentence: ${certificates}`, () => {
      assert.throws(
        () => parse(certificates),
        (error) =>
          error instanceof OrganisationError && error.lines.length === 1 && error.lines[0]!.includes(complaint),
      );
    });
});
