import assert from 'node:assert/strict';
import { checkCitrixSettings, citrixOptions } from '../../../bot/main/open-citrix.ts';
import { readSettings } from '../../../bot/main/settings.ts';
import { citrixTown } from '../../infra/simulator/small-city.ts';

const REAL = { ZAITAKU_CONFIG: 'ina.yaml', PUBLIC_URL: 'https://bot.ina.example' };
const CLOUD = { CITRIX_CUSTOMER_ID: 'inacity', CITRIX_CLIENT_ID: 'c', CITRIX_CLIENT_SECRET: 's' };
const options = (env: NodeJS.ProcessEnv) => citrixOptions(readSettings(env));

describe('settings of Citrix', () => {
  it('need nothing in the demo', () => {
    const { endpoint, client } = options({ SIMULATOR_PORT: '4979' });

    assert.equal(endpoint, 'http://127.0.0.1:4979/citrix');
    assert.equal(client, null);
  });

  it('are Citrix Cloud’s with three variables', () => {
    assert.deepEqual(options({ ...REAL, ...CLOUD }), {
      endpoint: undefined,
      customerId: 'inacity',
      siteId: null,
      client: { id: 'c', secret: 's' },
      tokenEndpoint: null,
    });
  });

  for (const name of Object.keys(CLOUD))
    it(`say that ${name} is missing`, () => {
      assert.throws(() => options({ ...REAL, ...CLOUD, [name]: '' }), {
        name: 'UsageError',
        message: new RegExp(`^${name}: is not set, and the configuration has a pool of Citrix; expected `),
      });
    });

  it('need the address of a site on premises', () => {
    const onPremises = { ...REAL, ...CLOUD, CITRIX_CUSTOMER_ID: 'CitrixOnPremises' };

    assert.throws(() => options(onPremises), /^UsageError: CITRIX_ENDPOINT: is not set/);
    assert.equal(
      options({ ...onPremises, CITRIX_ENDPOINT: 'https://ddc.ina.example' }).endpoint,
      'https://ddc.ina.example',
    );
  });

  it('are refused at the start where an address is none', () => {
    const at = (CITRIX_ENDPOINT: string) => readSettings({ ...REAL, ...CLOUD, CITRIX_ENDPOINT });

    assert.throws(() => checkCitrixSettings(at('https://user:word@ddc.ina.example'), citrixTown), {
      name: 'UsageError',
      message: /^CITRIX_ENDPOINT: /,
    });
    checkCitrixSettings(at('https://ddc.ina.example'), citrixTown);
  });

  it('take plain http on loopback addresses alone', () => {
    assert.throws(
      () => readSettings({ ...REAL, CITRIX_ENDPOINT: 'http://ddc.ina.example' }),
      /^UsageError: CITRIX_ENDPOINT: .* is not https/,
    );
    assert.throws(
      () => readSettings({ ...REAL, CITRIX_TOKEN_ENDPOINT: 'http://t.example' }),
      /^UsageError: CITRIX_TOKEN_ENDPOINT/,
    );
  });
});
