import type { ProposalNote, Refusal } from '../../flows/booking/proposal.ts';
import type { Language } from '../../flows/organisation.ts';
import type { ProposalView } from '../../flows/views.ts';

/** What a refusal's sentence is made of, beside its kind. Values that a refusal does not have are 0 or empty. */
export interface RefusalFacts {
  seats: number;
  /** The pool that the person has on that day already: no other is looked at. */
  onlyIn: string | null;
  /** The task's name. */
  task: string;
  /** It clashes with another day of the same request, not with a booking. */
  inRequest: boolean;
}

export interface NoteFacts {
  /** The last day on the card, or null where it has none. */
  last: string | null;
}

/** The words of asking for days. A rule that is a stop has its sentence in rules.ts. */
export interface ProposalText {
  titleAsk: string;
  title: string;
  titleAutomatic: string;
  titleChange: string;
  titleChanging: string;
  titleWhose: string;
  whose: string;
  titlePart: string;
  titleRefused: string;
  titleMend: string;
  titleDiscarded: string;
  discarded: string;
  forName(name: string): string;
  emergency: string;
  notUnderstood(said: string, hasDays: boolean): string;
  verdictOk: string;
  verdictAutomatic: string;
  verdictBeyond: string;
  verdictRefused: string;
  halfDay: string;
  replaces: string;
  notPreferred(days: string | null): string;
  refusals: Record<Exclude<Refusal['refusal'], 'rule'>, (facts: RefusalFacts) => string>;
  notes: Record<ProposalNote, (facts: NoteFacts) => string>;
  problems: Record<NonNullable<ProposalView['problem']>, string>;
  someRefused(bookable: number): string;
  /** `count` where it is to be said how many days; null for all that are shown. */
  send(count: number | null): string;
  book(count: number | null): string;
  sendChange: string;
  bookChange: string;
  alternatives(day: string): string;
  waitOffer(day: string): string;
  wait: string;
  sendAndWait(bookable: number): string;
  edit: string;
  discard: string;
  check: string;
  allowance: {
    title: string;
    /** `from` and `month` are written out where the period is not the present one. */
    week(current: boolean, from: string): string;
    month(current: boolean, month: string): string;
    year(current: boolean, year: number, fiscal: boolean): string;
    left(period: string, days: string, one: boolean): string;
    separator: string;
  };
  category: string;
  task: string;
  contact: string;
  material: string;
  form: {
    day: string;
    dayRange(first: string, last: string): string;
    onlyOneDay: string;
    dayError(first: string, last: string): string;
    part: string;
    partKept: string;
    partError: string;
    half: string;
    from: string;
    to: string;
    place: string;
    device: string;
    pool: string;
    category: string;
    task: string;
    open: string;
    /** Takes a choice back. */
    nothing: string;
    reason: string;
    reasonHint: string;
    contact: string;
    contactHint: string;
    material: string;
    materialHint: string;
    optional(label: string): string;
  };
}

