import type { Language } from '../../flows/organisation.ts';
import type { GateOwner, GateReason, Mend } from '../../flows/readiness/gates.ts';
import type { GateId } from '../../flows/readiness/readiness-settings.ts';
import type { ReadinessCaseView, ReadinessView } from '../../flows/readiness/readiness-view.ts';

/** The words about what is looked at before a day. `day`, `at` and names come in written out and made plain. */
export interface ReadinessText {
  gates: Record<GateId, string>;
  /** What a gate found; `ways` are the open ways, for the one that names them. */
  said: Record<GateReason, string>;
  ways(ways: string): string;
  /** What to do, said to the person. Of what others mend it says who does. */
  mends: Record<Mend, string>;
  /** What to do, said to an officer of the ICT section. */
  officerMends: Record<Mend, string>;
  owners: Record<GateOwner, string>;
  /** Before a finding: it keeps the person out, or is to be known. */
  marks: Record<'block' | 'warn', string>;
  titles: Record<ReadinessView['state'], (day: string) => string>;
  intro: Record<ReadinessView['state'], string>;
  decided(name: string): string;
  words: string;
  question: string;
  answer: string;
  answerHint: string;
  send: string;
  check: string;
  checking: string;
  problems: Record<'answer-missing', string>;
  /** On the draft, before it is sent. */
  draft: string;
  caseTitles: Record<ReadinessCaseView['state'], string>;
  about(name: string, department: string | null): string;
  tried: string;
  toldAt(at: string): string;
  notTold: string;
  asked(question: string): string;
  answered(answer: string): string;
  confirm: string;
  decline: string;
  ask: string;
  comment: string;
  commentHint: string;
  caseProblems: Record<NonNullable<ReadinessCaseView['problem']>, string>;
  decidedBy: Record<'confirmed' | 'declined', (name: string) => string>;
  caseClosed: string;
  forThisDay: string;
  summaries: { own: string; case: string };
}

