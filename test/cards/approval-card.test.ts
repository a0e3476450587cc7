import assert from 'node:assert/strict';
import { renderView, summaryOf } from '../../cards/render-view.ts';
import type { Language } from '../../flows/organisation.ts';
import type { View } from '../../flows/views.ts';
import { anApproval, APPROVAL_VIEWS, aQuestion, aWaiting, aWaitingLine, toDecide } from './approval-views.ts';
import { aLine, at, daysFrom, REASONS, timeZone } from './asking-views.ts';
import { elementsOf, readable } from './card-structure.ts';

function words(view: View, language: Language = 'ja'): string {
  const rendered = renderView(view, language);
  return readable('card' in rendered ? rendered.card : rendered.text);
}

function buttons(view: View, ...verbs: string[]): { verb: unknown; data: unknown; title: unknown }[] {
  return elementsOf(renderView(view, 'ja'), 'Action.Execute')
    .filter(({ verb }) => verbs.length === 0 || verbs.includes(String(verb)))
    .map(({ verb, data, title }) => ({ verb, data, title }));
}

const DECIDE = ['approval.approve', 'approval.reject'];
const inputs = (view: View) =>
  ['Input.Text', 'Input.ChoiceSet'].flatMap((type) => elementsOf(renderView(view, 'ja'), type)).map(({ id }) => id);