const ja: ProposalText = {
  titleAsk: 'いつテレワークをしますか',
  title: 'この内容で申請しますか',
  titleAutomatic: 'この内容で予約しますか',
  titleChange: '予約をこのように変えますか',
  titleChanging: 'どのように変えますか',
  titleWhose: 'どなたの予約ですか',
  whose: '同じ名前の人が見つかりました。予約する人を選んでください。',
  titlePart: '午前と午後のどちらですか',
  titleRefused: 'この内容では申請できません',
  titleMend: '内容を直してください',
  titleDiscarded: '申請をやめました',
  discarded: 'この申請は送っていません。あらためて申請するときは、日にちを書いて送ってください。',
  forName: (name) => `${name}さんの予約`,
  emergency: '緊急時の扱いになっています。日数などの上限はなく、申請はすぐに認められます。',
  notUnderstood: (said, hasDays) =>
    hasDays
      ? `「${said}」は分かりませんでした。その部分は入っていません。必要なときは「内容を変える」で直してください。`
      : `「${said}」は分かりませんでした。「日にち」を選ぶか、「12/3」のように書き直して送ってください。`,
  verdictOk: '申請できます',
  verdictAutomatic: '規則により承認',
  verdictBeyond: '承認者の判断',
  verdictRefused: '申請できません',
  halfDay: '半日',
  replaces: '元の予約と入れ替えます。',
  notPreferred: (days) =>
    days === null
      ? 'できれば別の曜日をお願いしています。このままでも申請できます。'
      : `${days}は、できれば別の曜日をお願いしています。このままでも申請できます。`,
  refusals: {
    past: () => '過ぎた日は申請できません。今日からあとの日を選んでください。',
    over: () => 'この日の勤務時間は終わりました。別の日か、これからの時間を選んでください。',
    'no-seat': ({ seats, onlyIn }) =>
      onlyIn !== null
        ? `この日はすでに「${onlyIn}」の予約があり、この時間の「${onlyIn}」は満席です。使えるのは1日に1種類です。別の日か別の時間を選ぶか、空きをお待ちください。`
        : `この時間はデスクトップ(全${seats.toLocaleString('ja-JP')}席)が埋まっています。別の日か別の時間を選ぶか、空きをお待ちください。`,
    overlap: ({ inRequest }) =>
      inRequest
        ? 'この申請のほかの日と時間が重なっています。どちらかを外して、送り直してください。'
        : '同じ時間にすでに予約があります。変えるときは、「水曜の予約を午前だけに変更」のように送ってください。',
    'other-pool-that-day': () =>
      'この日は別の種類のデスクトップで予約があります。使えるのは1日に1種類です。先にその予約を取り消すか、別の日を選んでください。',
    'empty-time': () => '時間がありません。終わりの時刻が始まりより後になるように直してください。',
    'no-pool': () => '使えるデスクトップが決まっていません。情報システム担当にご連絡ください。',
    task: ({ task }) =>
      `「${task}」は、職場の外では行えない業務です。これは承認でも認められません。この業務がない日を選ぶか、業務や理由を直してください。`,
  },
  notes: {
    'series-cut': ({ last }) =>
      `くり返しは、今予約できるところまでを載せました${last === null ? '' : `(最後は${last})`}。その先は、日が近づいたら申請してください。`,
    'days-off-left-out': () => '土日・祝日・閉庁日は除きました。',
    away: () => '予定表では、休みか不在の時間と重なっています。',
    'too-many-days': () =>
      '一度に申請できる日数を超えたため、早い日から載せました。残りの日は、この申請のあとに分けて送ってください。',
    'more-in-calendar': () => '一度に申請できる日数までを載せました。残りの日は、この申請のあとでお聞きします。',
    'as-last-week': () => '先週と同じ曜日と時間で載せました。',
    'nothing-last-week': () => '先週の予約がないため、同じ内容を用意できませんでした。日にちを選んでください。',
    'for-unknown': ({ last }) =>
      `どなたの予約か分かりませんでした。氏名を姓と名で書いて、もう一度送ってください。${last === null ? '' : 'このまま進めると、ご自分の予約になります。'}`,
    'for-not-allowed': ({ last }) =>
      `ほかの人の予約は、担当に決められた人だけができます。ご本人から送るようにお伝えください。${last === null ? '' : 'このまま進めると、ご自分の予約になります。'}`,
  },
  problems: {
    'nothing-bookable': '申請できる日がありません。内容を直してから、もう一度お試しください。',
    'changed-meanwhile': '確認のあとで空きや予約の状況が変わりました。今の内容を確かめて、もう一度押してください。',
    'day-missing': '日にちがまだ入っていません。「日にち」を選んでください。',
    'bad-day': '「日にち」が暦にない日か、選べる範囲の外です。選び直してください。',
    'bad-hours': '「開始」と「終了」は 8:30 のように書き、終了を開始より後にしてください。',
  },
  someRefused: (bookable) => `申請できる${bookable}日分だけを送ります。`,
  send: (count) => (count === null ? '申請する' : `${count}日分を申請する`),
  book: (count) => (count === null ? '予約する' : `${count}日分を予約する`),
  sendChange: '変更を申請する',
  bookChange: '予約を変える',
  alternatives: (day) => `${day}の代わりに、次の時間なら空いています。`,
  waitOffer: (day) => `${day}の空きを待つこともできます。空いたら順番にお知らせします。`,
  wait: '空きを待つ',
  sendAndWait: (bookable) => `${bookable}日分を申請し、空きも待つ`,
  edit: '内容を変える',
  discard: 'やめる',
  check: 'この内容で確認',
  allowance: {
    title: '残りの日数(この申請の前)',
    week: (current, from) => (current ? '今週' : `${from}からの週`),
    month: (current, month) => (current ? '今月' : month),
    year: (current, year, fiscal) => (current ? (fiscal ? '今年度' : '今年') : `${year}${fiscal ? '年度' : '年'}`),
    left: (period, days) => `${period} ${days}日`,
    separator: ' / ',
  },
  category: '理由の区分',
  task: '業務',
  contact: '連絡先',
  material: '持ち出す資料',
  form: {
    day: '日にち',
    dayRange: (first, last) => `${first}から${last}まで選べます。`,
    onlyOneDay: '1日だけに変えるときの日にち',
    dayError: (first, last) => `${first}から${last}までの日を選んでください。`,
    part: '時間帯',
    partKept: '日ごとのまま',
    partError: '午前か午後を選んでください。',
    half: '午前・午後',
    from: '開始(時間指定)',
    to: '終了(時間指定)',
    place: '場所',
    device: '使う端末',
    pool: 'デスクトップ',
    category: '理由の区分',
    task: '業務',
    open: '選ぶ',
    nothing: '指定しない',
    reason: '理由',
    reasonHint: '承認者だけに見えます',
    contact: '連絡先',
    contactHint: '当日に連絡がつく電話番号など',
    material: '持ち出す資料',
    materialHint: '書くと、もう一人の承認が必要になることがあります',
    optional: (label) => `${label}(任意)`,
  },
};

