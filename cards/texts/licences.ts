import type { ReturnReason } from '../../flows/licences/licence-store.ts';
import type { CountedLicence } from '../../flows/licences/licence.ts';
import type { Language } from '../../flows/organisation.ts';

/** Words of the licence report. */
export interface LicenceText {
  columns: {
    licence: string;
    kind: string;
    day: string;
    count: string;
    peak: string;
    average: string;
    refused: string;
    waitlisted: string;
    oneMore: string;
    oneFewer: string;
  };
  kinds: Record<CountedLicence['kind'], string>;
  /** Of the ledger: who had one, from when to when, and why. */
  ledger: {
    licence: string;
    pool: string;
    person: string;
    why: string;
    from: string;
    until: string;
    returned: string;
    because: string;
    boundUntil: string;
    booking: string;
  };
  lent: Record<'booking' | 'session', string>;
  because: Record<ReturnReason, string>;
}

const ja: LicenceText = {
  columns: {
    licence: 'ライセンス',
    kind: '種類',
    day: '日',
    count: '数',
    peak: '最大の使用数',
    average: '勤務時間の平均',
    refused: '足りずに取れなかった人',
    waitlisted: '足りずにキャンセル待ちの人',
    oneMore: '1つ多ければ取れた予約',
    oneFewer: '1つ少なければ取れなかった予約',
  },
  kinds: { concurrent: '同時使用', user: 'ユーザー固定', device: '機器固定' },
  ledger: {
    licence: 'ライセンス',
    pool: 'デスクトップ',
    person: '使った人',
    why: '理由',
    from: '開始',
    until: '予約の終わり',
    returned: '返却',
    because: '返却の理由',
    boundUntil: '固定の期限',
    booking: '予約の番号',
  },
  lent: { booking: '予約', session: '予約のないサインイン' },
  because: {
    completed: '時間の終わり',
    cancelled: '取り消し',
    'no-show': '使われなかった',
    'seat-lost': '席がなくなった',
    'signed-out': 'サインアウト',
  },
};

const en: LicenceText = {
  columns: {
    licence: 'Licence',
    kind: 'Kind',
    day: 'Day',
    count: 'Count',
    peak: 'Most held at once',
    average: 'Average in working hours',
    refused: 'Refused for want of one',
    waitlisted: 'Waiting for want of one',
    oneMore: 'Bookings that one more would have served',
    oneFewer: 'Bookings that one fewer would have lost',
  },
  kinds: { concurrent: 'concurrent', user: 'per user', device: 'per device' },
  ledger: {
    licence: 'Licence',
    pool: 'Desktops',
    person: 'Who',
    why: 'Why',
    from: 'From',
    until: 'Booked until',
    returned: 'Back',
    because: 'Why it came back',
    boundUntil: 'Bound until',
    booking: 'Booking',
  },
  lent: { booking: 'booking', session: 'signed in without a booking' },
  because: {
    completed: 'its time was over',
    cancelled: 'cancelled',
    'no-show': 'not used',
    'seat-lost': 'the seat was gone',
    'signed-out': 'signed out',
  },
};

export function licenceTextIn(language: Language): LicenceText {
  return language === 'ja' ? ja : en;
}