const ja: ReadinessText = {
  gates: {
    approved: '承認',
    licence: '席とライセンス',
    device: '端末と証明書',
    'second-factor': '二段階認証の登録',
    'gateway-otp': 'ゲートウェイのワンタイムパスワード',
    'm365-licence': 'Microsoft 365 のライセンス',
    pledge: '誓約',
    'network-zone': 'ネットワークの区分',
    'no-saving': '手元への保存と印刷の禁止',
    officer: '情報担当の確認',
  },
  said: {
    approved: '承認されています。',
    undecided: 'まだ承認されていません。',
    waitlisted: 'キャンセル待ちです。',
    'licence-kept': '席とライセンスを確保しています。',
    'licence-missing': '席とライセンスを確保できていません。',
    'licence-locked': '使えるライセンスがほかの人に割り当てられたままです。',
    'device-fine': '使う端末を確認しています。',
    'device-undeclared': '使う端末が選ばれていません。',
    'device-unregistered': '使う端末が登録されていません。',
    'certificate-missing': '端末に証明書が入っていません。',
    'certificate-expired': '端末の証明書の期限が、この日までに切れます。',
    'device-stopped': 'この端末は利用を止めています。',
    'second-factor-registered': '二段階認証を登録しています。',
    'no-second-factor': '二段階認証が登録されていません。',
    'second-factor-not-allowed': '登録されている二段階認証の方法は、ここでは使えません。',
    'second-factor-unknown': '二段階認証の登録を確認できていません。',
    'otp-registered': 'ゲートウェイのワンタイムパスワードを登録しています。',
    'no-otp': 'ゲートウェイのワンタイムパスワードが登録されていません。',
    'otp-unknown': 'ゲートウェイのワンタイムパスワードの登録を確認できていません。',
    'm365-licence': 'Microsoft 365 のライセンスがあります。',
    'no-m365-licence': 'デスクトップに要る Microsoft 365 のライセンスがありません。',
    'm365-licence-unknown': 'Microsoft 365 のライセンスを確認できていません。',
    pledged: '誓約しています。',
    'pledge-missing': '誓約がまだか、期限が切れています。',
    'zones-fit': '業務とデスクトップのネットワークが合っています。',
    'task-my-number': 'マイナンバー利用事務は、庁外ではできません。',
    'lgwan-not-reached': 'この業務には、LGWAN につながるデスクトップが要ります。',
    'ways-closed': '手元の端末への保存と印刷はできない設定です。',
    'ways-open': 'デスクトップから手元の端末への経路が開いています。',
    'ways-unknown': '手元の端末への保存と印刷の設定を確認できていません。',
    'officer-confirmed': '情報担当が確認しました。',
    'officer-not-yet': '情報担当の確認を待っています。',
    'officer-declined': '情報担当が、この日の利用を見送りました。',
  },
  ways: (ways) => `開いている経路：${ways}`,
  mends: {
    'ask-approver': '承認者に声をかけてください。',
    'other-day': '席が空くと知らせが届きます。急ぐときは別の日や時間を申請してください。',
    'free-licence': '情報担当が調整します。お待ちください。',
    'name-device': '予約を変更して、使う端末を選んでください。',
    'register-device': 'このチャットに「自分の機器」と書いて、使う端末を登録してください。',
    'get-certificate': 'このチャットに「自分の機器」と書いて、証明書を受け取り、端末に入れてください。',
    'renew-certificate': 'このチャットに「自分の機器」と書いて、新しい証明書を受け取ってください。',
    'other-device': '別の端末を選ぶか、情報担当に連絡してください。',
    'register-second-factor':
      'aka.ms/mysecurityinfo で登録してください。自分のスマートフォンの認証アプリ(Microsoft Authenticator)のほか、スマートフォンがない人は、情報担当から借りる FIDO2 セキュリティキーか OATH トークンが使えます。SMS は要りません。',
    'register-allowed-factor':
      'aka.ms/mysecurityinfo で、認証アプリ(Microsoft Authenticator)、FIDO2 セキュリティキー、OATH トークンのどれかを登録してください。',
    'read-second-factor': '情報担当が確認します。登録がまだの人は aka.ms/mysecurityinfo で登録してください。',
    'register-otp': '情報担当にワンタイムパスワードの登録を申し出てください。',
    'import-otp': '情報担当が確認します。',
    'assign-m365-licence': '情報担当がライセンスを割り当てます。お待ちください。',
    'read-licences': '情報担当が確認します。',
    pledge: '誓約のカードから誓約してください(予約を変更すると表示されます)。',
    'other-task': 'この日は別の業務を選ぶか、予約を取り消して出勤してください。',
    'use-lgwan-desktop': '予約を変更して、LGWAN につながるデスクトップを使う端末を選んでください。',
    'close-ways': '情報担当が設定を直します。お待ちください。',
    'read-ways': '情報担当が確認します。',
    'wait-for-officer': 'ほかがすべて整うと、情報担当に届きます。お待ちください。',
    'talk-to-officer': '情報担当に相談してください。',
  },
  officerMends: {
    'ask-approver': '承認者に確かめてください。',
    'other-day': '席が空くのを待つか、別の日を勧めてください。',
    'free-licence': '使われていないライセンスの割り当てを外してください。',
    'name-device': '本人に、予約を変更して端末を選んでもらってください。',
    'register-device': '本人に、チャットに「自分の機器」と書いて端末を登録してもらってください。',
    'get-certificate': '本人に、チャットに「自分の機器」と書いて証明書を受け取ってもらってください。',
    'renew-certificate': '本人に、チャットに「自分の機器」と書いて新しい証明書を受け取ってもらってください。',
    'other-device': '端末を止めた理由を確かめ、別の端末を貸し出してください。',
    'register-second-factor':
      '本人が登録できないときは、FIDO2 セキュリティキーか OATH トークンを貸し、一時アクセス パスで登録してもらってください。',
    'register-allowed-factor': 'Entra ID の認証方法ポリシーを確かめ、使える方法で登録してもらってください。',
    'read-second-factor': '「zaitaku check」で、AuditLog.Read.All の許可を確かめてください。',
    'import-otp': '登録の一覧を取り込んでください(zaitaku readiness import)。',
    'read-licences': '「zaitaku check」で、許可と接続を確かめてください。',
    'close-ways': 'ホスト プールの RDP プロパティ(Citrix はポリシー)を直してください。',
    'read-ways': '「zaitaku check」でホスト プールの許可を確かめるか、設定を noSaving: declared にしてください。',
    'register-otp': 'ゲートウェイで登録し、一覧を取り込んでください(zaitaku readiness import)。',
    'assign-m365-licence': 'Microsoft 365 管理センターでライセンスを割り当ててください。',
    pledge: '本人に誓約してもらってください。',
    'other-task': '本人に別の業務を選ぶか、出勤してもらってください。',
    'use-lgwan-desktop': '本人に、LGWAN につながるデスクトップの予約に変えてもらってください。',
    'wait-for-officer': 'この日の利用を確認してください。',
    'talk-to-officer': '本人と相談してください。',
  },
  owners: { person: '本人', approver: '承認者', ict: '情報担当', personnel: '人事担当' },
  marks: { block: '要対応', warn: '確認' },
  titles: {
    ready: (day) => `${day}の準備ができています`,
    warned: (day) => `${day}の準備を確かめてください`,
    blocked: (day) => `${day}は、このままでは接続できません`,
    confirmed: (day) => `${day}の利用が確認されました`,
    declined: (day) => `${day}の利用は見送られました`,
    over: (day) => `${day}の予約は終わったか、取り消されました`,
  },
  intro: {
    ready: '予約の時間になれば、そのまま使えます。',
    warned: '予約はそのままです。次のことを済ませておくと安心です。',
    blocked: '予約はそのままです。次のことが済むと、自動で使えるようになります。',
    confirmed: '情報担当が認めましたので、この日は使えます。',
    declined: '予約はそのままですが、次のことが済むまで接続できません。',
    over: '必要なときは、日にちを書いて送ってください。',
  },
  decided: (name) => `${name}さんが判断しました。`,
  words: '情報担当から',
  question: '情報担当からの質問',
  answer: '回答',
  answerHint: '分かることを書いて送ってください',
  send: '回答を送る',
  check: '済んだので確認する',
  checking: '確認しています。結果はこのカードに出ます。',
  problems: { 'answer-missing': '「回答」が空です。書いてから送ってください。' },
  draft: '当日までに済ませること',
  caseTitles: {
    noted: '準備の確認',
    open: '判断のお願い：準備が整っていない予約',
    confirmed: 'この日の利用を確認しました',
    declined: 'この日の利用を見送りました',
    closed: '解決しました：準備が整いました',
    over: '予約は終わったか、取り消されました',
  },
  about: (name, department) => (department ? `${name}さん(${department})` : `${name}さん`),
  tried: 'これまでの対応',
  toldAt: (at) => `${at} 本人に知らせました`,
  notTold: '本人には、予約のカードで表示しています。',
  asked: (question) => `本人への質問：${question}`,
  answered: (answer) => `本人の回答：${answer}`,
  confirm: 'この日は認める',
  decline: '見送る',
  ask: '本人に聞く',
  comment: '本人へのことば',
  commentHint: '「見送る」「本人に聞く」では必ず書いてください',
  caseProblems: {
    'changed-since': '内容が変わりました。今の内容を確かめて、もう一度押してください。',
    closed: 'この件はもう判断が要りません。',
    over: 'この日はもう終わりました。',
    'words-missing': '見送る理由と、本人がすることを書いてください。',
    'question-missing': '質問を書いてください。',
    'own-day': 'ご自分の予約は判断できません。ほかの担当に頼んでください。',
  },
  decidedBy: {
    confirmed: (name) => `${name}さんが認めました。本人に知らせました。`,
    declined: (name) => `${name}さんが見送りました。本人に知らせました。あとから認めることもできます。`,
  },
  caseClosed: 'することはありません。',
  forThisDay: '認めるのはこの日だけです。予約は、どちらを押しても残ります。',
  summaries: { own: '予約の準備についてのお知らせです', case: '準備が整っていない予約があります' },
};

