import assert from 'node:assert/strict';
import { renderView, summaryOf } from '../../cards/render-view.ts';
import type { Language } from '../../flows/organisation.ts';
import { RULE_IDS } from '../../flows/rules/rules.ts';
import type { ProposalView, View } from '../../flows/views.ts';
import { REASONS } from './asking-views.ts';
import { elementsOf, readable } from './card-structure.ts';
import { aDay, aLine, aProposal, aRequest, at, OK, SAMPLE_VIEWS, timeZone } from './sample-views.ts';

function words(view: View, language: Language = 'ja'): string {
  const rendered = renderView(view, language);
  return readable('card' in rendered ? rendered.card : rendered.text);
}

function buttons(view: View): { verb: unknown; data: unknown }[] {
  return elementsOf(renderView(view, 'ja'), 'Action.Execute').map(({ verb, data }) => ({ verb, data }));
}

function inputs(view: View): Record<string, unknown>[] {
  const rendered = renderView(view, 'ja');
  return ['Input.Date', 'Input.ChoiceSet', 'Input.Time', 'Input.Text'].flatMap((type) => elementsOf(rendered, type));
}

describe('the proposal card', () => {
  it('shows day, weekday, time, part, place and desktop, and offers to send', () => {
    const view = aProposal({ version: 4 });

    assert.match(words(view), /12月2日\(水\)/);
    assert.match(words(view), /8:30-17:15\(終日\)/);
    assert.match(words(view), /自宅・標準デスクトップ/);
    assert.match(words(view, 'en'), /Wed 2 Dec/);
    assert.deepEqual(
      buttons(view).map(({ verb }) => verb),
      ['booking.confirm', 'booking.edit', 'booking.discard'],
    );
    for (const { data } of buttons(view)) assert.deepEqual(data, { draftId: view.draftId, version: 4 });
  });

  it('sends no inputs along with the button that sends the request', () => {
    const [confirm] = elementsOf(renderView(aProposal(), 'ja'), 'Action.Execute');

    assert.equal(confirm?.associatedInputs, 'none');
  });

  it('says from when a desktop is ready before the request is sent', () => {
    const view = aProposal({ days: [aDay('2026-12-02', { ...OK, readyAt: at('2026-12-02', '09:40') })] });

    assert.match(words(view), /9:40/);
  });

  it('offers the bookable days alone where the rules refuse some', () => {
    const view = SAMPLE_VIEWS['proposal-some-refused']!;

    assert.match(words(view), /1日分を申請する/);
    assert.match(words(view), /週3日までです/);
    assert.match(words(view), /11月30日\(月\)、12月1日\(火\)、12月2日\(水\)/);
  });

  it('asks for the day with inputs where none was understood', () => {
    const view = aProposal({ days: [], missingDay: true });

    assert.deepEqual(
      new Set(inputs(view).map(({ id }) => id)),
      new Set(['day', 'part', 'from', 'to', 'place', 'device', 'reason', 'contact', 'material']),
    );
    const day = inputs(view).find(({ id }) => id === 'day');
    assert.equal(day?.min, '2026-11-24');
    assert.equal(day?.max, '2027-11-24');
    assert.equal(day?.isRequired, true);
    assert.deepEqual(
      buttons(view).map(({ verb }) => verb),
      ['booking.edit', 'booking.discard'],
    );
  });

  it('asks for nothing but the half where half a day was asked for', () => {
    const view = aProposal({ missingPart: true });

    const [only, ...others] = inputs(view);

    assert.deepEqual(others, []);
    assert.equal(only?.id, 'part');
    assert.deepEqual(only?.choices, [
      { title: '午前', value: 'am' },
      { title: '午後', value: 'pm' },
    ]);
    assert.doesNotMatch(words(view), /8:30/);
  });

  it('fills the form in with what is known', () => {
    const view = aProposal({
      ...(SAMPLE_VIEWS['proposal-whole-form'] as ProposalView),
      choices: { ...(SAMPLE_VIEWS['proposal-whole-form'] as ProposalView).choices, parts: ['full', 'hours'] },
      days: [aDay('2026-12-02', OK, 'hours')],
      reason: '*通院*',
      place: 'satellite',
    });

    const values = Object.fromEntries(inputs(view).map(({ id, value }) => [id, value]));

    assert.deepEqual(values, {
      day: '2026-12-02',
      part: 'hours',
      from: '14:00',
      to: '16:30',
      place: 'satellite',
      device: 'lent',
      pool: 'standard',
      category: 'childcare',
      task: 'desk',
      reason: '*通院*',
      contact: '090-0000-0000',
      material: '決裁済みの起案の写し 1部',
    });
  });

  it('leaves out of the form what there is no choice of, but not what has to be changed', () => {
    const ids = (view: View) => inputs(view).map(({ id }) => id);
    const choices = { places: ['home'], devices: ['lent'], parts: ['full'], pools: [], categories: [], tasks: [] };
    const narrow = { choices } as unknown as Partial<ProposalView>;

    const fitting = aProposal({ ...narrow, device: 'lent' });
    const wrong = aProposal({ ...narrow, place: 'field', device: 'own', days: [aDay('2026-12-02', OK, 'am')] });

    assert.deepEqual(ids(fitting), ['day', 'reason', 'contact', 'material']);
    assert.deepEqual(new Set(ids(wrong)), new Set([...ids(fitting), 'part', 'place', 'device']));
    assert.equal(inputs(wrong).find(({ id }) => id === 'part')?.value, undefined);
  });

  it('offers those halves alone that may be chosen', () => {
    const { choices } = aProposal();

    const [half] = inputs(aProposal({ missingPart: true, choices: { ...choices, parts: ['full', 'pm'] } }));

    assert.deepEqual(half?.choices, [{ title: '午後', value: 'pm' }]);
  });

  it('says the same of fifty-two days once, and names each day that is different', () => {
    const said = words(SAMPLE_VIEWS['proposal-series-year']!);

    assert.match(
      said,
      /47日分\(水\)\n申請できます\n2026年12月：2・9・16・23・30日\n2027年1月：6・13・20日\n2月：3・10・17日/,
    );
    assert.match(said, /2日分\(水\)\n承認者の判断\n2027年2月：24日\n3月：3日/);
    assert.match(said, /2日分\(水\)\n申請できません\n2027年1月：27日\n4月：28日/);
    assert.match(said, /2027年6月30日\(水\)\n申請できません/);
    assert.match(said, /49日分を申請する/);
  });

  it('books what the rule itself approves and asks for the rest', () => {
    assert.match(words(SAMPLE_VIEWS['proposal-automatic']!), /この内容で予約しますか[^]*規則により承認[^]*\n予約する/);
    assert.match(words(SAMPLE_VIEWS['proposal-some-automatic']!), /規則により承認[^]*承認者の判断[^]*\n申請する/);
    assert.match(
      words(SAMPLE_VIEWS['proposal-some-automatic']!),
      /上限\(週3日\)を超えるため、承認者の判断になります。/,
    );
  });

  it('says all rules that a day lies beyond in one sentence', () => {
    const view = SAMPLE_VIEWS['proposal-beyond-two-rules']!;

    assert.match(
      words(view),
      /上限\(週3日\)を超えるため、また、申請の期限\(前の勤務日の17:00まで\)を過ぎているため、承認者の判断になります。/,
    );
    assert.match(words(view, 'en'), /because it is more than 3 days a week and it should have been requested by/);
  });

  it('says what is left of the allowance, halves as halves, and names a period that is not the present one', () => {
    assert.match(
      words(SAMPLE_VIEWS['proposal-one-day']!),
      /残りの日数\(この申請の前\)\n今週 1日 \/ 今月 5\.5日 \/ 今年度 28日/,
    );
    assert.match(words(SAMPLE_VIEWS['proposal-some-automatic']!), /12\/7からの週 0\.5日 \/ 12月 0日/);
    assert.match(words(SAMPLE_VIEWS['proposal-one-day']!, 'en'), /this week: 1 day \/ this month: 5\.5 days/);
  });

  it('says nothing of limits while an emergency lifts them', () => {
    const said = words(SAMPLE_VIEWS['proposal-emergency']!);

    assert.match(said, /緊急時の扱い/);
    assert.doesNotMatch(said, /残り|今週/);
  });

  it('offers free times and the waiting list where a day is full', () => {
    const view = SAMPLE_VIEWS['proposal-full']! as ProposalView;
    const data = { draftId: view.draftId, version: 1 };

    const [first, , , wait, ...others] = buttons(view);

    assert.deepEqual(first, {
      verb: 'booking.take',
      data: { ...data, instead: 0, day: '2026-12-02', part: 'am', from: null, to: null },
    });
    assert.deepEqual(wait, { verb: 'booking.wait', data });
    assert.deepEqual(
      others.map(({ verb }) => verb),
      ['booking.edit', 'booking.discard'],
    );
    assert.match(words(view), /12月2日\(水\) 午前\n12月3日\(木\)\n12月1日\(火\)/);
  });

  it('says that the button of the waiting list sends the free days as well', () => {
    const view = SAMPLE_VIEWS['proposal-full-some']!;

    assert.match(words(view), /12月4日\(金\)、12月9日\(水\)の空きを待つこともできます/);
    assert.match(words(view), /1日分を申請し、空きも待つ/);
  });

  it('offers no waiting list where another rule is in the way', () => {
    const verbs = buttons(SAMPLE_VIEWS['proposal-all-refusals']!).map(({ verb }) => verb);
    const refused = aProposal({ days: [aDay('2026-12-04', { ok: false, refusal: 'past' })] });

    assert.ok(verbs.includes('booking.wait'));
    assert.ok(!buttons(refused).some(({ verb }) => verb === 'booking.wait'));
  });

  it('asks whose booking it is before anything can be sent, where a name is that of several', () => {
    const view = SAMPLE_VIEWS['proposal-whose'] as ProposalView;

    const [first, second, ...others] = buttons(view);

    assert.deepEqual(
      [first, second],
      view.forChoices.map(({ id }) => ({
        verb: 'booking.for',
        data: { draftId: view.draftId, version: 1, personId: id },
      })),
    );
    assert.deepEqual(
      others.map(({ verb }) => verb),
      ['booking.discard'],
    );
  });

  it('shows the form where a booking is opened for change', () => {
    assert.ok(inputs(SAMPLE_VIEWS['proposal-changing']!).some(({ id }) => id === 'day'));
    assert.match(words(SAMPLE_VIEWS['proposal-changing']!), /どのように変えますか/);
  });

  it('says for whom it is, what it takes the place of, and on which device', () => {
    assert.match(words(SAMPLE_VIEWS['proposal-on-behalf']!), /山田 花子さんの予約/);
    assert.match(words(SAMPLE_VIEWS['proposal-change']!), /元の予約と入れ替えます。[^]*\n変更を申請する/);
    assert.match(words(SAMPLE_VIEWS['proposal-change-automatic']!), /\n予約を変える\n/);
    assert.match(words(SAMPLE_VIEWS['proposal-mobile-pc']!), /外出先・モバイルPC/);
  });

  it('names the words that it did not understand and what to do', () => {
    assert.match(words(SAMPLE_VIEWS['proposal-not-understood']!), /「13\/45」は分かりませんでした/);
    assert.ok(inputs(SAMPLE_VIEWS['proposal-not-understood-at-all']!).some(({ id }) => id === 'day'));
  });

  it('asks gently for another weekday, and names the days where it is not all of them', () => {
    assert.match(words(SAMPLE_VIEWS['proposal-beyond-two-rules']!), /\nできれば別の曜日をお願いしています/);
    assert.match(words(SAMPLE_VIEWS['proposal-not-preferred-some']!), /12月4日\(金\)は、できれば別の曜日を/);
  });

  it('has a sentence of its own for every rule, as a stop and as beyond it, that says what to do next', () => {
    for (const language of ['ja', 'en'] as const) {
      const stops = REASONS.map((reason) =>
        words(aProposal({ days: [aDay('2026-12-03', { ok: false, refusal: 'rule', reason })] }), language),
      );
      const beyond = REASONS.map((reason) =>
        words(aProposal({ days: [aDay('2026-12-03', { ...OK, beyond: [reason] })] }), language),
      );

      assert.equal(new Set(stops).size, REASONS.length);
      assert.equal(new Set(beyond).size, REASONS.length);
      assert.deepEqual(new Set(REASONS.map(({ rule }) => rule)), new Set(RULE_IDS));
      for (const said of stops) assert.match(said, /ください。|Please |Choose /);
      for (const said of beyond) assert.match(said, /承認者の判断になります。|The approver decides/);
    }
  });

  it('leaves several days alone where the form names none', () => {
    const view = aProposal({ days: [aDay('2026-12-02'), aDay('2026-12-04', undefined, 'am')] });

    const day = inputs(view).find(({ id }) => id === 'day');
    const part = inputs(view).find(({ id }) => id === 'part');

    assert.equal(day?.isRequired, undefined);
    assert.equal(day?.value, undefined);
    assert.equal(part?.value, undefined);
  });

  it('does not offer a day again that lies outside what can be chosen', () => {
    const view = SAMPLE_VIEWS['proposal-past-day']!;

    assert.equal(inputs(view).find(({ id }) => id === 'day')?.value, undefined);
  });

  it('names the year where days are not in this one', () => {
    assert.match(words(SAMPLE_VIEWS['proposal-next-year']!), /2027年1月6日\(水\)/);
  });

  it('has no buttons once it is discarded', () => {
    assert.deepEqual(buttons(aProposal({ state: 'discarded' })), []);
  });
});

