import type { FeedKind } from '../../flows/calendar/feed-store.ts';
import type { Language } from '../../flows/organisation.ts';

/** The words of what calendars show: our event that somebody edited, and the feeds. Days and times come in written out. */
export interface CalendarOutText {
  question: {
    titles: Record<'moved' | 'deleted' | 'settled', string>;
    /** The event stands there now. */
    now(when: string): string;
    ask: Record<'moved' | 'deleted', string>;
    /** It waits for a seat: it can be given up, not moved. */
    cannotMove: string;
    /** Until the approver has decided. */
    stands: string;
    /** The person's own entry says that day as well. */
    ownEntry: Record<'moved' | 'deleted', string>;
    settled: string;
    allDay: string;
    follow: Record<'moved' | 'deleted', string>;
    keep: string;
    summary: string;
  };
  feeds: {
    title: string;
    lead: string;
    names: Record<FeedKind, (section: string | null) => string>;
    none: string;
    made(at: string, read: string | null): string;
    make: Record<FeedKind, string>;
    renew: Record<FeedKind, string>;
    stop: Record<FeedKind, string>;
    address(name: string): string;
    once: string;
    private: string;
    button: string;
    summary: string;
  };
  /** What stands in feeds. */
  file: {
    names: Record<FeedKind, (section: string | null) => string>;
    peak(pool: string, sessions: number, seats: number, hosts: number): string;
    shortage(pool: string, missing: number, certain: boolean): string;
    closed(name: string, half: 'am' | 'pm' | null): string;
    named: Record<'worked' | 'election' | 'training', (name: string) => string>;
  };
}

/** 「閉庁：創立記念日」; a name that says it already, as entries of a calendar do, stands alone. */
function kindOnce(kind: string, name: string): string {
  return name.includes(kind) ? name : `${kind}：${name}`;
}

const ja: CalendarOutText = {
  question: {
    titles: {
      moved: '予定表でテレワークの日時が変わりました。予約も変えますか',
      deleted: '予定表からテレワークが削除されました。予約も取り消しますか',
      settled: '予定表は予約のとおりです',
    },
    now: (when) => `予定表：${when}`,
    ask: {
      moved: '「予約も変える」を押すと、この日時で変更を申請します。',
      deleted: '「予約も取り消す」を押すと、予約を取り消します。',
    },
    cannotMove:
      'キャンセル待ちの日は、予定表では動かせません。「元に戻す」を押してから、希望の日を書いて送ってください。',
    stands: '変更が決まるまで、今の予約はそのままです。',
    ownEntry: {
      moved:
        'この日には、ご自分で書かれた予定もあります。そちらはそのまま残りますので、同じように動かすか、消してください。予約には影響しません。',
      deleted: 'この日には、ご自分で書かれた予定もあります。そちらはそのまま残りますので、いらなければ消してください。',
    },
    settled: '確認することはありません。変更や取り消しは、チャットでも予定表でもできます。',
    allDay: '終日',
    follow: { moved: '予約も変える', deleted: '予約も取り消す' },
    keep: '元に戻す',
    summary: '予定表の変更について確認があります',
  },
  feeds: {
    title: '予定表の購読アドレス',
    lead: 'Garoon、desknet’s NEO、Google カレンダー、スマートフォンなどの予定表に、テレワークの予定を表示できます。',
    names: {
      own: () => '自分の予約',
      section: (section) => `${section ?? '所属'}の在宅の人`,
      capacity: () => 'デスクトップの見込みと閉庁日',
    },
    none: 'アドレスはまだありません。',
    made: (at, read) =>
      read === null ? `${at} 作成。まだ読まれていません。` : `${at} 作成。最後に読まれたのは ${read}。`,
    make: {
      own: '自分の予約のアドレスを作る',
      section: '所属のアドレスを作る',
      capacity: '見込みのアドレスを作る',
    },
    renew: {
      own: '自分の予約のアドレスを作り直す',
      section: '所属のアドレスを作り直す',
      capacity: '見込みのアドレスを作り直す',
    },
    stop: {
      own: '自分の予約の購読をやめる',
      section: '所属の購読をやめる',
      capacity: '見込みの購読をやめる',
    },
    address: (name) => `${name}のアドレス（コピーして、予定表の「URL で追加」などに貼り付けてください）`,
    once: 'アドレスはここにしか表示されません。わからなくなったら作り直してください。前のアドレスは使えなくなります。',
    private: 'アドレスを知っている人はだれでも読めます。ほかの人に送らないでください。',
    button: '予定表の購読アドレス',
    summary: '予定表の購読アドレスです',
  },
  file: {
    names: {
      own: () => 'テレワーク',
      section: (section) => `${section ?? '所属'}の在宅`,
      capacity: () => 'デスクトップの見込み',
    },
    peak: (pool, sessions, seats, hosts) => `${pool}：最大${sessions}人（席${seats}、ホスト${hosts}台）`,
    shortage: (pool, missing, certain) => `${pool}：${missing}席不足の${certain ? '見込み' : 'おそれ'}`,
    closed: (name, half) =>
      half === null ? kindOnce('閉庁', name) : `閉庁（${half === 'am' ? '午前' : '午後'}）：${name}`,
    named: {
      worked: (name) => kindOnce('開庁', name),
      election: (name) => kindOnce('選挙', name),
      training: (name) => kindOnce('研修', name),
    },
  },
};

