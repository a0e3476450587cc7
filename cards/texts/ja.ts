import type { CardText } from './card-text.ts';

const office = '情報システム担当';
const number = (value: number): string => value.toLocaleString('ja-JP');

export const ja: CardText = {
  parts: { full: '終日', am: '午前', pm: '午後', hours: '時間指定' },
  places: { home: '自宅', satellite: 'サテライトオフィス', field: '外出先' },
  statuses: {
    pending: '承認待ち',
    waitlisted: '空き待ち',
    approved: '承認済み',
    rejected: '不承認',
    cancelled: '取り消し',
    expired: '期限切れ',
    active: '勤務中',
    completed: '終了',
    'no-show': '利用なし',
  },
  noDesktop: '仮想デスクトップは使いません',
  colon: '：',
  dot: '・',
  comma: '、',
  names: (names, more) => names.map((name) => `${name}さん`).join('、') + (more > 0 ? ` ほか${more}人` : ''),
  moreDays: (count) => `ほか${count}日`,
  reason: '理由',
  comment: 'コメント',
  readyAt: (at) => `開始までの時間が短いため、デスクトップの準備が整うのは ${at} ごろです。`,

  proposal: {
    titleAsk: 'いつテレワークをしますか',
    title: 'この内容で申請しますか',
    titlePart: '午前と午後のどちらですか',
    titleRefused: 'この内容では申請できません',
    titleMend: '内容を直してください',
    titleDiscarded: '申請をやめました',
    discarded: 'この申請は送っていません。あらためて申請するときは、日にちを書いて送ってください。',
    verdictOk: '申請できます',
    verdictRefused: '申請できません',
    halfDay: '半日',
    refusals: {
      past: () => '過ぎた日は申請できません。今日からあとの日を選んでください。',
      over: () => 'この日の勤務時間は終わりました。別の日か、これからの時間を選んでください。',
      'beyond-horizon': ({ horizonDays }) =>
        `申請できるのは${horizonDays}日先までです。それより前の日を選んでください。`,
      'no-seat': ({ seats }) =>
        `この時間はデスクトップ(全${number(seats)}席)が埋まっています。別の日か、別の時間を選んでください。`,
      overlap: ({ inRequest }) =>
        inRequest
          ? 'この申請のほかの日と時間が重なっています。どちらかを外して、送り直してください。'
          : '同じ時間にすでに予約があります。変えるときは、先にその予約を取り消してください。',
      'other-pool-that-day': () =>
        'この日は別の種類のデスクトップで予約があります。使えるのは1日に1種類です。先にその予約を取り消すか、別の日を選んでください。',
      'days-per-week': ({ limit, held }) =>
        held
          ? `テレワークは週${limit}日までです。この週には ${held} が入っています。別の週の日を選ぶか、先に予約を取り消してください。`
          : `テレワークは週${limit}日までです。日数を減らすか、別の週の日を選んでください。`,
      'empty-time': () => '時間がありません。終わりの時刻が始まりより後になるように直してください。',
      'no-pool': () => `使えるデスクトップが決まっていません。${office}にご連絡ください。`,
    },
    notes: {
      'series-first-day-only':
        'くり返しの申請はまだお受けできないため、最初の日だけを載せました。ほかの日は、日にちを並べて送ってください。',
      'too-many-days':
        '一度に申請できる日数を超えたため、早い日から載せました。残りの日は、この申請のあとに分けて送ってください。',
    },
    problems: {
      'nothing-bookable': '申請できる日がありません。下の内容を直してから、もう一度お試しください。',
      'changed-meanwhile': '確認のあとで空きや予約の状況が変わりました。今の内容を確かめて、もう一度押してください。',
      'day-missing': '日にちがまだ入っていません。「日にち」を選んでください。',
      'bad-day': '「日にち」が暦にない日か、選べる範囲の外です。選び直してください。',
      'bad-hours': '「開始」と「終了」は 8:30 のように書き、終了を開始より後にしてください。',
    },
    someRefused: (bookable) => `申請できる${bookable}日分だけを送ります。`,
    send: (bookable, all) => (bookable < all ? `${bookable}日分を申請する` : '申請する'),
    edit: '内容を変える',
    discard: 'やめる',
    check: 'この内容で確認',
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
      placeOpen: '選ぶ',
      reason: '理由',
      reasonHint: '承認者だけに見えます',
      optional: (label) => `${label}(任意)`,
    },
  },

  request: {
    titles: {
      pending: '申請を送りました',
      waitlisted: '空きを待っています',
      approved: '承認されました',
      rejected: '承認されませんでした',
      cancelled: '取り消しました',
      expired: '期限が過ぎました',
      active: 'テレワークの時間です',
      completed: 'テレワークが終わりました',
      'no-show': '利用がありませんでした',
      mixed: '申請の状況',
    },
    waitingFor: (names) => `${names}の承認を待っています。決まったらお知らせします。`,
    waitingForNobodyYet: '承認者を確かめています。決まったらお知らせします。',
    rerouted: (from, to) => `${from}には Teams で届かないため、${to}にお願いしました。決まったらお知らせします。`,
    decided: {
      approved: (by) => `${by}さんが承認しました`,
      rejected: (by) => `${by}さんの決定により、承認されませんでした`,
    },
    next: {
      rejected: '別の日で申請するときは、日にちを書いて送ってください。',
      cancelled: 'もう一度申請するときは、日にちを書いて送ってください。',
      expired: '終わりの時刻までに承認されませんでした。必要なときは、別の日で申請してください。',
    },
    connect: '接続のしかた',
    cancel: 'この予約を取り消す',
    cancelRest: '残りの時間を取り消す',
    cancelDay: (day) => `${day}を取り消す`,
  },

  approval: {
    title: (name, department) => `${department ? `${department}の` : ''}${name}さんからテレワークの申請です`,
    reminder: 'まだ決まっていない申請のお知らせです。',
    waiting: '承認を待っています。',
    ended: {
      waitlisted: () => '空きを待っています',
      approved: (by) => (by ? `承認しました(${by}さん)` : '承認しました'),
      rejected: (by) => (by ? `承認しませんでした(${by}さん)` : '承認しませんでした'),
      cancelled: () => '申請者が取り消しました。お返事はいりません',
      expired: () => '期限が過ぎました。お返事はいりません',
      active: (by) => (by ? `承認済みです(${by}さん)。今は勤務中です` : '承認済みです。今は勤務中です'),
      completed: () => '勤務が終わりました',
      'no-show': () => '利用がありませんでした',
    },
    endedMixed: '決定は日ごとのとおりです',
    nobodyOut: '同じ課で、この日に不在の人はほかにいません。',
    othersOut: (count, ofPeople, names) =>
      `同じ課の不在：${ofPeople > 0 ? `ほか${ofPeople}人のうち` : ''}${count}人${names ? `(${names})` : ''}`,
    seatsLeft: (left, seats) =>
      `デスクトップの空き：${number(left)}席${seats === null ? '' : `(全${number(seats)}席)`}${left === 0 ? '。この申請の分は確保済みです' : ''}`,
    comment: 'コメント(任意)',
    commentHint: '申請者に伝わります',
    approve: (days) => (days > 1 ? `${days}日分を承認する` : '承認する'),
    reject: (days) => (days > 1 ? `${days}日分を承認しない` : '承認しない'),
    problems: {
      'own-request': 'ご自分の申請はご自分では決められません。承認者の決定をお待ちください。',
      'not-approver': 'この申請は、今は別の承認者が担当しています。お返事はいりません。',
      'already-decided': 'この申請はもう決まっています。今の状況は下のとおりです。',
      'changed-since': 'カードが届いたあとで申請が変わりました。今の内容を確かめて、もう一度押してください。',
      cancelled: 'この申請は取り消されています。お返事はいりません。',
      over: 'この申請の時間は過ぎています。必要なときは、申請者に別の日でお願いしてください。',
    },
  },

  list: {
    title: 'テレワークの予約',
    titleDay: (day) => `${day}の予約`,
    empty: 'これからの予約はありません。「明日 在宅」のように送ると申請できます。',
    emptyDay: (day) => `${day}の予約はありません。`,
    more: (count) =>
      `ほかに${count}件あります。日にちを付けて「15日の予約を見せて」のように送ると、その日を表示します。`,
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
    notYet: 'すみません、そのご用件はまだお受けできません。今できることは次のとおりです。',
    intro: '話しかけるように書いて送ってください。承認されると、デスクトップは時間までに用意されます。',
    examples: [
      { what: '申請する', say: ['明日 在宅勤務したいです', '来週の水曜、午前だけ自宅で'] },
      { what: '予約を見る', say: ['予約一覧'] },
      { what: '取り消す', say: ['金曜の在宅を取り消して'] },
      { what: '接続する', say: ['接続のしかたを教えて'] },
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
    'try-again': 'ただ今混み合っていて、終えられませんでした。少し待ってから、もう一度お試しください。',
    'nothing-waiting': '今、あなたの承認を待っている申請はありません。',
  },

  notices: {
    decided: (status, days, by) => {
      if (status === 'approved' || status === 'active') return `${days}のテレワークを、${by}さんが承認しました。`;
      if (status === 'rejected')
        return `${days}のテレワークは、${by}さんの決定により承認されませんでした。別の日で申請するときは、日にちを書いて送ってください。`;
      return `${days}のテレワークの申請に動きがありました。「予約一覧」と送ると確かめられます。`;
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
      'calendar-not-written': {
        what: 'Outlook の予定表に予約を書けていません',
        mend: 'アプリに Calendars.ReadWrite の権限があるか、その人のメールボックスが使えるかを確かめてください。承認はそのまま有効です。',
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
    approval: 'テレワークの申請が届いています',
    'approval-reminder': '決定を待っているテレワークの申請があります',
    list: 'テレワークの予約の一覧です',
    cancel: '取り消す予約をお選びください',
    connect: 'デスクトップへの接続のご案内です',
    help: 'テレワークボットの使い方です',
    sentence: 'テレワークボットからのお知らせです',
    decisions: {
      approved: 'テレワークの申請が承認されました',
      rejected: 'テレワークの申請の結果が届きました',
    },
    notices: {
      decision: 'テレワークの申請の結果が届きました',
      'approver-unreachable': 'テレワークの申請の届け先が変わりました',
      'no-approver': '承認者のいない申請があります',
      cancelled: 'テレワークの申請が取り消されました',
      expired: 'テレワークの申請の期限が過ぎました',
      'no-personal-desktop': 'デスクトップの用意についてのお知らせです',
      'session-warning': 'デスクトップの利用時間が終わりました',
      fault: '対応が必要な障害があります',
    },
  },
};
