import type { Express } from 'express';
import type { KeepDays, Language, Localised } from '../flows/organisation.ts';

/** Days for which records are kept, as housekeeping deletes them. */
export interface KeptDays extends KeepDays {
  warnings: number;
  journal: number;
  deputies: number;
}

export interface AboutOptions {
  /** Who runs the bot. */
  organisation: () => { name: Localised };
  keptDays: () => KeptDays;
}

/** `GET /about`: what the app's manifest names as its page, its privacy notice (#privacy) and its terms (#terms). */
export function aboutRoutes(app: Express, options: AboutOptions): void {
  app.get('/about', (request, response) => {
    const language = request.acceptsLanguages(['ja', 'en']) === 'en' ? 'en' : 'ja';
    const page = aboutPage(language, options.organisation().name, options.keptDays());
    response.set('Referrer-Policy', 'no-referrer').vary('Accept-Language').type('html').send(page);
  });
}

/** The page as one HTML document without scripts or anything from elsewhere; the other language follows below. */
export function aboutPage(language: Language, organisation: Localised, kept: KeptDays): string {
  const other: Language = language === 'ja' ? 'en' : 'ja';
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<title>zaitaku</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${part(language, organisation, kept, '')}
<hr>
<section lang="${other}">
${part(other, organisation, kept, `-${other}`)}
</section>
</main>
</body>
</html>
`;
}

const WORDS = {
  ja: {
    title: 'zaitaku(在宅)',
    what: (by: string) =>
      `テレワークの申請と承認を Teams で受け付け、予約した時間だけ仮想デスクトップを使えるようにするボットです。${by}が自ら動かしています。`,
    privacy: 'プライバシー',
    stored: '保存するもの',
    storedItems: (days: KeptDays) => [
      'Microsoft Entra ID から：氏名、アドレス(UPN)、所属、上司。メールボックスからは言語の設定だけを読みます。',
      'Teams から：会話の宛先(チャットの ID)、届いているカードの ID、言語。メッセージの本文は保存しません。本文から読み取った日にち、時間帯、場所、理由は、申請の下書きとして残ります。',
      '予約：日にち、時間、場所、プール、承認者、決定と日時。理由、連絡先、持ち帰る資料は、書いたときだけ。',
      '業務の開始・中断・再開・終了、誓約した版と日時、テレワークの感想は、送ったときだけ。',
      '共用デスクトップ：サインインし、離れ、終わった時刻。ホストの台数を決めるためだけに使い、氏名は付けません。',
      'ライセンス：借りた時刻と返した時刻、足りずに予約できなかった日、個人のライセンスが要るプールでは Entra ID にある割り当て済みの製品名。',
      '予定表：予約した日に「別の場所で作業中」の予定を1件作ります。理由は書きません。ほかの予定は読みません。',
      `監査ログ：だれが、いつ、何を決め、何を変えたか。ID と時刻だけの記録は改ざんを調べるために残し、理由などの文章は${years(days.audit, 'ja')}で消します。`,
    ],
    kept: '保存する期間',
    keptRows: (days: KeptDays): [string, string][] => [
      ['届いた操作の控え、送信済みの連絡、申請の下書き', years(days.conversations, 'ja')],
      ['理由、コメント、質問と回答(予約が終わってから)', years(days.reasons, 'ja')],
      ['連絡先、持ち帰る資料(予約が終わってから)', years(days.contacts, 'ja')],
      ['業務時間', years(days.workingTimes, 'ja')],
      ['テレワークの感想', years(days.feedback, 'ja')],
      ['共用デスクトップにサインインしていた時刻', years(days.visits, 'ja')],
      ['足りなかった日、割り当て済みの製品名、予約によらないライセンスの利用', years(days.visits, 'ja')],
      ['代決の設定(期間が終わってから)', years(days.deputies, 'ja')],
      ['ホストを起動・停止した記録', years(days.journal, 'ja')],
      ['監査ログの文章', years(days.audit, 'ja')],
      ['予約、誓約、氏名と所属、監査ログの骨組み', '自動では消しません'],
    ],
    seen: '見える人',
    seenItems: [
      '自分の予約：本人と、その申請の承認者。理由は、本人のほかは承認者だけ。',
      '同じ課の人：だれが、いつ、どこで働くか。理由は見えません。',
      '業務時間：本人と、人事の担当。感想は、名前を出さずに情報システム担当がまとめて見ます。',
      '承認のカード：同じ課でその日に不在の人の氏名が、承認者に表示されます。',
      '予定表の予定：予定表を見られる人。',
      '情報システム担当：届かなかった連絡や障害の知らせ。サーバーを管理する人は、保存されているすべてを見ることができます。',
    ],
    nobody:
      '外部へは、Microsoft 365 と Azure の、この組織のテナントのほかに何も送りません。利用状況を集める仕組みはありません。',
    rights:
      '自分の記録は、ボットに「ヘルプ」と送り、「自分の記録を見る」を押すと読めます。訂正、削除の求めは、組織の情報システム担当か個人情報の担当にご連絡ください。',
    terms: '利用条件',
    termItems: [
      'zaitaku は MIT ライセンスのソフトウェアです。現状のまま提供され、保証はありません。',
      '利用できる人と決まりは、動かしている組織が定めます。',
      '予約は上司などの承認を経て有効になります。予約した時間の外では仮想デスクトップにサインインできません。',
    ],
  },
  en: {
    title: 'zaitaku (在宅)',
    what: (by: string) =>
      `A bot that takes telework requests and approvals in Teams and opens a virtual desktop for exactly the booked time. It is run by ${by} itself.`,
    privacy: 'Privacy',
    stored: 'What is stored',
    storedItems: (days: KeptDays) => [
      'From Microsoft Entra ID: name, address (UPN), department, manager. From the mailbox only its language setting is read.',
      'From Teams: where to write to you (the id of the chat), the ids of your cards, your language. The text of messages is not stored; the days, hours, place and reason read from it stay as the draft of a request.',
      'Bookings: day, time, place, pool, approvers, the decision and when it was taken. A reason, a contact address and material taken home where you give them.',
      'Your working time, the version of the pledge and when you made it, and your feedback on days, where you send them.',
      'Shared desktops: when you signed in, left and were signed out, by id and without a name; it serves to find how many hosts are needed, and nothing else.',
      'Licences: when you had one, days on which none was free for you, and, where a pool needs one of your own, the products that Entra ID says are assigned to you.',
      'Calendar: one event “working elsewhere” for each booked day, without the reason. Other events are not read.',
      `Audit log: who decided and changed what, and when. Ids and times stay, so that alterations can be found; reasons and other words are deleted after ${years(days.audit, 'en')}.`,
    ],
    kept: 'For how long',
    keptRows: (days: KeptDays): [string, string][] => [
      ['Notes of what arrived, sent messages, drafts of requests', years(days.conversations, 'en')],
      ['Reasons, comments, questions and answers, from the end of the booking', years(days.reasons, 'en')],
      ['Contact address and material taken home, from the end of the booking', years(days.contacts, 'en')],
      ['Working time', years(days.workingTimes, 'en')],
      ['Feedback on telework days', years(days.feedback, 'en')],
      ['When you were signed in to a shared desktop', years(days.visits, 'en')],
      [
        'Days without a free licence, products assigned to you, licences had without a booking',
        years(days.visits, 'en'),
      ],
      ['Deputies, from their last day', years(days.deputies, 'en')],
      ['Record of starting and stopping hosts', years(days.journal, 'en')],
      ['Words beside the audit log', years(days.audit, 'en')],
      ['Bookings, pledges, names and departments, the frame of the audit log', 'not deleted by themselves'],
    ],
    seen: 'Who sees what',
    seenItems: [
      'Your bookings: you, and the approvers of that request. Beside you, the approvers alone see the reason.',
      'Colleagues of your section: who works where and when, never why.',
      'Working time: you and the personnel section. Feedback: the ICT section, without names.',
      'The approval card shows the approver who else of the section is out on that day.',
      'The calendar event: whoever may see your calendar.',
      'The ICT section: messages that did not get through, and faults. Whoever administers the server can see everything stored.',
    ],
    nobody:
      "Nothing is sent anywhere but to this organisation's own tenant in Microsoft 365 and Azure. No usage data is collected.",
    rights:
      "Send “help” to the bot and press “See my records” to read yours. To correct or delete data, ask your organisation's ICT section or whoever is responsible for personal data there.",
    terms: 'Terms of use',
    termItems: [
      'zaitaku is software under the MIT licence. It is provided as it is, without warranty.',
      'The organisation that runs it decides who may use it and by which rules.',
      'A booking is valid once it is approved. Outside booked time nobody can sign in to the virtual desktop.',
    ],
  },
} as const;

function part(language: Language, organisation: Localised, kept: KeptDays, suffix: string): string {
  const words = WORDS[language];
  const list = (items: readonly string[]) => `<ul>${items.map((item) => `<li>${item}</li>`).join('')}</ul>`;
  const rows = words.keptRows(kept).map(([what, long]) => `<tr><th scope="row">${what}</th><td>${long}</td></tr>`);
  return `<h1>${words.title}</h1>
<p>${words.what(escapeHtml(organisation[language]))}</p>
<h2 id="privacy${suffix}">${words.privacy}</h2>
<h3>${words.stored}</h3>
${list(words.storedItems(kept))}
<h3>${words.kept}</h3>
<table>${rows.join('')}</table>
<h3>${words.seen}</h3>
${list(words.seenItems)}
<p>${words.nobody}</p>
<p>${words.rights}</p>
<h2 id="terms${suffix}">${words.terms}</h2>
${list(words.termItems)}`;
}

function span(days: number, language: Language): string {
  return language === 'ja' ? `${days}日` : days === 1 ? '1 day' : `${days} days`;
}

function years(days: number, language: Language): string {
  if (days % 365 !== 0) return span(days, language);
  const count = days / 365;
  return language === 'ja' ? `${count}年` : count === 1 ? '1 year' : `${count} years`;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

const STYLE = `
:root { color-scheme: light dark; }
body { margin: 0; font: 1rem/1.7 "Segoe UI", "Hiragino Sans", "Noto Sans JP", "Noto Sans CJK JP", sans-serif; }
main { max-width: 42rem; margin: 0 auto; padding: 1.25rem; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.25rem; margin-top: 2rem; } h3 { font-size: 1rem; }
table { border-collapse: collapse; } th, td { text-align: start; padding: .4rem .8rem .4rem 0; border-bottom: 1px solid #999; font-weight: 400; vertical-align: top; }
hr { margin: 3rem 0; }
`;
