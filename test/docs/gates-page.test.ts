import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gatesPage } from './gates-page.ts';

describe('the page of gates', () => {
  for (const language of ['ja', 'en'] as const)
    it(`says what the cards say: ${language} (UPDATE_SNAPSHOTS=1 writes it)`, () => {
      const path = fileURLToPath(new URL(`../../docs/gates.${language}.md`, import.meta.url));
      if (process.env['UPDATE_SNAPSHOTS']) writeFileSync(path, gatesPage(language));

      assert.equal(readFileSync(path, 'utf8'), gatesPage(language));
    });
});
