import type { CardText } from './card-text.ts';
import { PROPOSAL_TEXTS } from './proposal.ts';

const office = '情報システム担当';

export const ja: CardText = {
  parts: { full: '終日', am: '午前', pm: '午後', hours: '時間指定' },
  places: { home: '自宅', satellite: 'サテライトオフィス', field: '外出先' },
  devices: { own: '自分の端末', lent: '貸与の端末', 'mobile-pc': 'モバイルPC', 'office-pc': '職場のPC' },
  statuses: {
    pending: '承認待ち',
    waitlisted: 'キャンセル待ち',
    approved: '承認済み',
    rejected: '不承認',
    cancelled: '取り消し',
    expired: '期限切れ',
    active: '勤務中',
    completed: '終了',
    'no-show': '利用なし',
  },
  noDesktop: '仮想デスクトップは使いません',
  desktopInstead: (pool, usual) => `いつもの「${usual}」ではなく「${pool}」を使います。`,
  colon: '：',
  dot: '・',
  comma: '、',
  names: (names, more) => names.map((name) => `${name}さん`).join('、') + (more > 0 ? ` ほか${more}人` : ''),
  moreDays: (count) => `ほか${count}日`,
  reason: '理由',
  comment: 'コメント',
  readyAt: (at) => `開始までの時間が短いため、デスクトップの準備が整うのは ${at} ごろです。`,
  series: '繰り返し',
  byRule: '規則により承認',
  actingFor: (by, forName) => `${by}さん(${forName}さんの代決)`,
  replaces: {
    will: (booking) => `承認されると、${booking}の予約と入れ替わります。`,
    did: (booking) => `${booking}の予約と入れ替えました。`,
  },
  seatReturned: '席の確保期限を過ぎたため、承認時に空きを確認します。',
  offeredUntil: (at) => `空いた席を ${at} まで取ってあります。`,
  dayCount: (count) => `${count}日分`,

  proposal: PROPOSAL_TEXTS.ja,

  request: {
    titles: {
      pending: '申請を送りました',
      waitlisted: 'キャンセル待ちに入りました',
      approved: '承認されました',
      rejected: '承認されませんでした',
      cancelled: '取り消しました',
      expired: '期限が過ぎました',
      active: 'テレワークの時間です',
      completed: 'テレワークが終わりました',
      'no-show': '利用がありませんでした',
      mixed: '申請の状況',
      'by-rule': '予約しました',
    },
    waitingFor: (names) => `${names}の承認を待っています。決まったらお知らせします。`,
    waitingForNobodyYet: '承認者を確かめています。決まったらお知らせします。',
    rerouted: (from, to) => `${from}には Teams で届かないため、${to}にお願いしました。決まったらお知らせします。`,
    decided: {
      approved: (by) => `${by}が承認しました`,
      rejected: (by) => `${by}の決定により、承認されませんでした`,
    },
    decider: (name) => `${name}さん`,
    next: {
      waitlisted: '席が空いたら、順番にお知らせします。',
      rejected: '別の日で申請するときは、日にちを書いて送ってください。',
      cancelled: 'もう一度申請するときは、日にちを書いて送ってください。',
      expired: '終わりの時刻までに承認されませんでした。必要なときは、別の日で申請してください。',
    },
    connect: '接続のしかた',
    cancel: 'この予約を取り消す',
    cancelRest: '残りの時間を取り消す',
    cancelDay: (day) => `${day}を取り消す`,
    leaveWaiting: 'キャンセル待ちをやめる',
    leaveWaitingDay: (day) => `${day}の待ちをやめる`,
    cancelByWords: (day) => `1日だけ取り消すときは、「${day}の在宅を取り消して」のように送ってください。`,
  },

  list: {
    title: 'テレワークの予約',
    titleDay: (day) => `${day}の予約`,
    empty: 'これからの予約はありません。「明日 在宅」のように送ると申請できます。',
    emptyDay: (day) => `${day}の予約はありません。`,
    form: 'フォームで申請',
  },

  cancel: {
    title: 'どの予約を取り消しますか',
    titleNone: '予約の取り消し',
    choose: '取り消す予約のボタンを押してください。',
    none: '取り消せる予約はありません。',
    noneOn: (days) => `${days}に取り消せる予約はありません。「予約一覧」と送ると、これからの予約を表示します。`,
    notCancellable: 'この予約はもう取り消せません。',
  },

  connect: {
    title: 'デスクトップへの接続',
    readiness: {
      ready: '今、接続できます。下のボタンから開いてください。',
      waiting: '予約の時間が近づくと接続できるようになります。',
      none: 'これからの予約がありません。接続するには、先にテレワークを申請してください。',
      'no-pool': 'この日は仮想デスクトップを使わない予約です。お手元の端末でそのまま勤務してください。',
    },
    opensAt: (at) => `${at} から接続できます。`,
    next: '予約',
    open: '接続する',
    how: '接続のしかたを見る',
  },

  help: {
    title: 'テレワークのご案内',
    notUnderstood: 'すみません、うまく読み取れませんでした。次のように書いてみてください。',
    intro: '話しかけるように書いて送ってください。承認されると、デスクトップは時間までに用意されます。',
    examples: [
      { what: '申請する', say: ['明日 在宅勤務したいです', '毎週水曜、3月まで午前だけ自宅で', '先週と同じ'] },
      { what: '見る', say: ['予約一覧', '今週あと何日?', '今日だれが在宅?'] },
      { what: '変える・取り消す', say: ['水曜のテレワークを木曜に変更', '金曜の在宅を取り消して'] },
      { what: '働く', say: ['接続のしかたを教えて', '業務開始', '業務終了'] },
      { what: '承認する方', say: ['承認待ち', '12/1から12/5は課長補佐に代決をお願い'] },
      { what: '困ったとき', say: ['PCをなくした'] },
    ],
    form: 'フォームで申請',
  },

  sentences: {
    'neutral-refusal': 'この操作はできませんでした。ご自分の予約は「予約一覧」と送ると確かめられます。',
    'not-in-directory': `職員名簿でお名前を確かめられませんでした。${office}にご連絡ください。`,
    'message-too-long': 'メッセージが長すぎて読み取れません。日にちと時間帯だけを短く書いて送ってください。',
    'edited-message': '書き直したメッセージでは、予約は変わりません。変えるときは、新しいメッセージで送ってください。',
    welcome:
      'こんにちは。テレワークの申請と、デスクトップの用意をお手伝いします。「明日 在宅」のように送ってください。「ヘルプ」でできることを表示します。',
    'welcome-approver':
      'こんにちは。テレワークの申請と承認をお手伝いします。あなたの承認を待っている申請があります。カードが見えないときは「承認待ち」と送ってください。',
    'try-again': 'ただ今混み合っていて、終えられませんでした。少し待ってから、もう一度お試しください。',
    'emergency-not-entitled':
      '緊急時の切り替えは、決められた担当者だけができます。ご自分のテレワークは「今日 在宅」のように送ると申請できます。身の安全を先に確かめ、所属長の指示に従ってください。',
    'nothing-waiting': '今、あなたの承認を待っている申請はありません。',
    cancelled: '取り消しました。',
    'not-participating':
      'テレワークの対象になっていません。対象は段階的に広げています。詳しくは情報政策の担当にお問い合わせください。',
    'pledge-missing':
      'ご本人のテレワークの誓約がまだのため、送れません。ご本人に誓約のカードを送りました。誓約が済んだら、もう一度「申請する」を押してください。',
    thanks: 'ありがとうございました。',
    'not-changeable': 'この予約はもう変更できません。「予約一覧」と送ると、これからの予約を表示します。',
  },

  notices: {
    decided: (status, days, by) => {
      if (status === 'approved' || status === 'active')
        return by === null
          ? `${days}のテレワークが、規則により承認されました。`
          : `${days}のテレワークを、${by}が承認しました。`;
      if (status === 'waitlisted')
        return `${days}のテレワークは、席が空くのを待っています。空いたら順番にお知らせします。`;
      if (status === 'rejected')
        return `${days}のテレワークは、${by === null ? '' : `${by}の決定により`}承認されませんでした。別の日で申請するときは、日にちを書いて送ってください。`;
      return `${days}のテレワークの申請に動きがありました。「予約一覧」と送ると確かめられます。`;
    },
    bookedForYou: (by, on) => `${by}さんが、あなたのテレワークを申請しました：${on}。`,
    bookedForYouNext: {
      approved: '予約はもう承認されています。変えるときは「予約一覧」と送ってください。',
      pending: '決まったらお知らせします。変えるときは「予約一覧」と送ってください。',
    },
    desktopOnTime: 'デスクトップは時間までに用意します。',
    commentOf: (by, comment) => `${by}さんのコメント：${comment}`,
    approverUnreachable: (names, nowWith) =>
      nowWith
        ? `${names}には Teams で届かないため、申請を${nowWith}にお願いしました。決まったらお知らせします。`
        : `${names}には Teams で届きませんでした。申請は残っています。お急ぎのときは、直接お知らせください。`,
    noApprover: (requester) =>
      `${requester}さんの申請は、承認者が名簿になく、課の長も決まっていないため、${office}に届きました。申請を決めたうえで、名簿の「上司」か設定の課の長を登録してください。`,
    cancelled: (requester, days) => `${requester}さんが ${days}のテレワークを取り消しました。お返事はいりません。`,
    expired: (days) =>
      `${days}の申請は、終わりの時刻までに決まりませんでした。必要なときは、別の日で申請してください。`,
    noPersonalDesktop: (day) =>
      `${day}の予約に使うあなた専用のデスクトップが、まだ決まっていません。${office}に知らせました。それまでは接続できません。`,
    sessionWarning: {
      leave: (time, minutes) =>
        `予約の時間は ${time} に終わりました。${minutes > 0 ? `あと${minutes}分のうちに` : ''}作業を保存して、サインアウトしてください。`,
      disconnect: (time, minutes) =>
        `予約の時間は ${time} に終わりました。${minutes > 0 ? `${minutes}分後` : 'まもなく'}に画面の接続が切れます。作業を保存して、サインアウトしてください。`,
      'log-off': (time, minutes) =>
        `予約の時間は ${time} に終わりました。${minutes > 0 ? `${minutes}分後` : 'まもなく'}に自動でサインアウトします。保存していない作業は失われます。今すぐ保存してください。`,
    },
    fault: (what, subject, since, detail, mend) =>
      `【要対応】${what}\n\n対象：${subject}\n\nいつから：${since}\n\n${detail ? `システムの答え：${detail}\n\n` : ''}直し方：${mend}`,
    faults: {
      'access-not-granted': {
        what: '予約した人に接続の権限を渡せていません',
        mend: 'プールのグループが Entra ID にあるか、アプリに GroupMember.ReadWrite.All の権限があるかを確かめてください。直れば自動で続けます。急ぐときは、その人を手でグループに入れてください。',
      },
      'access-not-withdrawn': {
        what: '時間が終わった人の接続の権限を外せていません',
        mend: 'アプリに GroupMember.ReadWrite.All の権限があるかを確かめ、急ぐときは手でグループから外してください。直れば自動で続けます。',
      },
      'allow-list-not-written': {
        what: 'ゲートウェイのファイルを書けていません',
        mend: '設定の gateway.file のフォルダー、書き込みの権限、ディスクの空きを確かめてください。直るまでゲートウェイは前のファイルで判断し、取り消した予約もその中に残ります。直れば自動で続けます。',
      },
      'permission-unbooked': {
        what: '予約した人だけのプールのグループに、予約のない人がいます',
        mend: 'グループから外してください。常に使う人であれば、プールの設定を admission: open にしてください。permission.unbooked: remove にすると、zaitaku が外します。',
      },
      'certificate-to-revoke': {
        what: '別の認証局の証明書が使われなくなりました',
        mend: 'ゲートウェイではもう通りません。この番号の証明書を、認証局の画面で失効させてください。',
      },
      'session-not-ended': {
        what: '端末をなくした人のセッションを切断できていません',
        mend: 'デスクトップの管理画面で切断し、Entra ID でサインインのセッションを取り消してください。自動でも試し続けています。',
      },
      'calendar-not-written': {
        what: 'Outlook の予定表に予約を書けていません',
        mend: 'アプリに Calendars.ReadWrite の権限があるか、その人のメールボックスが使えるかを確かめてください。承認はそのまま有効です。',
      },
      'section-calendar-not-written': {
        what: '課の共有予定表に書けていません',
        mend: '共有メールボックスがあるか、アプリが書き込めるかを「zaitaku check」で確かめてください。予約と本人の予定表はそのままです。書けるようになると、足りない分を自動で書き込みます。',
      },
      'calendars-unreadable': {
        what: 'Outlook の予定表を読めていません',
        mend: '「zaitaku calendar」で理由を見て、「zaitaku check」の言うとおりに直してください。予約と承認はそのまま有効です。読めるようになると、たまった変更を自動で取り込みます。',
      },
      'host-not-starting': {
        what: 'セッション ホストが起動しません',
        mend: 'Azure ポータルで仮想マシンの状態と割り当ての上限を確かめてください。ほかのホストを代わりに起動しています。',
      },
      'pool-unreadable': {
        what: 'ホスト プールの状態を読めません',
        mend: '「zaitaku check」を実行し、接続先と Azure の役割を確かめてください。読めるまでホストには何もしません。',
      },
      'pool-not-ours': {
        what: 'ホスト プールを別の仕組みが動かしています',
        mend: 'スケーリング プランか「接続時に仮想マシンを起動する」を無効にしてください。それまで、このプールのホストには何もしません。',
      },
      'capacity-short': {
        what: '予約した人の分のホストが足りません',
        mend: 'ホストを増やすか、ドレインになっているホストを戻してください。足りない時間の予約は「zaitaku forecast」で確かめられます。',
      },
      'capacity-limit': {
        what: 'ホストの台数か予算の上限を超えています',
        mend: '予約した人の分は続けて用意しています。設定の capacity の上限を見直すか、予約を減らしてください。',
      },
      'nobody-comes': {
        what: '予約した人の半分以上が来ていません',
        mend: '接続やサインインの障害、交通の乱れがないか確かめてください。席はどなたの分も回していません。',
      },
      'licences-nearly-used-up': {
        what: '利用者に固定されるライセンスが残りわずかです',
        mend: '追加するか、退職した人などの分を提供元の管理画面で解放してください。なくなると、まだ持っていない人は使えません。日ごとの数は「zaitaku report licences」で確かめられます。',
      },
      'licences-short': {
        what: '予約のない人の利用で、予約した人のライセンスが足りません',
        mend: '予約のない人にサインアウトか予約を頼むか、プールのグループに常に入っている人を減らすか、ライセンスを追加してください。',
      },
      'readiness-unreadable': {
        what: '準備の確認に要る情報を読み取れません',
        mend: '「zaitaku check」で権限と接続を確かめてください。前に読み取った内容で判断し、古くなれば「確認できない」と表示します。それだけで使えなくなる人はいません。',
      },
      'ways-open': {
        what: 'デスクトップから手元の端末への経路が開いています',
        mend: 'ホスト プールの RDP プロパティ(Citrix はポリシー)を直してください。zaitaku は書き換えません。',
      },
      'calendar-unreadable': {
        what: 'カレンダーを読み込めません',
        mend: '「zaitaku check」を実行し、ファイル、アドレス、権限を確かめてください。それまでは前に読み込んだ内容を使います。直れば自動で続けます。',
      },
      'calendar-lines-wrong': {
        what: 'カレンダーに読み込めない行や予定があります',
        mend: '上に書かれた行や予定を、元のところで直してください。ほかの予定は読み込んでいます。すべて読めるようになるまで、見当たらない予定を消すことはありません。',
      },
      'booked-when-closed': {
        what: '予約のある日が、組織のカレンダーで閉庁になりました',
        mend: '予約した人に、まだ必要かを尋ねています。予約はそのまま残ります。上の数は件数で、「zaitaku bookings」で一覧を見られます。閉庁が間違いのときは、カレンダーから消してください。',
      },
      'session-outside-booking': {
        what: '予約のない時間のセッションがあります',
        mend: '本人に確かめてください。扱いはプールの設定(sessionAtEnd)のとおりです。',
      },
      'personal-host-missing': {
        what: '予約した人の専用デスクトップがありません',
        mend: '個人用プールでホストをその人に割り当ててください。空きがないときはホストを足してください。',
      },
      'recipient-unreachable': {
        what: '相手に Teams のメッセージが届きません',
        mend: 'その人にアプリをインストールするか、アプリのブロックを外すように頼んでください。承認者のときは、申請を代わりの承認者に回しています。',
      },
    },
  },

  summaries: {
    proposal: 'テレワークの申請内容をご確認ください',
    request: 'テレワークの申請の状況です',
    list: 'テレワークの予約の一覧です',
    cancel: '取り消す予約をお選びください',
    connect: 'デスクトップへの接続のご案内です',
    help: 'テレワークボットの使い方です',
    allowance: 'テレワークできる残りの日数',
    feedback: 'テレワークの感想をお聞かせください',
    pledge: 'テレワークの誓約',
    records: '自分の記録へのリンクです',
    team: '課のテレワークの状況',
    sentence: 'テレワークボットからのお知らせです',
    work: '業務の記録についてのお知らせです',
    decisions: {
      approved: 'テレワークの申請が承認されました',
      rejected: 'テレワークの申請の結果が届きました',
    },
    notices: {
      decision: 'テレワークの申請の結果が届きました',
      'booked-for-you': 'あなたのテレワークが申請されました',
      'approver-unreachable': 'テレワークの申請の届け先が変わりました',
      'no-approver': '承認者のいない申請があります',
      cancelled: 'テレワークの申請が取り消されました',
      expired: 'テレワークの申請の期限が過ぎました',
      'no-personal-desktop': 'デスクトップの用意についてのお知らせです',
      'session-warning': 'デスクトップの利用時間が終わりました',
      'maintenance-ready': '保守のためにホストを停止しました',
      'maintenance-wanted': '保守のために止めたホストが必要になりました',
      'permission-mended': '接続の権限を予約に合わせて直しました',
      fault: '対応が必要な障害があります',
    },
  },
};
