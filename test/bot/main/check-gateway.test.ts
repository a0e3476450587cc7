import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gatewayLines } from '../../../bot/main/check-gateway.ts';
import { gatewaySecretOf } from '../../../bot/main/gateway-secret.ts';
import { aGateway, anOrganisation } from '../../support/builders.ts';

const LONG = 'a secret of the gateway, long enough';

describe('what the gateway needs of the machine', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'zaitaku-gateway-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const secretOf = (env: NodeJS.ProcessEnv, secretFile: string | null = null) =>
    gatewaySecretOf(env, () => anOrganisation({ gateway: aGateway({ secretFile }) }))();
  const marks = (env: NodeJS.ProcessEnv, file: string | null) =>
    gatewayLines(anOrganisation({ gateway: aGateway({ file }) }), env).map(({ what, ok }) => [what, ok]);

  it('is nothing where there is no gateway', () => {
    assert.deepEqual(gatewayLines(anOrganisation(), {}), []);
  });

  it('takes the secret from the environment, else from the first line of the file, as it is now', () => {
    const file = join(folder, 'secret');

    assert.equal(secretOf({ ZAITAKU_GATEWAY_SECRET: LONG }, file), LONG);
    assert.equal(secretOf({}), null);
    assert.equal(secretOf({}, file), null);
    writeFileSync(file, `${LONG}\nmore\n`);
    assert.equal(secretOf({}, file), LONG);
    writeFileSync(file, 'short\n');
    assert.equal(secretOf({}, file), null);
  });

  it('refuses a secret in the environment that could be guessed', () => {
    assert.throws(() => secretOf({ ZAITAKU_GATEWAY_SECRET: 'short' }), /ZAITAKU_GATEWAY_SECRET: expected at least 24/);
  });

  it('is looked at by the check: secret and folder', () => {
    const [file, nowhere] = [join(folder, 'allow.map'), join(folder, 'none', 'allow.map')];

    assert.deepEqual(marks({}, null), [['gateway secret', false]]);
    assert.deepEqual(marks({ ZAITAKU_GATEWAY_SECRET: LONG }, file), [
      ['gateway secret', true],
      [`gateway file ${file}`, true],
    ]);
    assert.deepEqual(marks({ ZAITAKU_GATEWAY_SECRET: LONG }, nowhere)[1], [`gateway file ${nowhere}`, false]);
  });
});
