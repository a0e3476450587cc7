import type { KeptEntry } from '../../flows/calendar/calendar-entry-store.ts';
import type { FeedKind } from '../../flows/calendar/feed-store.ts';
import type { Language } from '../../flows/organisation.ts';
import type { WorkEntry } from '../../flows/work/work-record.ts';

/** Words of the records that a person reads of themselves: the card with the link, and what stands behind it. */
export interface RecordsText {
  card: { title: string; lead(at: string): string; open: string; private: string };
  /** On the help card. */
  button: string;

  title: string;
  lead(name: string, at: string): string;
  download: string;
  /** The link leads nowhere (any more). */
  gone: { title: string; what: string };
  sections: Record<
    | 'person'
    | 'bookings'
    | 'drafts'
    | 'work'
    | 'pledges'
    | 'devices'
    | 'feedback'
    | 'visits'
    | 'licences'
    | 'calendar'
    | 'readiness'
    | 'deputies'
    | 'audit',
    { title: string; none: string }
  >;
  labels: Record<
    | 'upn'
    | 'name'
    | 'department'
    | 'jobTitle'
    | 'languages'
    | 'chat'
    | 'status'
    | 'where'
    | 'pool'
    | 'askedAt'
    | 'bySomebodyElse'
    | 'forSomebodyElse'
    | 'beyond'
    | 'reason'
    | 'category'
    | 'task'
    | 'contact'
    | 'material'
    | 'comment'
    | 'approvers'
    | 'days'
    | 'sent'
    | 'ownDevice'
    | 'device'
    | 'certificate'
    | 'score'
    | 'line'
    | 'by'
    | 'about'
    | 'facts'
    | 'details'
    | 'writtenAt'
    | 'lentAt'
    | 'returnedAt'
    | 'lockedUntil'
    | 'missedOn'
    | 'assigned'
    | 'products'
    | 'plans'
    | 'leftOpenAt'
    | 'endedAt'
    | 'boundTo'
    | 'boundUntil'
    | 'outlook'
    | 'lookedAt'
    | 'subscribedUntil'
    | 'failing'
    | 'kind'
    | 'source'
    | 'subject'
    | 'away'
    | 'feed'
    | 'madeAt'
    | 'readAt'
    | 'revokedAt'
    | 'question'
    | 'movedTo'
    | 'sources',
    string
  >;
  entryKinds: Record<KeptEntry['kind'], string>;
  feeds: Record<FeedKind, string>;
  /** Of an entry, or an event, that is not in the calendar any more. */
  deleted: string;
  /** Following ends. */
  ending: string;
  yes: string;
  no: string;
  none: string;
  chat: Record<'reachable' | 'not-installed' | 'blocked', string>;
  verdicts: Record<'approved' | 'rejected', string>;
  inPlaceOf(by: string, other: string): string;
  note(by: string): string;
  moves: Record<WorkEntry['move'], string>;
  corrects(number: number): string;
  writtenByOthers: string;
  roles: Record<'approver' | 'deputy', (other: string) => string>;
  aboutOthers: string;
  /** Earlier entries are in the file alone. */
  more(count: number): string;
  /** What the records write in place of a name. */
  who: Record<'system' | 'rule' | 'somebody else', string>;
}

