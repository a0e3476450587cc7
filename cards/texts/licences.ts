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
};

export function licenceTextIn(language: Language): LicenceText {
  return language === 'ja' ? ja : en;
}
