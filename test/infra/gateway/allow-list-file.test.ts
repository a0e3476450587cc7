import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { allowListFile } from '../../../infra/gateway/allow-list-file.ts';

describe('a file that is replaced as a whole', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'zaitaku-gateway-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is read as it was written, and is not there before', async () => {
    const path = join(folder, 'allow.map');

    assert.equal(await allowListFile.read(path), null);
    await allowListFile.write(path, 'one\n');
    await allowListFile.write(path, 'two\n');

    assert.equal(await allowListFile.read(path), 'two\n');
    assert.deepEqual(readdirSync(folder), ['allow.map'], 'nothing is left beside it');
  });

  it('is another file each time: whoever has the old one open reads it to its end', async () => {
    const path = join(folder, 'allow.map');
    await allowListFile.write(path, 'one\n');
    const before = statSync(path).ino;

    await allowListFile.write(path, 'two\n');

    assert.notEqual(statSync(path).ino, before);
  });

  it('stands as it was where it cannot be written, and says which and why', async () => {
    await assert.rejects(
      allowListFile.write(join(folder, 'none', 'allow.map'), 'x'),
      /none\/allow\.map cannot be written \(ENOENT\)/,
    );
    const taken = join(folder, 'taken');
    writeFileSync(join(folder, 'file'), '');
    await allowListFile.write(taken, 'old\n');
    await assert.rejects(allowListFile.write(join(folder, 'file', 'allow.map'), 'x'), /ENOTDIR/);
    assert.equal(await allowListFile.read(taken), 'old\n');
  });
});