const ja: RecordsText = {
  card: {
    title: '自分の記録',
    lead: (at) => `予約、理由、承認、業務時間など、保存されているあなたの記録を読めます。リンクは ${at} まで開けます。`,
    open: '自分の記録を開く',
    private: 'リンクを知っている人はだれでも開けます。ほかの人に送らないでください。',
  },
  button: '自分の記録を見る',
  title: 'テレワークの自分の記録',
  lead: (name, at) =>
    `${name}さんについて zaitaku に保存されている記録です(${at} 現在)。ほかの人については、承認者の氏名だけを載せています。`,
  download: 'ファイルで保存する(JSON)',
  gone: {
    title: 'このリンクは開けません',
    what: '時間が過ぎたか、アドレスが途中で切れています。Teams でボットに「ヘルプ」と送り、「自分の記録を見る」を押してください。',
  },
  sections: {
    person: { title: 'あなた', none: '' },
    bookings: { title: '予約', none: '予約はありません。' },
    drafts: { title: '申請の下書き', none: '下書きはありません。' },
    work: { title: '業務時間', none: '業務時間の記録はありません。' },
    pledges: { title: '誓約', none: '誓約の記録はありません。' },
    devices: { title: '機器と証明書', none: '登録はありません。' },
    feedback: { title: '感想', none: '感想の記録はありません。' },
    visits: { title: '共用デスクトップにサインインしていた時刻', none: '記録はありません。' },
    licences: { title: 'ライセンス', none: '記録はありません。' },
    calendar: { title: '予定表', none: '予定表の記録はありません。' },
    readiness: { title: '利用前の確認', none: '記録はありません。' },
    deputies: { title: '代決', none: '代決の設定はありません。' },
    audit: { title: '監査ログ', none: '監査ログの記録はありません。' },
  },
  labels: {
    upn: 'アドレス(UPN)',
    name: '氏名',
    department: '所属',
    jobTitle: '役職',
    languages: '言語(最後のメッセージ、選択、メールボックス、Teams)',
    chat: 'Teams のチャット',
    status: '状態',
    where: '場所・端末',
    pool: 'デスクトップ',
    askedAt: '申請した日時',
    bySomebodyElse: 'ほかの職員が代わりに申請',
    forSomebodyElse: 'ほかの職員のための申請',
    beyond: '触れた決まり',
    reason: '理由',
    category: '理由の区分',
    task: '業務',
    contact: '連絡先',
    material: '持ち帰る資料',
    comment: '承認者のコメント',
    approvers: '承認者',
    days: '日にち',
    sent: '送信済み',
    ownDevice: '自分の機器の決まりを含む',
    device: '機器',
    certificate: '証明書',
    score: '評価(1〜5)',
    line: 'ひとこと',
    by: '行った人',
    about: '対象',
    facts: '記録',
    details: '文章',
    writtenAt: '記入',
    lentAt: '借りた時刻',
    returnedAt: '返した時刻',
    lockedUntil: 'あなたに固定される期限',
    missedOn: '足りなかった日',
    assigned: '割り当てられている製品(Entra ID)',
    products: '製品',
    plans: 'サービス プラン',
    leftOpenAt: 'サインアウトせずに離れた時刻',
    endedAt: '終わった時刻',
    boundTo: 'ライセンスが結び付く機器',
    boundUntil: '結び付きの期限',
    outlook: 'Outlook の予定表',
    lookedAt: '最後に読んだ時刻',
    subscribedUntil: '変更通知の期限',
    failing: '読めない理由',
    kind: '種類',
    source: '読み取り元',
    subject: '件名(回答するまで)',
    away: '不在の時間',
    feed: '購読用アドレス(アドレスそのものは保存していません)',
    madeAt: '作った時刻',
    readAt: '最後に読まれた時刻',
    revokedAt: '終えた時刻',
    question: '予定の変更についての質問',
    movedTo: '動かした先',
    sources: '読んでいるほかの予定表',
  },
  entryKinds: { telework: 'テレワーク', 'looks-like': 'テレワークかもしれない予定', absence: '休み・不在' },
  feeds: { own: '自分の予約', section: '課の予定', capacity: '席数と閉庁日' },
  deleted: '予定表から削除済み',
  ending: '読み取りを終了中',
  yes: 'はい',
  no: 'いいえ',
  none: 'なし',
  chat: { reachable: '届く', 'not-installed': 'アプリなし', blocked: 'ブロック中' },
  verdicts: { approved: '承認', rejected: '却下' },
  inPlaceOf: (by, other) => `${by}(${other}の代決)`,
  note: (by) => `やりとり：${by}`,
  moves: { start: '開始', pause: '中断', resume: '再開', finish: '終了', withdrawn: '取り消し' },
  corrects: (number) => `${number}番の訂正`,
  writtenByOthers: '本人以外が記入',
  roles: { approver: (other) => `あなたの代決者：${other}`, deputy: (other) => `あなたが代決する承認者：${other}` },
  aboutOthers: 'ほかの職員についての操作(内容は載せていません)',
  more: (count) => `これより前の${count}件は、ファイルにあります。`,
  who: { system: 'zaitaku', rule: '組織の決まり', 'somebody else': 'ほかの職員' },
};

