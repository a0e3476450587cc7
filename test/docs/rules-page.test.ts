import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { rulesPage } from './rules-page.ts';

describe('the page of rules', () => {
  for (const language of ['ja', 'en'] as const)
    it(`says what the cards say: ${language} (UPDATE_SNAPSHOTS=1 writes it)`, () => {
      const path = fileURLToPath(new URL(`../../docs/rules.${language}.md`, import.meta.url));
      if (process.env['UPDATE_SNAPSHOTS']) writeFileSync(path, rulesPage(language));

      assert.equal(readFileSync(path, 'utf8'), rulesPage(language));
    });
});
