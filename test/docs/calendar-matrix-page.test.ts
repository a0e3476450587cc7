import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CHANGES, isPossible, KINDS, play, STATES } from '../flows/calendar/calendar-matrix.ts';
import { openStage, type Stage } from '../support/flow-harness.ts';
import { calendarMatrixPage, cellKey, type Matrix } from './calendar-matrix-page.ts';

describe('the page of calendar changes', function () {
  this.timeout(300_000);
  let stage: Stage;
  const matrix: Matrix = new Map();
  before(async () => {
    stage = await openStage();
    for (const kind of KINDS)
      for (const change of CHANGES)
        for (const state of STATES)
          if (isPossible(kind, change)) matrix.set(cellKey(kind, change, state), await play(stage, kind, change, state));
  });
  after(() => stage.database.close());

  for (const language of ['ja', 'en'] as const)
    it(`says what happens: ${language} (UPDATE_SNAPSHOTS=1 writes it)`, () => {
      const path = fileURLToPath(new URL(`../../docs/calendar-matrix.${language}.md`, import.meta.url));
      const page = calendarMatrixPage(matrix, language);
      if (process.env['UPDATE_SNAPSHOTS']) writeFileSync(path, page);

      assert.equal(readFileSync(path, 'utf8'), page);
    });

  it('has at most one message in each case', () => {
    const many = [...matrix].filter(([, { told }]) => told.length > 1).map(([key]) => key);

    assert.deepEqual(many, []);
  });
});