describe('the approval card', () => {
  it('puts in front of the approver who, when, where, why, who else is out and what is left', () => {
    const view = anApproval([toDecide('2026-12-02')]);

    assert.match(words(view), /市民課の山田 花子さん/);
    assert.match(words(view), /12月2日\(水\)/);
    assert.match(words(view), /子どもの通院に付き添うため/);
    assert.match(words(view), /ほか26人のうち3人\(高橋 誠さん、中村 由美さん、小林 大輔さん\)/);
    assert.match(words(view), /412席\(全1,120席\)/);
  });

  it('says the rule that it touches, the counter, held seats, hosts, days used, steps, and who decides for whom', () => {
    const said = words(APPROVAL_VIEWS['approval-all-there-is-to-know']!);

    for (const part of [
      /規則の確認：週の上限/,
      /窓口 8:30-12:00：残り2人\(必要 3人\)/,
      /押さえている席：2席/,
      /ホストが1台増えます/,
      /週 2\/3日、年 40\.5\/60日/,
      /介護：子どもの通院/,
      /個人情報を含まない起案文書/,
      /090-0000-0000/,
      /貸与/,
      /高橋 誠さんが代わりに申請しました/,
      /鈴木 一郎さんの代決です/,
      /2段階の承認のうち、2段階目です。佐藤 恵子さん\(中村 由美さんの代決\)が承認しました/,
      /質問・佐藤 恵子さん[\s\S]*返事・山田 花子さん/,
      /申請者から返事が届きました/,
    ])
      assert.match(said, part);
  });

  it('leaves out every line whose figure there is not', () => {
    const said = words(APPROVAL_VIEWS['approval-no-desktop']!);

    assert.doesNotMatch(said, /席|ホスト|窓口|この申請を入れた日数|段階|代決|連絡先|持ち出す/);
  });

  it('names five of those who are out and counts the rest', () => {
    const out = ['い', 'ろ', 'は', 'に', 'ほ', 'へ', 'と'];

    assert.match(words(anApproval([toDecide('2026-12-02', {}, out)])), /ほさん ほか2人/);
    assert.doesNotMatch(words(anApproval([toDecide('2026-12-02', {}, out)])), /へさん/);
  });

  it('decides one day by its id and version, several by a list or each by itself, only those still open', () => {
    const [one, two, done] = [
      toDecide('2026-12-02'),
      toDecide('2026-12-04', { version: 5 }),
      toDecide('2026-12-07', { status: 'cancelled' }),
    ];
    const [first, second] = [one, two].map(({ bookingId, version }) => ({ bookingId, version }));

    const single = buttons(anApproval([one, done]), ...DECIDE).map(({ data }) => data);
    const several = buttons(anApproval([one, two, done]), ...DECIDE).map(({ data }) => data);

    assert.deepEqual(single, [first, first]);
    const both = { bookings: [first, second] };
    assert.deepEqual(several, [both, both, first, first, second, second]);
  });

  it('asks back and puts off by the request, with an input for each', () => {
    const view = anApproval([toDecide('2026-12-02', { version: 7 })]);
    const data = { requestId: view.requestId, version: 7 };

    assert.deepEqual(
      buttons(view, 'approval.ask', 'approval.snooze').map((one) => one.data),
      [data, data],
    );
    assert.deepEqual(new Set(inputs(view)), new Set(['comment', 'snooze']));
  });

  it('shows a series in one line a day, what touches a rule in full, and each day by itself on pages', () => {
    const together = APPROVAL_VIEWS['approval-series']!;
    const apart = APPROVAL_VIEWS['approval-day-by-day']!;

    assert.match(words(together), /12月2日\(水\)から2027年3月31日\(水\)まで、18日分|2026年12月2日\(水\)から/);
    assert.equal(buttons(together, ...DECIDE).length, 2);
    assert.equal(words(together).match(/規則の確認/g)?.length, 1);
    assert.equal(buttons(apart, ...DECIDE).length, 2 + 6 * 2);
    assert.deepEqual(
      buttons(apart, 'approval.open').map((one) => (one.data as { page: unknown }).page),
      [null, 0, 2],
    );
  });

  it('has neither buttons nor inputs for who may not decide', () => {
    const view = anApproval([toDecide('2026-12-02', { mine: false })], { canDecide: false });

    assert.deepEqual(buttons(view), []);
    assert.deepEqual(inputs(view), []);
    assert.match(words(view), /承認を待っています/);
  });

  it('shows the decision on top once it is taken, with both names where a deputy decided', () => {
    assert.match(words(APPROVAL_VIEWS['approval-approved']!), /承認しました\(佐藤 恵子さん\)/);
    assert.match(words(APPROVAL_VIEWS['approval-rejected']!), /承認しませんでした\(佐藤 恵子さん\)/);
    assert.match(words(APPROVAL_VIEWS['approval-by-deputy']!), /佐藤 恵子さん\(鈴木 一郎さんの代決\)/);
    assert.match(words(APPROVAL_VIEWS['approval-approved-full']!), /席が空くのを待っています/);
    assert.match(words(APPROVAL_VIEWS['approval-passed-on']!), /次の承認者/);
  });

  it('names each day that the rules of now refuse, with the rule and the way out', () => {
    const said = words(APPROVAL_VIEWS['approval-refused-by-rules']!);

    assert.match(said, /12月2日\(水\)は、今の規則では承認できません\(.*上限.*\)。承認せずに/);
    assert.match(said, /「マイナンバーの事務」は庁舎の外では行えない業務です/);
    assert.match(said, /12月7日\(月\)は承認できません。申請者に同じ日の別の予約/);
  });

  it('keeps every open day in its buttons when the days are too many to show in full', () => {
    const days = Array.from({ length: 60 }, (_, index) => ({
      ...toDecide('2026-12-02', { comment: null }, ['あ'.repeat(40), 'い'.repeat(40), 'う'.repeat(40)]),
      bookingId: `0197c0de-0000-7000-8000-${String(index).padStart(12, '0')}`,
    }));

    const [approve] = buttons(anApproval(days), 'approval.approve');

    const { bookings } = approve!.data as { bookings: unknown[] };
    assert.equal(bookings.length, 60);
  });

  it('decides the most days that fit at once, and says how many', () => {
    const days = daysFrom('2026-12-02', 300, 1).map((day) => toDecide(day, { series: true, beyond: REASONS }));

    const [approve] = buttons(anApproval(days), 'approval.approve');

    assert.equal((approve!.data as { bookings: unknown[] }).bookings.length, 100);
    assert.match(String(approve!.title), /100日分/);
  });

  it('is announced without names, days or reasons', () => {
    for (const view of Object.values(APPROVAL_VIEWS))
      for (const language of ['ja', 'en'] as const)
        assert.doesNotMatch(summaryOf(view, language), /山田|佐藤|12月|Dec|通院/);
  });
});

