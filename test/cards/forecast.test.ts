import assert from 'node:assert/strict';
import { forecastOfDay, forecastTable } from '../../cards/forecast-table.ts';
import { renderView, summaryOf } from '../../cards/render-view.ts';
import type { DayForecast, PoolForecast } from '../../flows/forecast/forecast.ts';
import type { ForecastView } from '../../flows/forecast/show-forecast.ts';
import type { Language } from '../../flows/organisation.ts';
import type { View } from '../../flows/views.ts';
import { NOW, TOKYO } from '../support/builders.ts';
import { aDayForecast, aSupply } from '../support/forecast-builders.ts';
import { anApproval, toDecide } from './approval-views.ts';
import { readable } from './card-structure.ts';
import { aShortDay, FORECAST_VIEWS, someShortDays } from './forecast-views.ts';

const said = (view: View, language: Language) => {
  const rendered = renderView(view, language);
  return 'card' in rendered ? readable(rendered.card) : rendered.text;
};

describe('the message about days that run short', () => {
  it('names the day, the hours, the numbers and each way to mend it', () => {
    assert.equal(
      said(FORECAST_VIEWS['short-day']!, 'ja'),
      [
        '「在宅用デスクトップ」で、席が足りなくなりそうな日があります。',
        '12月3日(木) 9:30-16:00：席が足りません(予想 108〜118人 / 112席、不足 6席)。直し方：ホストを1台増やす、または6人に12月4日(金)へ移ってもらう。',
        'くわしくは「zaitaku forecast --day 2026-12-03」で見られます。',
      ].join('\n\n'),
    );
    assert.equal(
      said(FORECAST_VIEWS['short-day']!, 'en'),
      [
        'Seats of “Desktops for home” may run short.',
        'Thu 3 Dec, 9:30-16:00: too few seats (108-118 people expected, 112 seats, 6 missing). To mend it: 1 more host, or 6 people moved to Fri 4 Dec.',
        '“zaitaku forecast --day 2026-12-03” shows more.',
      ].join('\n\n'),
    );
  });

  it('says who waits, what is only possible, and asks for licences where those are the limit', () => {
    const ja = said(FORECAST_VIEWS['short-days-of-every-kind']!, 'ja');
    const en = said(FORECAST_VIEWS['short-days-of-every-kind']!, 'en');

    assert.match(ja, /キャンセル待ち 4件/);
    assert.match(ja, /12月7日\(月\) 9:30-16:00：席が足りなくなるおそれがあります.*直し方：ライセンスを12増やす。/);
    assert.match(ja, /ホストを2台とライセンスを12増やす。/);
    assert.match(en, /4 on the waiting list/);
    assert.match(en, /Mon 7 Dec, 9:30-16:00: seats may run short .*To mend it: 12 more licences\./);
    assert.match(en, /2 more hosts and 12 more licences\./);
  });

  it('counts the days beyond eight, and names neither pool nor day on a locked screen', () => {
    const many = FORECAST_VIEWS['short-days-many']!;

    assert.match(said(many, 'ja'), /ほかに4日あります。/);
    assert.match(said(many, 'en'), /And 4 more days\./);
    assert.match(
      said(someShortDays(Array.from({ length: 9 }, () => aShortDay('2026-12-03'))), 'en'),
      /And 1 more day\./,
    );
    for (const language of ['ja', 'en'] as const) assert.doesNotMatch(summaryOf(many, language), /12|Desktop|在宅/);
  });
});

describe("the day's seats on the approval card", () => {
  const card = (seatsExpected: Parameters<typeof toDecide>[1] & object, language: Language) =>
    said(anApproval([toDecide('2026-12-02', seatsExpected)]), language);

  it('are one line, and a warning where they run short', () => {
    const room = { seatsExpected: { low: 88, high: 96, seats: 112, short: false } };
    const short = { seatsExpected: { low: 106, high: 1115, seats: 1112, short: true } };

    assert.match(card(room, 'ja'), /この日の席：予想 88〜96 \/ 112席/);
    assert.doesNotMatch(card(room, 'ja'), /おそれ/);
    assert.match(card(room, 'en'), /Seats that day: 88 to 96 of 112 expected/);
    assert.match(card(short, 'ja'), /予想 106〜1,115 \/ 1,112席[\s\S]*足りなくなるおそれがあります/);
    assert.match(card(short, 'en'), /Seats may run short that day/);
  });

  it('are left out where no desktop is needed', () => {
    assert.doesNotMatch(card({ seatsExpected: null }, 'ja'), /この日の席/);
    assert.doesNotMatch(card({ seatsExpected: null }, 'en'), /Seats that day/);
  });
});

