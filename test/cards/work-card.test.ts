import assert from 'node:assert/strict';
import fc from 'fast-check';
import { renderView } from '../../cards/render-view.ts';
import { workTextIn } from '../../cards/texts/work.ts';
import { CARD_LIMIT_BYTES } from '../../cards/within-limit.ts';
import { workButtons } from '../../cards/work-card.ts';
import type { Language } from '../../flows/organisation.ts';
import type { WorkView } from '../../flows/work/work-view.ts';
import { anyWork } from './arbitrary-views.ts';
import { elementsOf, readable, structuralFaults } from './card-structure.ts';
import { at, SAMPLE_VIEWS } from './sample-views.ts';

const LANGUAGES: Language[] = ['ja', 'en'];
const samples = Object.entries(SAMPLE_VIEWS).filter(([, view]) => view.kind === 'work') as [string, WorkView][];
const sample = (name: string) => samples.find(([one]) => one === `work-${name}`)![1];

function cardOf(view: WorkView, language: Language = 'ja'): unknown {
  const rendered = renderView(view, language);
  return 'card' in rendered ? rendered.card : assert.fail('no card');
}

function buttons(view: WorkView): string[] {
  return elementsOf(cardOf(view), 'Action.Execute').map(({ verb, data }) => `${String(verb)} ${JSON.stringify(data)}`);
}

describe('the card of working time', () => {
  it('is well formed for every sample in both languages', () => {
    const faults = samples.flatMap(([name, view]) =>
      LANGUAGES.flatMap((language) => structuralFaults(cardOf(view, language)).map((fault) => `${name}: ${fault}`)),
    );

    assert.ok(samples.length > 30);
    assert.deepEqual(faults, []);
  });

  it('is well formed and small enough for any record that there can be', () => {
    fc.assert(
      fc.property(anyWork, fc.constantFrom(...LANGUAGES), (view, language) => {
        const card = cardOf(view, language);

        assert.deepEqual(structuralFaults(card), []);
        assert.ok(Buffer.byteLength(JSON.stringify(card)) < CARD_LIMIT_BYTES);
      }),
      { numRuns: 400 },
    );
  }).timeout(60_000);

  it('speaks one language at a time', () => {
    for (const [name, view] of samples)
      assert.doesNotMatch(readable(cardOf(view, 'en')), /[\p{Script=Hiragana}\p{Script=Han}]/u, name);
  });

  it('offers the moves that make sense, with the day and the version', () => {
    const moves = (view: WorkView) => buttons(view).filter((one) => !one.startsWith('work.correct'));

    assert.deepEqual(moves(sample('not-started')), ['work.start {"workDay":"2026-12-02","version":0}']);
    assert.deepEqual(moves(sample('resumed')), [
      'work.pause {"workDay":"2026-12-02","version":3}',
      'work.finish {"workDay":"2026-12-02","version":3}',
    ]);
    assert.deepEqual(moves(sample('paused')), [
      'work.resume {"workDay":"2026-12-02","version":2}',
      'work.finish {"workDay":"2026-12-02","version":2}',
    ]);
  });

  it('shows what was said first, when it was written, and the next day by its name', () => {
    assert.match(readable(cardOf(sample('finished-corrected'))), /8:20 開始\(訂正あり。もとは 8:32\)/);
    assert.match(readable(cardOf(sample('finished-corrected'))), /17:15 終了\(12月3日\(木\) 8:40 に記入\)/);
    assert.match(readable(cardOf(sample('over-midnight'))), /12月3日\(木\) 0:30 終了/);
    assert.match(readable(cardOf(sample('over-midnight'), 'en')), /Working time: 10 h 30 min/);
  });

  it('offers the booked end in one tap where a finish is missing, beside another time and now', () => {
    const finishes = buttons(sample('asked')).filter((one) => one.startsWith('work.finish'));

    assert.deepEqual(finishes, [
      `work.finish {"workDay":"2026-12-02","version":3,"claim":"${at('2026-12-02', '17:15').toISOString()}"}`,
      'work.finish {"workDay":"2026-12-02","version":3,"claim":"time"}',
      'work.finish {"workDay":"2026-12-02","version":3}',
    ]);
    assert.match(readable(cardOf(sample('asked'))), /17:15に終了/);
  });

  it('asks for a time in the form that is for it alone, so that it stands in the way of no other button', () => {
    const [form] = elementsOf(cardOf(sample('asked')), 'Action.ShowCard');
    const { body } = cardOf(sample('asked')) as { body: unknown };

    assert.deepEqual(elementsOf(body, 'Input.Time'), []);
    assert.deepEqual(
      elementsOf(form, 'Action.Execute').map(({ data }) => (data as { claim: string }).claim),
      ['time'],
    );
  });

  it('leads to the form where nothing is booked', () => {
    assert.deepEqual(buttons(sample('no-booking')), ['booking.form {"new":true,"version":0}']);
  });

  it('names in the form each entry by what it says now', () => {
    const [what] = elementsOf(cardOf(sample('finished-corrected')), 'Input.ChoiceSet');

    assert.deepEqual(what?.choices, [
      { title: '8:20 開始', value: '4' },
      { title: '12:00 中断', value: '2' },
      { title: '13:00 再開', value: '3' },
      { title: '17:15 終了', value: '5' },
      { title: '中断した時間を足す', value: 'pause' },
      { title: '業務をした時間を足す', value: 'work' },
    ]);
  });

  it('leads to earlier days whose finish is missing', () => {
    assert.deepEqual(
      buttons(sample('open-days')).filter((one) => one.startsWith('work.show')),
      ['work.show {"workDay":"2026-12-01","version":0}', 'work.show {"workDay":"2026-11-27","version":0}'],
    );
  });

  it('lends its buttons to other cards', () => {
    const [start, ...others] = workButtons('not-started', { day: '2026-12-02', version: 0 }, 'en');

    assert.deepEqual([start?.title, others], [workTextIn('en').moves.start, []]);
  });
});
