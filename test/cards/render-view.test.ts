import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { renderView, summaryOf } from '../../cards/render-view.ts';
import { CARD_LIMIT_BYTES } from '../../cards/within-limit.ts';
import type { Language } from '../../flows/organisation.ts';
import { GATE_REASONS } from '../../flows/readiness/gates.ts';
import type { View } from '../../flows/views.ts';
import { anyView } from './arbitrary-views.ts';
import { elementsOf, readable, structuralFaults, textFaults } from './card-structure.ts';
import { SAMPLE_VIEWS } from './sample-views.ts';
import { itWhere } from '../support/it-where.ts';

const LANGUAGES: Language[] = ['ja', 'en'];

function faultsOf(view: View, language: Language): string[] {
  const rendered = renderView(view, language);
  const faults = 'card' in rendered ? structuralFaults(rendered.card) : textFaults(rendered.text);
  if ('card' in rendered && Buffer.byteLength(JSON.stringify(rendered.card)) >= CARD_LIMIT_BYTES)
    faults.push('too large');
  return [...faults, ...textFaults(summaryOf(view, language))];
}

describe('the cards', () => {
  it('are well formed for every sample in both languages', () => {
    const faults = Object.entries(SAMPLE_VIEWS).flatMap(([name, view]) =>
      LANGUAGES.flatMap((language) => faultsOf(view, language).map((fault) => `${name} ${language}: ${fault}`)),
    );

    assert.deepEqual(faults, []);
  });

  it('are well formed and small enough for any view that there can be', () => {
    fc.assert(
      fc.property(anyView, fc.constantFrom(...LANGUAGES), (view, language) => {
        assert.deepEqual(faultsOf(view, language), []);
      }),
      { numRuns: 600 },
    );
  }).timeout(60_000);

  it('do not change when the same view is shown again, and leave the view alone', () => {
    for (const view of Object.values(SAMPLE_VIEWS)) {
      const before = structuredClone(view);

      assert.deepEqual(renderView(view, 'ja'), renderView(view, 'ja'));
      assert.deepEqual(view, before);
    }
  });

  it('speak one language at a time', () => {
    const own =
      /山田|佐藤|鈴木|高橋|中村|小林|加藤|吉田|山本|松本|さくら|市民課|子どもの通院|介護のため|この日は窓口|よろしく|決裁済み|個人情報|窓口の当番|課長補佐|トークン|昨日受け取り|居間の|自宅の iPad|新しいパソコン|古いパソコン/u;
    for (const [name, view] of Object.entries(SAMPLE_VIEWS)) {
      const rendered = renderView(view, 'en');
      const lines = readable('card' in rendered ? rendered.card : rendered.text).split('\n');

      const foreign = lines.filter((line) => /[\p{Script=Hiragana}\p{Script=Han}]/u.test(line) && !own.test(line));

      assert.deepEqual(foreign, [], name);
    }
  });

  it('never say anything by an emoji or by a colour alone', () => {
    for (const [name, view] of Object.entries(SAMPLE_VIEWS))
      for (const language of LANGUAGES) {
        const rendered = renderView(view, language);
        const words = readable('card' in rendered ? rendered.card : rendered.text);

        assert.doesNotMatch(words, /\p{Emoji_Presentation}/u, name);
        for (const block of elementsOf(rendered, 'TextBlock'))
          if (block.color) assert.match(String(block.text), /\p{L}{2}/u, `${name}: coloured without words`);
      }
  });

  it('tell nobody who, when or why in the toast', () => {
    for (const [name, view] of Object.entries(SAMPLE_VIEWS))
      for (const language of LANGUAGES)
        assert.doesNotMatch(summaryOf(view, language), /山田|佐藤|鈴木|\d|通院|市民課/u, name);
  });

  it('give people’s texts no power over the card', () => {
    const attack = '<img src=x> [押す](https://evil.example) **太** {{DATE(2026-12-02T00:00:00Z)}} \u202egnp.exe';
    const views = Object.values(SAMPLE_VIEWS).map(
      (view) =>
        JSON.parse(JSON.stringify(view), (key, value) =>
          /Name$|^name$|^department$|^reason$|^comment$|^detail$|^contact$|^material$|^label$|^os$|^notUnderstood$|^words$|^question$|^answer$/.test(
            key,
          ) &&
          typeof value === 'string' &&
          !GATE_REASONS.some((one) => one === value)
            ? attack
            : key === 'department' && typeof value === 'object' && value
              ? { ja: attack, en: attack }
              : /At$|^at$|^since$|Until$|^notAfter$/.test(key) && typeof value === 'string'
                ? new Date(value)
                : value,
        ) as View,
    );
    for (const view of views)
      for (const language of LANGUAGES) {
        const rendered = renderView(view, language);
        const shown = [
          'text' in rendered ? rendered.text : '',
          ...elementsOf(rendered, 'TextBlock').map((block) => String(block.text)),
          'card' in rendered ? rendered.card.fallbackText : '',
        ].join('\n');

        assert.doesNotMatch(shown, /[<>[\]{}*]|:\/\/|\u202e/u);
      }
  });

  const conform = process.env.CONFORM_DIR ?? '';
  itWhere(conform !== '', 'fit the published schema', async function () {
    this.timeout(60_000);
    const folder = await mkdtemp(path.join(tmpdir(), 'cards-'));
    try {
      for (const [name, view] of Object.entries(SAMPLE_VIEWS))
        for (const language of LANGUAGES) {
          const rendered = renderView(view, language);
          if ('card' in rendered)
            await writeFile(path.join(folder, `${name}.${language}.json`), JSON.stringify(rendered.card));
        }

      const check = path.join(conform, 'check-cards.mjs');
      const run = promisify(execFile)(process.execPath, [check, folder, '--teams', '--version', '1.5']);

      await assert.doesNotReject(run);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
