import type { Language } from '../../flows/organisation.ts';

/** Words of the cost report: what a line is about, its unit, and what its figure rests on. Numbers come formatted. */
export interface CostText {
  columns: {
    month: string;
    item: string;
    quantity: string;
    unit: string;
    price: string;
    amount: string;
    basis: string;
  };
  units: { hours: string; licences: string; devices: string; bookings: string };
  hosts(pool: string): string;
  licence(name: string): string;
  other: string;
  desktops: string;
  perBooking: string;
  lendingFewest: string;
  lendingMost: string;
  savedFewest: string;
  savedMost: string;
  /** Added to the month where it is not covered as a whole. */
  part(from: string, to: string): string;
  basis: {
    hosts(watched: string, hours: string): string;
    hostsNever: string;
    licence(days: number, ofMonth: number): string;
    licenceUnknown: string;
    other(days: number, ofMonth: number): string;
    otherUnknown: string;
    desktops(people: string): string;
    desktopsShort(people: string): string;
    perBooking: string;
    noBooking: string;
    lendingFewest(day: string | null, share: string): string;
    lendingMost(share: string): string;
    saved: string;
    savedShort: string;
  };
}

const ja: CostText = {
  columns: { month: '月', item: '項目', quantity: '数量', unit: '単位', price: '単価', amount: '金額', basis: '根拠' },
  units: { hours: '時間', licences: 'ライセンス', devices: '台', bookings: '件' },
  hosts: (pool) => `${pool}：ホスト`,
  licence: (name) => `${name}：ライセンス`,
  other: 'その他（ゲートウェイ、保存領域、回線など）',
  desktops: '仮想デスクトップの合計',
  perBooking: '利用した予約1件あたり',
  lendingFewest: '端末を貸す場合（少なく見て）',
  lendingMost: '端末を貸す場合（多く見て）',
  savedFewest: '差額（少なく見て）',
  savedMost: '差額（多く見て）',
  part: (from, to) => `（${from}〜${to}）`,
  basis: {
    hosts: (watched, hours) =>
      `zaitaku が確かめた稼働時間。${hours} 時間のうち ${watched} 時間を確認。単価は設定（capacity.prices.hostHour）`,
    hostsNever: 'この期間の稼働時間は記録がなく、不明。金額に含めていません',
    licence: (days, ofMonth) => `数と単価は設定（costs.licenceMonth）。${ofMonth} 日のうち ${days} 日分`,
    licenceUnknown: '単価が設定にないため不明。金額に含めていません（costs.licenceMonth に書いてください）',
    other: (days, ofMonth) => `設定（costs.otherMonth）。${ofMonth} 日のうち ${days} 日分`,
    otherUnknown: '設定にないため不明。金額に含めていません（costs.otherMonth に書いてください）',
    desktops: (people) => `上の合計。件数は利用した予約、利用者は ${people} 人`,
    desktopsShort: (people) => `上の合計（不明なものを除く）。件数は利用した予約、利用者は ${people} 人`,
    perBooking: '合計 ÷ 利用した予約',
    noBooking: '利用した予約がありません',
    lendingFewest: (day, share) =>
      `利用者が最も多かった日${day === null ? '' : `（${day}）`}の人数分。単価は設定（costs.deviceYear.low、年額）の ${share}`,
    lendingMost: (share) => `利用した人それぞれに1台。単価は設定（costs.deviceYear.high、年額）の ${share}`,
    saved: '端末を貸す場合 − 仮想デスクトップの合計',
    savedShort:
      '端末を貸す場合 − 仮想デスクトップの合計。合計に不明なものがあるため、実際の差額はこれより小さくなります',
  },
};

const en: CostText = {
  columns: {
    month: 'Month',
    item: 'Item',
    quantity: 'Quantity',
    unit: 'Unit',
    price: 'Price',
    amount: 'Amount',
    basis: 'What it rests on',
  },
  units: { hours: 'hours', licences: 'licences', devices: 'devices', bookings: 'bookings' },
  hosts: (pool) => `${pool}: hosts`,
  licence: (name) => `${name}: licences`,
  other: 'Everything else (gateway, storage, lines)',
  desktops: 'Virtual desktops in all',
  perBooking: 'For each booking used',
  lendingFewest: 'Lending devices, low',
  lendingMost: 'Lending devices, high',
  savedFewest: 'Difference, low',
  savedMost: 'Difference, high',
  part: (from, to) => ` (${from} to ${to})`,
  basis: {
    hosts: (watched, hours) =>
      `hours as zaitaku read them: ${watched} of ${hours} hours were watched; price from the settings (capacity.prices.hostHour)`,
    hostsNever: 'not known: nothing was recorded in this time; not in the sum',
    licence: (days, ofMonth) => `count and price from the settings (costs.licenceMonth), ${days} of ${ofMonth} days`,
    licenceUnknown: 'not known: the settings have no price (costs.licenceMonth); not in the sum',
    other: (days, ofMonth) => `from the settings (costs.otherMonth), ${days} of ${ofMonth} days`,
    otherUnknown: 'not known: the settings do not say (costs.otherMonth); not in the sum',
    desktops: (people) => `sum of the above; bookings that were used, by ${people} people`,
    desktopsShort: (people) => `sum of the above as far as it is known; bookings that were used, by ${people} people`,
    perBooking: 'the sum divided by the bookings used',
    noBooking: 'no booking was used',
    lendingFewest: (day, share) =>
      `one for each person of the fullest day${day === null ? '' : ` (${day})`}; ${share} of a year at costs.deviceYear.low`,
    lendingMost: (share) => `one for everybody who used a desktop; ${share} of a year at costs.deviceYear.high`,
    saved: 'lending devices less virtual desktops',
    savedShort:
      'lending devices less virtual desktops; parts of the sum are not known, so the real difference is smaller',
  },
};

export function costTextIn(language: Language): CostText {
  return language === 'ja' ? ja : en;
}