const en: CalendarOutText = {
  question: {
    titles: {
      moved: 'Your telework was moved in the calendar. Shall the booking follow?',
      deleted: 'Your telework was deleted from the calendar. Shall the booking be cancelled?',
      settled: 'The calendar shows the booking',
    },
    now: (when) => `In the calendar: ${when}`,
    ask: {
      moved: 'With “Change the booking” I ask for this day and time instead.',
      deleted: 'With “Cancel the booking” it is given back.',
    },
    cannotMove:
      'A day on the waiting list cannot be moved in the calendar. Press “Put it back”, then write to me which day you would like.',
    stands: 'Until the change is decided, your booking stays as it is.',
    ownEntry: {
      moved:
        'Your own entry of this day stays as it is: move it along, or delete it. Neither does anything to the booking.',
      deleted: 'Your own entry of this day stays as it is: delete it as well where you do not need it.',
    },
    settled: 'There is nothing to answer. You can change or cancel in chat or in the calendar.',
    allDay: 'all day',
    follow: { moved: 'Change the booking', deleted: 'Cancel the booking' },
    keep: 'Put it back',
    summary: 'A question about a change in your calendar',
  },
  feeds: {
    title: 'Calendar addresses',
    lead: 'Show your telework in another calendar: Garoon, desknet’s NEO, Google Calendar, your phone.',
    names: {
      own: () => 'Your bookings',
      section: (section) => `Who is away: ${section ?? 'your section'}`,
      capacity: () => 'Desktops expected, and closures',
    },
    none: 'There is no address yet.',
    made: (at, read) => (read === null ? `Made ${at}. Not read yet.` : `Made ${at}. Last read ${read}.`),
    make: {
      own: 'Make the address of my bookings',
      section: 'Make the address of my section',
      capacity: 'Make the address of desktops',
    },
    renew: {
      own: 'Renew the address of my bookings',
      section: 'Renew the address of my section',
      capacity: 'Renew the address of desktops',
    },
    stop: {
      own: 'End the address of my bookings',
      section: 'End the address of my section',
      capacity: 'End the address of desktops',
    },
    address: (name) => `${name}: copy this address and paste it where your calendar says “add by URL”`,
    once: 'The address is shown here alone. If you lose it, renew it: the one before then ends.',
    private: 'Whoever has the address can read it. Please do not pass it on.',
    button: 'Calendar address',
    summary: 'Your calendar addresses',
  },
  file: {
    names: {
      own: () => 'Telework',
      section: (section) => `Away: ${section ?? 'section'}`,
      capacity: () => 'Desktops expected',
    },
    peak: (pool, sessions, seats, hosts) => `${pool}: at most ${sessions} people (${seats} seats, ${hosts} hosts)`,
    shortage: (pool, missing, certain) => `${pool}: ${missing} seats ${certain ? 'short' : 'may be short'}`,
    closed: (name, half) => `Closed${half === null ? '' : half === 'am' ? ' (morning)' : ' (afternoon)'}: ${name}`,
    named: {
      worked: (name) => `Worked: ${name}`,
      election: (name) => `Election: ${name}`,
      training: (name) => `Training: ${name}`,
    },
  },
};

const TEXTS: Record<Language, CalendarOutText> = { ja, en };

export function calendarOutTextIn(language: Language): CalendarOutText {
  return TEXTS[language];
}