describe('the request card', () => {
  it('says for whom it waits, and lets it be cancelled', () => {
    const view = aRequest([aLine('2026-12-02', { version: 3 })]);

    assert.match(words(view), /佐藤 恵子さんの承認を待っています/);
    assert.deepEqual(buttons(view), [
      { verb: 'booking.cancel', data: { bookingId: view.bookings[0]!.bookingId, version: 3 } },
    ]);
  });

  it('says to whom it went where the approver cannot be reached', () => {
    const view = aRequest([aLine('2026-12-02')], { reroutedTo: ['鈴木 一郎'] });

    assert.match(words(view), /佐藤 恵子さんには Teams で届かないため、鈴木 一郎さんに/);
  });

  it('leads to the connect page once a day with a desktop is approved, and not before', () => {
    const links = (view: View) => elementsOf(renderView(view, 'ja'), 'Action.OpenUrl').map(({ url }) => url);
    const approved = { status: 'approved' } as const;

    assert.deepEqual(links(aRequest([aLine('2026-12-02', approved)])), ['https://zaitaku.example.lg.jp/connect/']);
    assert.deepEqual(links(aRequest([aLine('2026-12-02')])), []);
    assert.deepEqual(links(aRequest([aLine('2026-12-02', { ...approved, poolName: null })])), []);
    assert.deepEqual(links(aRequest([aLine('2026-12-02', approved)], { connectUrl: 'ms-avd:connect' })), []);
  });

  it('shows who decided and what they wrote', () => {
    assert.match(words(SAMPLE_VIEWS['request-rejected']!), /佐藤 恵子さんの決定により/);
    assert.match(words(SAMPLE_VIEWS['request-rejected']!), /コメント：この日は窓口の人数が足りません/);
  });
});