describe('the list of what waits', () => {
  it('approves together what lies within the rules, and the rest by a button that says so', () => {
    const [within, beyond, many] = [
      aWaitingLine(),
      aWaitingLine({ bookings: [{ bookingId: 'b2', version: 3 }], beyond: true }),
      aWaitingLine({ bookings: [{ bookingId: 'b3', version: 1 }], openOnly: true }),
    ];

    const offered = buttons(aWaiting([within, beyond, many]), 'approval.approve-all').map(({ data }) => data);

    assert.deepEqual(offered, [
      { bookings: within.bookings, beyond: false, page: 0 },
      { bookings: [...within.bookings, ...beyond.bookings], beyond: true, page: 0 },
    ]);
  });

  it('opens each request, and marks what is to be known', () => {
    const view = APPROVAL_VIEWS['waiting-list']!;

    assert.equal(buttons(view, 'approval.open').length, 3);
    for (const mark of [/規則を超える日あり・開始まで間がありません/, /くり返し・佐藤 恵子さんの代決/, /20日分/])
      assert.match(words(view), mark);
    assert.deepEqual(
      buttons(view, 'approval.waiting').map(({ title }) => title),
      ['次のページ', '最新にする'],
    );
  });

  it('says what to do where there is nothing', () => {
    assert.match(words(APPROVAL_VIEWS['waiting-none']!), /待っている申請はありません/);
  });
});

describe('questions and deputies', () => {
  it('ask the requester with one input, and no more once it is answered or decided', () => {
    assert.deepEqual(inputs(aQuestion()), ['answer']);
    assert.deepEqual(inputs(aQuestion({ sent: true })), []);
    assert.deepEqual(inputs(aQuestion({ canAnswer: false })), []);
    assert.match(words(aQuestion()), /午後だけではいかがですか/);
  });

  it('offer the likely people with the days asked for', () => {
    const view = APPROVAL_VIEWS['deputy-who']!;

    assert.deepEqual(
      buttons(view, 'deputy.set').map(({ title, data }) => [title, data]),
      [
        [
          '佐藤 恵子(課長補佐)',
          { deputyId: '0197c0de-0000-7000-8000-00005eed0011', from: '2026-12-01', to: '2026-12-04', version: 0 },
        ],
        [
          '佐藤 一郎',
          { deputyId: '0197c0de-0000-7000-8000-00005eed0012', from: '2026-12-01', to: '2026-12-04', version: 0 },
        ],
      ],
    );
  });

  it('can be ended, but not where the mailbox said so', () => {
    assert.equal(buttons(APPROVAL_VIEWS['deputy-shown']!, 'deputy.end').length, 1);
  });
});

describe('notices of a decision', () => {
  const told = (line: Parameters<typeof aLine>[1]): string =>
    words({
      kind: 'notice',
      timeZone,
      notice: { kind: 'decision', byName: '佐藤', bookings: [aLine('2026-12-04', line)] },
    });
  const by = { decidedByName: '佐藤', version: 2 };

  it('say that it waits for a seat where it was approved and there was none', () => {
    assert.match(told({ ...by, status: 'waitlisted' }), /佐藤さんが承認しましたが、席が埋まっている/);
  });

  it('say that the old booking stays where a change was not approved', () => {
    const replaces = {
      day: '2026-12-02',
      part: 'full' as const,
      startsAt: at('2026-12-02', '08:30'),
      endsAt: at('2026-12-02', '17:15'),
    };

    assert.match(
      told({ ...by, status: 'rejected', replaces }),
      /元の予約\(12月2日\(水\) 8:30-17:15\(終日\)\)は、そのまま/,
    );
  });
});
