import assert from 'node:assert/strict';
import { DefaultAzureCredential } from '@azure/identity';
import { createCredential, LOOPBACK_TOKEN } from '../../infra/azure-credential.ts';
import { isLoopback, vendorEndpoint } from '../../infra/endpoint.ts';

const PUBLIC = 'https://management.azure.com';
const read = (address: string) => vendorEndpoint(address, 'AZURE_RESOURCE_MANAGER_ENDPOINT', PUBLIC);

describe('the endpoint of a vendor', () => {
  it('puts a loopback address, with its path, in place of the public one', () => {
    const endpoint = read('http://127.0.0.1:3979/arm/');

    assert.equal(endpoint.publicUrl, PUBLIC);
    assert.equal(endpoint.map(`${PUBLIC}/subscriptions/s?x=1`), 'http://127.0.0.1:3979/arm/subscriptions/s?x=1');
    assert.equal(
      endpoint.map('http://127.0.0.1:3979/arm/subscriptions/s'),
      'http://127.0.0.1:3979/arm/subscriptions/s',
    );
  });

  it('takes another https address as it is', () => {
    const endpoint = read('https://management.usgovcloudapi.net');

    assert.equal(endpoint.publicUrl, 'https://management.usgovcloudapi.net');
    assert.equal(endpoint.loopback, false);
    assert.throws(() => endpoint.map(`${PUBLIC}/subscriptions`), /refused to call https:\/\/management\.azure\.com/);
  });

  it('goes nowhere else', () => {
    const endpoint = read('http://localhost:3979/arm');

    for (const url of [`${PUBLIC}.evil.example/x`, `${PUBLIC}@evil.example/x`, 'http://127.0.0.1:9/arm', '/x']) {
      assert.throws(() => endpoint.map(url), /refused to call/, url);
    }
  });

  it('allows plain http on this machine alone, and names the setting', () => {
    assert.throws(() => read('http://management.azure.com'), /^Error: AZURE_RESOURCE_MANAGER_ENDPOINT: plain http/);
    assert.throws(() => read('http://127.0.0.1.evil.example/arm'), /plain http/);
    assert.throws(() => read('arm'), /"arm" is not an address/);
    assert.throws(() => read('ftp://127.0.0.1'), /neither https nor http/);
    assert.throws(() => read('https://u:p@management.azure.com'), /do not belong here/);
  });

  it('knows loopback addresses', () => {
    for (const url of ['http://127.0.0.1:1', 'http://127.9.9.9', 'http://localhost/x', 'http://[::1]:80']) {
      assert.equal(isLoopback(url), true, url);
    }
    for (const url of ['http://10.0.0.1', 'http://128.0.0.1', 'http://localhost.example', 'nonsense']) {
      assert.equal(isLoopback(url), false, url);
    }
  });
});

describe('the credential', () => {
  it('is a fixed token only where every endpoint is on this machine', async () => {
    const fixed = createCredential(['http://127.0.0.1:3979/arm', 'http://localhost:3979/graph']);

    assert.equal((await fixed.getToken('x'))?.token, LOOPBACK_TOKEN);
    assert.ok(createCredential(['http://127.0.0.1:3979/arm', PUBLIC]) instanceof DefaultAzureCredential);
    assert.ok(createCredential([]) instanceof DefaultAzureCredential);
  });
});