describe('the request card of what the rules decided', () => {
  it('names no approver where the written rule decided', () => {
    const said = words(SAMPLE_VIEWS['request-by-rule']!);

    assert.match(said, /予約しました[^]*規則により承認/);
    assert.doesNotMatch(said, /さんが承認|承認者を確かめて/);
  });

  it('names both where somebody decided in an approver’s place', () => {
    assert.match(words(SAMPLE_VIEWS['request-by-deputy']!), /佐藤 恵子さん\(鈴木 一郎さんの代決\)が承認しました/);
  });

  it('says what it takes the place of, why the approver decides, and how its seat stands', () => {
    assert.match(
      words(SAMPLE_VIEWS['request-change']!),
      /承認されると、12月4日\(金\) 8:30-17:15\(終日\)の予約と入れ替わります/,
    );
    assert.match(words(SAMPLE_VIEWS['request-changed']!), /12月4日\(金\) 8:30-17:15\(終日\)の予約と入れ替えました/);
    assert.match(words(SAMPLE_VIEWS['request-beyond']!), /上限\(週3日\)を超えるため/);
    assert.match(words(SAMPLE_VIEWS['request-seat-returned']!), /席の確保期限を過ぎたため/);
    assert.match(words(SAMPLE_VIEWS['request-seat-offered']!), /12月2日\(水\) 15:00 まで/);
  });

  it('lets somebody who waits for a seat stop waiting', () => {
    const view = SAMPLE_VIEWS['request-waitlisted-state']!;

    assert.match(words(view), /キャンセル待ちをやめる/);
    assert.deepEqual(
      buttons(view).map(({ verb }) => verb),
      ['booking.cancel'],
    );
  });

  it('waits for the person, not for the approver, while a seat is kept for them', () => {
    const view = SAMPLE_VIEWS['request-seat-offered']!;

    assert.deepEqual(
      buttons(view).map(({ verb }) => verb),
      ['waitlist.take', 'waitlist.decline'],
    );
    assert.doesNotMatch(words(view), /承認を待っています/);
  });

  it('groups many days by how they stand, and says how one of them is cancelled', () => {
    const said = words(SAMPLE_VIEWS['request-series-mixed']!);

    assert.match(said, /8日分\(水\)\n承認済み\n2026年12月：2・9・23・30日/);
    assert.match(said, /2026年12月16日\(水\)\n不承認/);
    assert.match(said, /「12月2日\(水\)の在宅を取り消して」のように/);
    assert.deepEqual(buttons(SAMPLE_VIEWS['request-series-mixed']!), [
      {
        verb: 'booking.cancel-rest',
        data: { bookingId: aLine('2026-12-02').bookingId, version: 1 },
      },
    ]);
  });
});