const en: ReadinessText = {
  gates: {
    approved: 'Approval',
    licence: 'Seat and licence',
    device: 'Device and certificate',
    'second-factor': 'Second factor',
    'gateway-otp': 'One-time password at the gateway',
    'm365-licence': 'Microsoft 365 licence',
    pledge: 'Pledge',
    'network-zone': 'Networks',
    'no-saving': 'No saving and printing on the own device',
    officer: 'Confirmation by the ICT section',
  },
  said: {
    approved: 'It is approved.',
    undecided: 'It is not approved yet.',
    waitlisted: 'It is on the waiting list.',
    'licence-kept': 'Seat and licence are kept.',
    'licence-missing': 'There is no seat and licence for it yet.',
    'licence-locked': 'The licences that are left are still assigned to others.',
    'device-fine': 'The device is known.',
    'device-undeclared': 'No device is chosen.',
    'device-unregistered': 'The device is not registered.',
    'certificate-missing': 'The device has no certificate.',
    'certificate-expired': 'The certificate of the device ends before that day.',
    'device-stopped': 'The device has been stopped.',
    'second-factor-registered': 'A second factor is registered.',
    'no-second-factor': 'No second factor is registered.',
    'second-factor-not-allowed': 'The registered second factor is of a kind that is not accepted here.',
    'second-factor-unknown': 'It could not be checked whether a second factor is registered.',
    'otp-registered': 'The one-time password at the gateway is registered.',
    'no-otp': 'No one-time password is registered at the gateway.',
    'otp-unknown': 'It could not be checked whether a one-time password is registered at the gateway.',
    'm365-licence': 'There is a Microsoft 365 licence.',
    'no-m365-licence': 'The Microsoft 365 licence that the desktop needs is missing.',
    'm365-licence-unknown': 'The Microsoft 365 licence could not be checked.',
    pledged: 'The pledge is made.',
    'pledge-missing': 'The pledge is missing, or has run out.',
    'zones-fit': 'Task and desktop are on fitting networks.',
    'task-my-number': 'My Number tasks cannot be done outside the office.',
    'lgwan-not-reached': 'This task needs a desktop that reaches LGWAN.',
    'ways-closed': 'Nothing can be saved or printed on the own device.',
    'ways-open': 'Ways from the desktop to the own device stand open.',
    'ways-unknown': 'It could not be checked whether saving and printing on the own device are closed.',
    'officer-confirmed': 'The ICT section has confirmed it.',
    'officer-not-yet': 'It waits for the confirmation of the ICT section.',
    'officer-declined': 'The ICT section has declined it for this day.',
  },
  ways: (ways) => `Open: ${ways}`,
  mends: {
    'ask-approver': 'Please have a word with your approver.',
    'other-day': 'You are told when a seat is free. If you cannot wait, ask for another day or time.',
    'free-licence': 'The ICT section sees to it. Please wait.',
    'name-device': 'Change the booking and choose the device.',
    'register-device': 'Write “my devices” here and register it.',
    'get-certificate': 'Write “my devices” here, get the certificate and put it into the device.',
    'renew-certificate': 'Write “my devices” here and get a new certificate.',
    'other-device': 'Choose another device, or ask the ICT section.',
    'register-second-factor':
      'Register one at aka.ms/mysecurityinfo: the Microsoft Authenticator app on your own phone, or, without a phone, a FIDO2 security key or an OATH token that the ICT section lends. SMS is not needed.',
    'register-allowed-factor':
      'Register the Microsoft Authenticator app, a FIDO2 security key or an OATH token at aka.ms/mysecurityinfo.',
    'read-second-factor':
      'The ICT section sees to it. If you have not registered one yet, do so at aka.ms/mysecurityinfo.',
    'register-otp': 'Ask the ICT section to register your one-time password.',
    'import-otp': 'The ICT section sees to it.',
    'assign-m365-licence': 'The ICT section assigns the licence. Please wait.',
    'read-licences': 'The ICT section sees to it.',
    pledge: 'Make the pledge on its card (it is shown when you change the booking).',
    'other-task': 'Choose another task for that day, or cancel the booking and come to the office.',
    'use-lgwan-desktop': 'Change the booking to a device that uses a desktop which reaches LGWAN.',
    'close-ways': 'The ICT section mends the setting. Please wait.',
    'read-ways': 'The ICT section sees to it.',
    'wait-for-officer': 'The ICT section is asked as soon as everything else is ready. Please wait.',
    'talk-to-officer': 'Please talk to the ICT section.',
  },
  officerMends: {
    'ask-approver': 'Have a word with the approver.',
    'other-day': 'Wait for a seat, or suggest another day.',
    'free-licence': 'Take back licences that are not used.',
    'name-device': 'Have the person change the booking and choose a device.',
    'register-device': 'Have the person write “my devices” in chat and register it.',
    'get-certificate': 'Have the person write “my devices” in chat and get the certificate.',
    'renew-certificate': 'Have the person write “my devices” in chat and get a new one.',
    'other-device': 'See why the device was stopped, and lend another.',
    'register-second-factor':
      'If they cannot register one, lend a FIDO2 security key or an OATH token and have them register it with a Temporary Access Pass.',
    'register-allowed-factor':
      "See Entra ID's authentication methods policy, and have them register an allowed method.",
    'read-second-factor': 'See with "zaitaku check" that AuditLog.Read.All is granted.',
    'import-otp': "Take in the gateway's list (zaitaku readiness import).",
    'read-licences': 'See permissions and reachability with "zaitaku check".',
    'close-ways': "Mend the host pool's RDP properties (with Citrix: the policies).",
    'read-ways': 'See with "zaitaku check" that the host pool may be read, or set noSaving: declared.',
    'register-otp': 'Register it at the gateway and import its list (zaitaku readiness import).',
    'assign-m365-licence': 'Assign the licence in the Microsoft 365 admin centre.',
    pledge: 'Have the person make the pledge.',
    'other-task': 'Have the person choose another task, or come to the office.',
    'use-lgwan-desktop': 'Have the person book a desktop that reaches LGWAN.',
    'wait-for-officer': 'Please confirm the day.',
    'talk-to-officer': 'Please talk to the person.',
  },
  owners: {
    person: 'the person',
    approver: 'the approver',
    ict: 'the ICT section',
    personnel: 'the personnel section',
  },
  marks: { block: 'To do', warn: 'Please check' },
  titles: {
    ready: (day) => `You are ready for ${day}`,
    warned: (day) => `Please check a few things for ${day}`,
    blocked: (day) => `You cannot connect on ${day} yet`,
    confirmed: (day) => `${day} has been confirmed`,
    declined: (day) => `${day} has been declined`,
    over: (day) => `The booking of ${day} is over or cancelled`,
  },
  intro: {
    ready: 'You can connect when the booked time comes.',
    warned: 'Your booking stands. It is good to have this done before the day.',
    blocked: 'Your booking stands. As soon as this is done you can connect, without asking anybody.',
    confirmed: 'The ICT section has let it pass: you can connect on this day.',
    declined: 'Your booking stands, but you cannot connect before this is done.',
    over: 'If you need a day, just send it to me.',
  },
  decided: (name) => `Decided by ${name}.`,
  words: 'From the ICT section',
  question: 'A question from the ICT section',
  answer: 'Your answer',
  answerHint: 'Write what you know and send it',
  send: 'Send the answer',
  check: 'I have done it: check again',
  checking: 'It is being checked. The result comes to this card.',
  problems: { 'answer-missing': 'The answer is still empty. Please write it and send it.' },
  draft: 'To be done before the day',
  caseTitles: {
    noted: 'Readiness',
    open: 'To decide: a booking that is not ready',
    confirmed: 'Confirmed for this day',
    declined: 'Declined for this day',
    closed: 'Solved: everything is ready',
    over: 'The booking is over or cancelled',
  },
  about: (name, department) => (department ? `${name} (${department})` : name),
  tried: 'What was tried',
  toldAt: (at) => `${at}: the person was told`,
  notTold: 'The person sees it on the card of the booking.',
  asked: (question) => `Asked: ${question}`,
  answered: (answer) => `Answered: ${answer}`,
  confirm: 'Let it pass for this day',
  decline: 'Decline',
  ask: 'Ask the person',
  comment: 'Words to the person',
  commentHint: 'Needed to decline and to ask',
  caseProblems: {
    'changed-since': 'It has changed. Please look at it as it is now, and press again.',
    closed: 'Nothing needs to be decided here any more.',
    over: 'That day is over.',
    'words-missing': 'Please write why you decline and what the person should do.',
    'question-missing': 'Please write the question.',
    'own-day': 'You cannot decide on your own booking. Please ask a colleague.',
  },
  decidedBy: {
    confirmed: (name) => `${name} let it pass. The person has been told.`,
    declined: (name) => `${name} declined it. The person has been told. It can still be let pass.`,
  },
  caseClosed: 'There is nothing to do.',
  forThisDay: 'It passes for this day alone. The booking stands whichever you press.',
  summaries: { own: 'About getting ready for a booking', case: 'A booking is not ready' },
};

const TEXTS: Record<Language, ReadinessText> = { ja, en };

/** The words about what is looked at before a day, in a language. */
export function readinessTextIn(language: Language): ReadinessText {
  return TEXTS[language];
}
