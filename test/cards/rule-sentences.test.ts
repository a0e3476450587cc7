import assert from 'node:assert/strict';
import { speechFor } from '../../cards/booking-box.ts';
import { beyondSentence, stopSentence, touchedLine } from '../../cards/rule-sentences.ts';
import type { RuleReason } from '../../flows/booking/proposal.ts';
import { REASONS, timeZone } from './asking-views.ts';

const ja = speechFor('ja', timeZone, []);
const en = speechFor('en', timeZone, []);
const week: RuleReason = { rule: 'days-per-week', limit: 3, held: ['2026-12-02', '2026-11-30', '2026-12-01'] };

describe('what is said of a rule', () => {
  it('to the approver is short and names the days that use the limit up', () => {
    assert.equal(touchedLine([week], ja), '規則の確認：週の上限3日を超えます(11/30・12/1・12/2)');
    assert.equal(touchedLine([week], en), 'Rules touched: more than 3 days a week (30 Nov, 1 Dec, 2 Dec)');
  });

  it('to the approver names seven days at most, and all rules in one line', () => {
    const held = Array.from({ length: 9 }, (_, index) => `2026-12-0${index + 1}`);

    const said = touchedLine([{ rule: 'days-per-month', limit: 8, held }, { rule: 'day-off' }], ja);

    assert.equal(
      said,
      '規則の確認：月の上限8日を超えます(12/1・12/2・12/3・12/4・12/5・12/6・12/7…)／土日・祝日・年末年始の日です',
    );
  });

  it('differs for every rule in every mood', () => {
    for (const speech of [ja, en]) {
      for (const say of [
        (reason: RuleReason) => touchedLine([reason], speech),
        (reason: RuleReason) => beyondSentence([reason], speech),
        (reason: RuleReason) => stopSentence(reason, speech),
      ])
        assert.equal(new Set(REASONS.map(say)).size, REASONS.length);
    }
  });

  it('counts the deadline of an early request in working days and writes times as clocks do', () => {
    const lead = (workingDays: number, until: string | null): RuleReason => ({ rule: 'lead-time', workingDays, until });

    assert.equal(stopSentence(lead(1, '09:00'), ja), '申請は前の勤務日の9:00までです。もっと先の日を選んでください。');
    assert.equal(stopSentence(lead(3, null), ja), '申請は3勤務日前までです。もっと先の日を選んでください。');
    assert.equal(
      stopSentence(lead(3, '17:00'), en),
      'A day has to be requested by 17:00 on the day 3 working days before. Please choose a later day.',
    );
  });

  it('says a night as one that ends the next day', () => {
    const night: RuleReason = { rule: 'quiet-hours', from: '22:00', to: '05:00' };

    assert.match(stopSentence(night, ja), /^22:00から翌5:00 は利用できない時間です。/);
    assert.match(stopSentence({ ...night, from: '05:00', to: '08:00' }, ja), /^5:00-8:00 は/);
    assert.match(touchedLine([night], en), /22:00 to 5:00 the next day/);
  });

  it('is nothing where no rule is touched', () => {
    assert.equal(beyondSentence([], ja), '');
    assert.equal(touchedLine([], en), '');
  });

  it('gives the name of a closed day no power over the card', () => {
    const closed: RuleReason = { rule: 'closure', name: { ja: '[点検](https://evil.example)', en: 'x' } };

    assert.doesNotMatch(stopSentence(closed, ja), /[[\]]|:\/\//);
  });
});