describe('the list and cancel cards', () => {
  it('tell two bookings of one day apart on their buttons', () => {
    const titles = elementsOf(renderView(SAMPLE_VIEWS['cancel-two']!, 'ja'), 'Action.Execute')
      .filter(({ verb }) => verb === 'booking.cancel')
      .map(({ title }) => title);

    assert.equal(new Set(titles).size, 2);
  });

  it('say what to do where there is nothing', () => {
    assert.match(words(SAMPLE_VIEWS['list-empty']!), /これからの予約はありません/);
    assert.match(words(SAMPLE_VIEWS['cancel-none']!), /12月4日\(金\)に取り消せる予約はありません/);
  });
});

describe('the connect card', () => {
  it('says from when, with the day', () => {
    assert.match(words(SAMPLE_VIEWS['connect-waiting']!), /12月2日\(水\) 7:00 から接続できます/);
  });
});

describe('notices', () => {
  it('name no person where the rule decided, and both where one stood in for another', () => {
    assert.match(words(SAMPLE_VIEWS['notice-by-rule']!), /12月2日\(水\)のテレワークが、規則により承認されました/);
    assert.doesNotMatch(words(SAMPLE_VIEWS['notice-by-rule']!), /さん/);
    assert.match(words(SAMPLE_VIEWS['notice-by-deputy']!), /佐藤 恵子さん\(鈴木 一郎さんの代決\)が承認しました/);
  });

  it('tell whoever was booked for by whom, for when and how to change it', () => {
    assert.match(words(SAMPLE_VIEWS['notice-booked-for-you']!), /佐藤 恵子さん[^]*12月2日\(水\)[^]*「予約一覧」/);
  });

  it('promise a desktop only to those who get one on time', () => {
    assert.match(words(SAMPLE_VIEWS['notice-approved']!), /時間までに用意します/);
    assert.doesNotMatch(words(SAMPLE_VIEWS['notice-approved-late']!), /時間までに用意します/);
    assert.match(words(SAMPLE_VIEWS['notice-approved-late']!), /9:40/);
  });

  it('tell the operator what, where, since when and how to mend it', () => {
    const said = words(SAMPLE_VIEWS['notice-fault-pool-unreadable']!, 'en');

    assert.match(said, /avd-kmk-017/);
    assert.match(said, /Wed 2 Dec 8:12/);
    assert.match(said, /403 AuthorizationFailed/);
    assert.match(said, /zaitaku check/);
  });

  it('announce an approval as one, and everything else without saying which way it went', () => {
    const decision = (status: 'approved' | 'rejected'): View => ({
      kind: 'notice',
      timeZone,
      notice: { kind: 'decision', byName: '佐藤', bookings: [aLine('2026-12-02', { status })] },
    });

    assert.equal(summaryOf(decision('approved'), 'en'), 'Your telework request was approved');
    assert.equal(summaryOf(decision('rejected'), 'en'), 'Your telework request was decided');
  });
});