describe('the forecast at the terminal', () => {
  const days = ['2026-12-02', '2026-12-03', '2026-12-05', '2027-01-11'];
  const short = aShortDay('2026-12-03').shortage;
  const view = (more: Partial<PoolForecast> = {}, found?: DayForecast[]): ForecastView => ({
    now: NOW,
    timeZone: TOKYO,
    pools: [
      {
        pool: 'shared',
        name: { ja: '在宅用デスクトップ', en: 'Desktops for home' },
        kind: 'pooled',
        supply: aSupply(),
        hostHourYen: 80,
        days: found ?? [
          aDayForecast(days[0]!, [94, 88, 99], { booked: 96, pending: 4, stillToCome: 12.4, yen: 4200 }),
          aDayForecast(days[1]!, [115, 108, 118], { shortage: short, yen: 12_000 }),
          aDayForecast(days[2]!, [0, 0, 0], { booked: 0, hostHours: { expected: 0, low: 0, high: 0 }, yen: 0 }),
          aDayForecast(days[3]!, [20, 10, 30], { holiday: { ja: '成人の日', en: 'Coming of Age Day' }, closed: true }),
        ],
        ...more,
      },
    ],
  });
  const lines = (table: string) => table.split('\n');

  it('is a line a day: date, holiday, bookings, peak with its range and time, hosts, hours, yen, short or not', () => {
    const [head, columns, first, second, third, fourth] = lines(forecastTable(view(), 'ja'));

    assert.equal(head, '在宅用デスクトップ (shared)  112席 (7台 × 16)  1台1時間 80円');
    assert.match(columns!, /^日付 +予約 +承認待ち +今後 +ピーク \(10〜90%\) +ホスト +台時 +円$/);
    assert.match(first!, /^12\/2\(水\) +96 +4 +\+12 +94 \(88〜99\) 10:00 +6〜7 +2\.0 +4,200$/);
    assert.match(second!, /115 \(108〜118\) 10:00 +7〜8 .* 12,000  不足$/);
    assert.match(third!, /^12\/5\(土\) 休( +[0-])+$/);
    assert.match(fourth!, /^1\/11\(月\) 成人の日 /);
    assert.match(lines(forecastTable(view(), 'en'))[5]!, /^Mon 11 Jan Coming of A +20 /);
  });

  it('says below what mends the short days', () => {
    assert.match(forecastTable(view(), 'en'), /Thu 3 Dec, 9:30-16:00: too few seats .*1 more host/);
    assert.match(forecastTable(view({ supply: aSupply({ licences: 50 }) }), 'ja'), /50席 .*ライセンス 50/);
  });

  it('fits into 100 columns, of which Japanese takes two', () => {
    const wide = view({}, [
      aDayForecast('2026-12-02', [1054, 1001, 1101], {
        booked: 1120,
        pending: 300,
        stillToCome: 400,
        hostHours: { expected: 834.5, low: 1, high: 2 },
        yen: 123_456,
        holiday: { ja: '国民の休日'.repeat(5), en: 'Holiday '.repeat(9) },
        shortage: { ...short, certainty: 'possible' },
      }),
    ]);
    for (const language of ['ja', 'en'] as const) {
      const row = lines(forecastTable(wide, language))[2]!;

      const width = Array.from(row).reduce(
        (sum, char) => sum + (/[\u3000-\u9fff\uff00-\uffef]/u.test(char) ? 2 : 1),
        0,
      );
      assert.ok(width <= 100, `${width}: ${row}`);
    }
  });

  it('says so where nothing is booked', () => {
    const empty = view({}, [aDayForecast(days[0]!, [0, 0, 0], { booked: 0 })]);

    assert.match(forecastTable(empty, 'ja'), /1日間の予約はまだありません/);
    assert.match(forecastTable(empty, 'en'), /No bookings in the coming day yet/);
    assert.match(forecastOfDay(empty, 'ja'), /12月2日\(水\)の予約はまだありません/);
    assert.match(forecastOfDay(empty, 'en'), /No bookings on Wed 2 Dec yet/);
  });

  it('names the days that have a name where nothing is booked', () => {
    const none: [number, number, number] = [0, 0, 0];
    const empty = view({}, [
      aDayForecast('2026-12-02', none, { booked: 0 }),
      aDayForecast('2026-12-03', none, { booked: 0, closed: true, holiday: { ja: '創立記念日', en: 'Founding Day' } }),
      aDayForecast('2026-12-04', none, { booked: 0, half: 'pm', holiday: { ja: '設備点検', en: 'Maintenance' } }),
    ]);

    assert.deepEqual(lines(forecastTable(empty, 'ja')).slice(2), [
      '',
      '名前のある日：',
      '12/3(木) 創立記念日',
      '12/4(金) 午後休 設備点検',
    ]);
    assert.deepEqual(lines(forecastTable(empty, 'en')).slice(4), [
      'Thu 3 Dec Founding Day',
      'Fri 4 Dec pm closed Maintenance',
    ]);
    assert.match(lines(forecastOfDay(empty, 'ja')).join(), /12\/4\(金\) 午後休 設備点検/);
  });

  it('draws a day by half hours, with the seats as a line', () => {
    const drawn = (peak: [number, number, number]) =>
      lines(forecastOfDay(view({}, [aDayForecast(days[0]!, peak)]), 'ja'))[3]!;

    assert.match(drawn([56, 50, 60]), /^10:00 +56 +56 \(50〜60\) +4  █{25}░{2} {23}│$/);
    assert.match(drawn([120, 100, 140]), /│█+░+$/);
  });
});