const days = (count: number): string => `${count} ${count === 1 ? 'day' : 'days'}`;

const en: ProposalText = {
  titleAsk: 'When would you like to work from home?',
  title: 'Send this request?',
  titleAutomatic: 'Book this?',
  titleChange: 'Change the booking?',
  titleChanging: 'How would you like to change it?',
  titleWhose: 'Whose booking is it?',
  whose: 'Several people fit that name. Please choose the one to book for.',
  titlePart: 'Morning or afternoon?',
  titleRefused: 'This cannot be requested as it stands',
  titleMend: 'Please correct the details',
  titleDiscarded: 'Request discarded',
  discarded: 'Nothing was sent. To start again, send me the day you would like.',
  forName: (name) => `Booking for ${name}`,
  emergency: 'Emergency arrangements are on: limits do not apply, and requests are approved at once.',
  notUnderstood: (said, hasDays) =>
    hasDays
      ? `I did not understand “${said}”, so it is not included. If you need it, press “Change”.`
      : `I did not understand “${said}”. Please choose the day below, or send it again like “3 December”.`,
  verdictOk: 'Can be requested',
  verdictAutomatic: 'Approved by rule',
  verdictBeyond: 'Approver decides',
  verdictRefused: 'Not possible',
  halfDay: 'Half a day',
  replaces: 'Takes the place of your existing booking.',
  notPreferred: (on) =>
    on === null
      ? 'Another day of the week would be preferred, but you can still ask for this one.'
      : `For ${on}, another day of the week would be preferred, but you can still ask.`,
  refusals: {
    past: () => 'This day has passed. Please choose today or a later day.',
    over: () => 'Working hours on this day are over. Please choose another day or a later time.',
    'no-seat': ({ seats, onlyIn }) =>
      onlyIn !== null
        ? `You already have “${onlyIn}” on this day, and it is full at this time. One day can use only one kind of desktop. Choose another day or time, or wait for a free one.`
        : `All ${seats.toLocaleString('en-GB')} desktops are taken at this time. Choose another day or time, or wait for a free one.`,
    overlap: ({ inRequest }) =>
      inRequest
        ? 'This overlaps another day of this request. Please leave one of them out and send the rest again.'
        : 'You already have a booking at this time. To change it, write for example “change Wednesday to morning only”.',
    'other-pool-that-day': () =>
      'You have a booking on this day with another kind of desktop, and one day can use only one kind. Cancel that booking first or choose another day.',
    'empty-time': () => 'This leaves no time. Please set an end that is later than the start.',
    'no-pool': () => 'No desktop has been set up for you. Please contact the ICT section.',
    task: ({ task }) =>
      `“${task}” must not be done outside the office, and no approval can allow it. Choose a day without this task, or correct the task or the reason.`,
  },
  notes: {
    'series-cut': ({ last }) =>
      `The repetition is listed as far as you can book now${last === null ? '' : ` (to ${last})`}. Please request the later days when they come closer.`,
    'days-off-left-out': () => 'Weekends, public holidays and days when the offices are closed are left out.',
    away: () => 'The calendar says that this is a time of leave or absence.',
    'too-many-days': () =>
      'This is more than one request can hold, so I kept the earliest days. Please send the rest in another request.',
    'more-in-calendar': () =>
      'Your calendar has more days than one request can hold. I will ask about the rest when this one is answered.',
    'as-last-week': () => 'These are the same days and times as last week.',
    'nothing-last-week': () => 'You had no booking last week that I could repeat. Please choose a day.',
    'for-unknown': ({ last }) =>
      `I could not tell whose booking this is. Please send it again with first and last name.${last === null ? '' : ' If you go on, it will be your own booking.'}`,
    'for-not-allowed': ({ last }) =>
      `Only people appointed for it can book for others. Please ask the person to write to me.${last === null ? '' : ' If you go on, it will be your own booking.'}`,
  },
  problems: {
    'nothing-bookable': 'None of these days can be requested. Please change the details and try again.',
    'changed-meanwhile': 'Seats or bookings have changed since. Please check the details below and press again.',
    'day-missing': 'The day is missing. Please fill in “Day”.',
    'bad-day': '“Day” is not a date in the calendar or lies outside the range. Please choose it again.',
    'bad-hours': 'Please write “From” and “To” like 8:30, with “To” later than “From”.',
  },
  someRefused: (bookable) => `Only the ${bookable === 1 ? 'day' : days(bookable)} that can be requested will be sent.`,
  send: (count) => (count === null ? 'Send request' : `Send ${days(count)}`),
  book: (count) => (count === null ? 'Book' : `Book ${days(count)}`),
  sendChange: 'Request the change',
  bookChange: 'Change the booking',
  alternatives: (day) => `Instead of ${day}, these times are free.`,
  waitOffer: (day) => `You can also wait for a free desktop on ${day}. I will let you know when it is your turn.`,
  wait: 'Wait for a seat',
  sendAndWait: (bookable) => `Send ${days(bookable)}, wait for the full ones`,
  edit: 'Change',
  discard: 'Discard',
  check: 'Check this',
  allowance: {
    title: 'Days left before this request',
    week: (current, from) => (current ? 'this week' : `week of ${from}`),
    month: (current, month) => (current ? 'this month' : month),
    year: (current, year, fiscal) =>
      current ? (fiscal ? 'this fiscal year' : 'this year') : `${fiscal ? 'fiscal ' : ''}${year}`,
    left: (period, count, one) => `${period}: ${count} ${one ? 'day' : 'days'}`,
    separator: ' / ',
  },
  category: 'Kind of reason',
  task: 'Task',
  contact: 'Contact',
  material: 'Material taken home',
  form: {
    day: 'Day',
    dayRange: (first, last) => `You can choose from ${first} to ${last}.`,
    onlyOneDay: 'Day, to request just one day',
    dayError: (first, last) => `Please choose a day from ${first} to ${last}.`,
    part: 'Part of the day',
    partKept: 'As it is for each day',
    partError: 'Please choose morning or afternoon.',
    half: 'Morning or afternoon',
    from: 'From (for set hours)',
    to: 'To (for set hours)',
    place: 'Place',
    device: 'Device',
    pool: 'Desktop',
    category: 'Kind of reason',
    task: 'Task',
    open: 'Choose',
    nothing: 'Leave open',
    reason: 'Reason',
    reasonHint: 'Only your approver sees this',
    contact: 'Contact',
    contactHint: 'Where you can be reached that day, e.g. a phone number',
    material: 'Material taken home',
    materialHint: 'A second approver may be asked if you write something here',
    optional: (label) => `${label} (optional)`,
  },
};

/** The words of asking for days, by language. */
export const PROPOSAL_TEXTS: Record<Language, ProposalText> = { ja, en };
