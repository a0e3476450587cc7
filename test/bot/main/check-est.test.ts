import assert from 'node:assert/strict';
import { estLines } from '../../../bot/main/check-est.ts';
import type { EstOptions } from '../../../infra/certificates/est-client.ts';
import { anOrganisation } from '../../support/builders.ts';
import { EST_USER, openEstStandIn, type EstStandIn } from '../../support/est-stand-in.ts';

describe('zaitaku check, certificates by EST', function () {
  this.timeout(60_000);
  let standIn: EstStandIn;
  before(async () => {
    standIn = await openEstStandIn();
  });
  beforeEach(() => {
    standIn.instead.length = 0;
    standIn.asked.length = 0;
  });
  after(() => standIn?.close());

  const organisation = (authority: 'est' | 'own' = 'est') => {
    const { certificates } = anOrganisation();
    return { certificates: { ...certificates, authority } };
  };
  const options = (): EstOptions => ({ url: standIn.url, trust: standIn.ca, as: EST_USER });
  const look = async (more: Partial<EstOptions> = {}, now = new Date()) => {
    const [line, ...others] = await estLines(organisation(), () => ({ ...options(), ...more }), now);
    assert.deepEqual(others, []);
    return line!;
  };

  it('says nothing where certificates come from elsewhere', async () => {
    assert.deepEqual(await estLines(organisation('own'), options, new Date()), []);
  });

  it('names the authorities that answer, and asks for no certificate', async () => {
    const line = await look();

    assert.equal(line.ok, true, line.detail);
    assert.match(line.detail, /CN=.* until /);
    assert.deepEqual(
      standIn.asked.map(({ operation }) => operation),
      ['cacerts'],
    );
  });

  it('names what is wrong, each with its mend', async () => {
    const ahead = new Date('2126-01-01T00:00:00Z');
    assert.match((await look({ trust: null })).mend ?? '', /trustFile/);
    assert.match((await look({}, ahead)).detail, /an authority that is over/);
    standIn.instead.push({ status: 401 });
    assert.match((await look()).mend ?? '', /name and password/);
    standIn.instead.push({ status: 404 });
    assert.match((await look()).mend ?? '', /path in certificates.est.url/);
    assert.match((await look({ url: 'https://127.0.0.1:1/.well-known/est' })).mend ?? '', /firewall/);
  });

  it('names a file that cannot be read', async () => {
    const missing = () => {
      throw new Error("ENOENT: no such file or directory, open '/etc/est.pem'");
    };

    const [line] = await estLines(organisation(), missing, new Date());

    assert.deepEqual([line!.ok, line!.mend], [false, 'see to that file, and to the rights on it (certificates.est)']);
    assert.match(line!.detail, /est\.pem/);
  });
});
