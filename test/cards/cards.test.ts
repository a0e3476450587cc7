import assert from 'node:assert/strict';
import { renderView, summaryOf } from '../../cards/render-view.ts';
import type { Language } from '../../flows/organisation.ts';
import type { View } from '../../flows/views.ts';
import { elementsOf, readable } from './card-structure.ts';
import { aDay, aLine, anApproval, aProposal, aRequest, at, SAMPLE_VIEWS, timeZone, toDecide } from './sample-views.ts';

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
    const view = aProposal({ days: [aDay('2026-12-02', { ok: true, readyAt: at('2026-12-02', '09:40') })] });

    assert.match(words(view), /9:40/);
  });

  it('offers the bookable days alone where the rules refuse some', () => {
    const view = SAMPLE_VIEWS['proposal-some-refused']!;

    assert.match(words(view), /1日分を申請する/);
    assert.match(words(view), /週3日までです/);
    assert.match(words(view), /11月30日\(月\)、12月1日\(火\)、12月3日\(木\)/);
  });

  it('asks for the day with inputs where none was understood', () => {
    const view = aProposal({ days: [], missingDay: true });

    assert.deepEqual(
      new Set(inputs(view).map(({ id }) => id)),
      new Set(['day', 'part', 'from', 'to', 'place', 'reason']),
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
    const view = aProposal({ days: [aDay('2026-12-02', undefined, 'hours')], reason: '*通院*', place: 'satellite' });

    const values = Object.fromEntries(inputs(view).map(({ id, value }) => [id, value]));

    assert.deepEqual(values, {
      day: '2026-12-02',
      part: 'hours',
      from: '14:00',
      to: '16:30',
      place: 'satellite',
      reason: '*通院*',
    });
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

describe('the approval card', () => {
  it('puts in front of the approver who, when, where, why, who else is out and what is left', () => {
    const view = anApproval([toDecide('2026-12-02')]);

    assert.match(words(view), /市民課の山田 花子さん/);
    assert.match(words(view), /12月2日\(水\)/);
    assert.match(words(view), /子どもの通院に付き添うため/);
    assert.match(words(view), /ほか26人のうち3人\(高橋 誠さん、中村 由美さん、小林 大輔さん\)/);
    assert.match(words(view), /412席\(全1,120席\)/);
  });

  it('names five of those who are out and counts the rest', () => {
    const out = ['い', 'ろ', 'は', 'に', 'ほ', 'へ', 'と'];

    assert.match(words(anApproval([toDecide('2026-12-02', {}, out)])), /ほさん ほか2人/);
    assert.doesNotMatch(words(anApproval([toDecide('2026-12-02', {}, out)])), /へさん/);
  });

  it('decides one day by its id and version, several by a list, only those still open', () => {
    const [one, two, done] = [
      toDecide('2026-12-02'),
      toDecide('2026-12-04', { version: 5 }),
      toDecide('2026-12-07', { status: 'cancelled' }),
    ];

    const single = buttons(anApproval([one, done]));
    const several = buttons(anApproval([one, two, done]));

    assert.deepEqual(single, [
      { verb: 'approval.approve', data: { bookingId: one.bookingId, version: 1 } },
      { verb: 'approval.reject', data: { bookingId: one.bookingId, version: 1 } },
    ]);
    assert.deepEqual(several[0]?.data, {
      bookings: [
        { bookingId: one.bookingId, version: 1 },
        { bookingId: two.bookingId, version: 5 },
      ],
    });
  });

  it('has neither buttons nor inputs for who may not decide', () => {
    const view = anApproval([toDecide('2026-12-02')], { canDecide: false });

    assert.deepEqual(buttons(view), []);
    assert.deepEqual(inputs(view), []);
    assert.match(words(view), /承認を待っています/);
  });

  it('shows the decision on top once it is taken', () => {
    assert.match(words(SAMPLE_VIEWS['approval-approved']!), /承認しました\(佐藤 恵子さん\)/);
    assert.match(words(SAMPLE_VIEWS['approval-rejected']!), /承認しませんでした\(佐藤 恵子さん\)/);
  });

  it('keeps every open day in its buttons when the days are too many to show in full', () => {
    const days = Array.from({ length: 60 }, (_, index) => ({
      ...toDecide('2026-12-02', { comment: null }, ['あ'.repeat(40), 'い'.repeat(40), 'う'.repeat(40)]),
      bookingId: `0197c0de-0000-7000-8000-${String(index).padStart(12, '0')}`,
    }));

    const [approve] = buttons(anApproval(days));

    const { bookings } = approve!.data as { bookings: unknown[] };
    assert.equal(bookings.length, 60);
  });
});

describe('the list and cancel cards', () => {
  it('tell two bookings of one day apart on their buttons', () => {
    const titles = elementsOf(renderView(SAMPLE_VIEWS['cancel-two']!, 'ja'), 'Action.Execute').map(
      ({ title }) => title,
    );

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
