import assert from 'node:assert/strict';
import { isLoopbackAddress, isLoopbackUrl } from '../../bot/loopback.ts';

describe('loopback addresses', () => {
  it('are 127.0.0.0/8 and ::1, however they are written', () => {
    for (const address of ['127.0.0.1', '127.8.9.10', '::1', '[::1]', '::ffff:127.0.0.1'])
      assert.ok(isLoopbackAddress(address), address);
    for (const address of [
      '',
      '0.0.0.0',
      '10.0.0.1',
      '::',
      '::ffff:10.0.0.1',
      '127.0.0.1.evil.example',
      'x127.0.0.1',
      '1270.0.0.1',
    ])
      assert.equal(isLoopbackAddress(address), false, address);
  });

  it('of URLs are their host alone', () => {
    for (const url of [
      'http://127.0.0.1:3979/connector',
      'https://localhost/',
      'http://[::1]:1/',
      'http://2130706433/',
    ])
      assert.ok(isLoopbackUrl(url), url);
    for (const url of [
      '',
      'x',
      '//127.0.0.1/',
      'ftp://127.0.0.1/',
      'http://127.0.0.1@evil.example/',
      'http://evil.example/?127.0.0.1',
      'http://evil.example#@127.0.0.1',
      'http://127.0.0.1.evil.example/',
      'javascript:127.0.0.1',
    ])
      assert.equal(isLoopbackUrl(url), false, url);
  });
});