const en: RecordsText = {
  card: {
    title: 'Your records',
    lead: (at) =>
      `Read what is kept of you: bookings, reasons, decisions, working time and more. The link opens until ${at}.`,
    open: 'Open my records',
    private: 'Whoever has the link can open it. Please do not pass it on.',
  },
  button: 'See my records',
  title: 'Your telework records',
  lead: (name, at) =>
    `What zaitaku keeps of ${name}, as of ${at}. Of other people it shows the names of approvers alone.`,
  download: 'Keep as a file (JSON)',
  gone: {
    title: 'This link cannot be opened',
    what: 'Its time is over, or the address was cut short. Send “help” to the bot in Teams and press “See my records”.',
  },
  sections: {
    person: { title: 'You', none: '' },
    bookings: { title: 'Bookings', none: 'There are no bookings.' },
    drafts: { title: 'Drafts of requests', none: 'There are no drafts.' },
    work: { title: 'Working time', none: 'There are no records of working time.' },
    pledges: { title: 'Pledges', none: 'There are no pledges.' },
    devices: { title: 'Devices and certificates', none: 'None is registered.' },
    feedback: { title: 'Feedback', none: 'There is no feedback.' },
    visits: { title: 'Signed in to shared desktops', none: 'There are no records.' },
    licences: { title: 'Licences', none: 'There are no records.' },
    calendar: { title: 'Calendar', none: 'Nothing of your calendar is kept.' },
    readiness: { title: 'Checked before your days', none: 'There are no records.' },
    deputies: { title: 'Deputies', none: 'There are no deputies.' },
    audit: { title: 'Audit log', none: 'There are no entries.' },
  },
  labels: {
    upn: 'Address (UPN)',
    name: 'Name',
    department: 'Department',
    jobTitle: 'Position',
    languages: 'Languages (last message, chosen, mailbox, Teams)',
    chat: 'Chat in Teams',
    status: 'State',
    where: 'Place, device',
    pool: 'Desktop',
    askedAt: 'Asked for at',
    bySomebodyElse: 'Asked for by somebody else',
    forSomebodyElse: 'For somebody else',
    beyond: 'Rules touched',
    reason: 'Reason',
    category: 'Kind of reason',
    task: 'Task',
    contact: 'Contact',
    material: 'Material taken home',
    comment: "Approver's comment",
    approvers: 'Approvers',
    days: 'Days',
    sent: 'Sent',
    ownDevice: 'With the rules for own devices',
    device: 'Device',
    certificate: 'Certificate',
    score: 'Score (1 to 5)',
    line: 'In a line',
    by: 'By',
    about: 'About',
    facts: 'Recorded',
    details: 'Words',
    writtenAt: 'written',
    lentAt: 'Lent at',
    returnedAt: 'Returned at',
    lockedUntil: 'Bound to you until',
    missedOn: 'None was free on',
    assigned: 'Products assigned to you (Entra ID)',
    products: 'Products',
    plans: 'Service plans',
    leftOpenAt: 'Left open at',
    endedAt: 'Ended at',
    boundTo: 'A licence is bound to the device',
    boundUntil: 'Bound until',
    outlook: 'Outlook calendar',
    lookedAt: 'Last read at',
    subscribedUntil: 'Told of changes until',
    failing: 'Why it cannot be read',
    kind: 'Kind',
    source: 'Read from',
    subject: 'Subject (until you answer)',
    away: 'Time away',
    feed: 'Calendar address (the address itself is not kept)',
    madeAt: 'Made at',
    readAt: 'Last read at',
    revokedAt: 'Ended at',
    question: 'Question about an event',
    movedTo: 'Moved to',
    sources: 'Other calendars that are read',
  },
  entryKinds: { telework: 'Telework', 'looks-like': 'May be telework', absence: 'Leave or away' },
  feeds: { own: 'Own bookings', section: 'Section', capacity: 'Desktops and closures' },
  deleted: 'no longer in the calendar',
  ending: 'reading ends',
  yes: 'yes',
  no: 'no',
  none: 'none',
  chat: { reachable: 'reachable', 'not-installed': 'app not installed', blocked: 'blocked' },
  verdicts: { approved: 'Approved', rejected: 'Rejected' },
  inPlaceOf: (by, other) => `${by} (in place of ${other})`,
  note: (by) => `Note by ${by}`,
  moves: { start: 'Start', pause: 'Break', resume: 'Resumed', finish: 'Finish', withdrawn: 'Withdrawn' },
  corrects: (number) => `corrects number ${number}`,
  writtenByOthers: 'written by somebody else',
  roles: { approver: (other) => `Your deputy: ${other}`, deputy: (other) => `You are the deputy of: ${other}` },
  aboutOthers: 'Done about somebody else (not shown)',
  more: (count) => `${count} earlier entries are in the file.`,
  who: { system: 'zaitaku', rule: 'the written rule', 'somebody else': 'somebody else' },
};

const TEXTS: Record<Language, RecordsText> = { ja, en };

export function recordsTextIn(language: Language): RecordsText {
  return TEXTS[language];
}
