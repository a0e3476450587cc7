import type { RevocationReason } from '../../flows/certificates/certificate-store.ts';
import type { CertificateNoticeView, DeviceAskedView } from '../../flows/devices/device-notices.ts';
import type { DeviceKind, DeviceState } from '../../flows/devices/device-store.ts';
import type { DevicesView } from '../../flows/devices/show-devices.ts';
import type { Language } from '../../flows/organisation.ts';

/** The words of devices and their certificates. Labels, names and instants come in written out. */
export interface DeviceText {
  kinds: Record<DeviceKind, string>;
  states: Record<DeviceState, string>;
  own: {
    title: string;
    none: string;
    waitsFor: Record<'pledge' | 'ict', string>;
    lost: string;
    valid(until: string): string;
    renew(until: string): string;
    noCertificate: Record<'own' | 'external', string>;
    fetch: string;
    fetchAgain: string;
    revoke: string;
    retire: string;
    form: string;
    kind: string;
    label: string;
    labelHint: string;
    os: string;
    osHint: string;
    register: string;
    full: string;
    news: Record<Exclude<DevicesView['news'], null>, string>;
    problems: Record<Exclude<DevicesView['problem'], null>, string>;
  };
  link: {
    title: string;
    lead(label: string): string;
    here: string;
    until(at: string): string;
    once: string;
    open: string;
  };
  told: {
    titles: Record<CertificateNoticeView['news'], string>;
    fetched(label: string): string;
    passphrase: string;
    passphraseNote: string;
    notYou: string;
    renewal(label: string, until: string): string;
    renewalElsewhere: string;
    revoked(label: string, reason: string): string;
    reasons: Record<RevocationReason, string>;
    admitted(label: string): string;
    refused(label: string): string;
    show: string;
  };
  asked: {
    titles: Record<DeviceAskedView['state'], string>;
    lead(name: string): string;
    admit: string;
    refuse: string;
    withdraw: string;
  };
  lost: { revoked(count: number): string; toldRevoked(count: number): string };
  someDevice: string;
  summary: string;
}

const office = '情報システム担当';

const ja: DeviceText = {
  kinds: {
    'office-pc': '庁内のパソコン',
    'lent-pc': '貸与のモバイルパソコン',
    'own-pc': '私物のパソコン',
    ipad: '私物の iPad',
  },
  states: { 'in-use': '使用中', 'in-stock': '保管中', lost: '紛失', retired: '登録終了' },
  own: {
    title: '登録している機器',
    none: '登録している機器はありません。下の欄から登録できます。',
    waitsFor: { pledge: '誓約がまだのため、証明書を受け取れません', ict: `${office}の確認を待っています` },
    lost: '紛失として届け出済みです',
    valid: (until) => `証明書：${until}まで有効`,
    renew: (until) => `証明書：${until}で切れます。更新してください`,
    noCertificate: { own: '証明書：まだありません', external: `証明書：記録がありません。${office}に聞いてください` },
    fetch: '証明書を受け取る',
    fetchAgain: '証明書を更新する',
    revoke: '証明書を止める',
    retire: '登録をやめる',
    form: '機器を登録する',
    kind: '機器の種類',
    label: '機器の名前',
    labelHint: '例：居間のパソコン',
    os: 'OSの種類(任意)',
    osHint: '例：Windows 11、macOS 15、iPadOS 18',
    register: '登録する',
    full: '自分の機器は5台まで登録できます。別の機器を使うときは、使わない機器の登録をやめてください。',
    news: {
      registered: '登録しました。次に、その機器で証明書を受け取ってください。',
      'registered-asked': `登録しました。${office}が確認すると、ここにお知らせが届きます。`,
      revoked: '証明書を止めました。もう使えません。続けて使うときは、新しい証明書を受け取ってください。',
      retired: '登録をやめ、証明書を止めました。',
    },
    problems: { 'label-missing': '機器の名前がまだです。見分けられる名前を書いてください。' },
  },
  link: {
    title: '証明書の受け取り',
    lead: (label) => `「${label}」の証明書を受け取るページです。`,
    here: '必ず、証明書を入れる機器でこのカードを開いて、下のボタンを押してください。別の機器で受け取った証明書は使えません。',
    until: (at) => `${at}まで開けます。`,
    once: '受け取れるのは一度だけです。リンクを人に渡さないでください。',
    open: '受け取りのページを開く',
  },
  told: {
    titles: {
      fetched: '証明書が受け取られました',
      renewal: '証明書の更新をお願いします',
      revoked: '証明書が使えなくなりました',
      admitted: '機器の登録が認められました',
      refused: '機器の登録は認められませんでした',
    },
    fetched: (label) => `「${label}」の証明書が、今、受け取られました。`,
    passphrase: 'ファイルを開くパスワード',
    passphraseNote:
      '証明書を機器に入れるときに一度だけ使います。ハイフン(-)も入れてください。入れ終わったら、受け取ったファイルは消してください。',
    notYou: '自分ではない。すぐ止める',
    renewal: (label, until) =>
      `「${label}」の証明書は${until}で切れます。その機器で新しい証明書を受け取ってください。1分ほどで終わります。`,
    renewalElsewhere: `新しい証明書は${office}が用意します。${office}に連絡してください。`,
    revoked: (label, reason) =>
      `「${label}」の証明書を止めました(${reason})。続けて使うときは、新しい証明書を受け取ってください。`,
    reasons: {
      lost: '紛失の届け出があったため',
      left: '退職・異動のため',
      returned: '機器が返却されたため',
      person: '本人の申し出のため',
      ict: `${office}の判断のため`,
      replaced: '新しい証明書に替わったため',
      'not-fetched': '受け取りが途中で終わったため',
    },
    admitted: (label) => `「${label}」を使えるようになりました。その機器で証明書を受け取ってください。`,
    refused: (label) => `「${label}」は使えません。理由は${office}に聞いてください。`,
    show: '登録している機器を見る',
  },
  asked: {
    titles: {
      open: '私物の機器の登録を確認してください',
      admitted: '機器の登録を認めました',
      refused: '機器の登録を認めませんでした',
      over: 'この登録はもう終わっています',
    },
    lead: (name) => `${name}さんが登録した機器です。認めると、本人が証明書を受け取れます。`,
    admit: '認める',
    refuse: '認めない',
    withdraw: '認めるのをやめて、証明書を止める',
  },
  lost: {
    revoked: (count) => `証明書${count}枚を止めました。なくした機器からは、もう入れません。`,
    toldRevoked: (count) => `この人の証明書${count}枚は、もう止めてあります。`,
  },
  someDevice: '機器',
  summary: '機器と証明書のお知らせです',
};

const en: DeviceText = {
  kinds: { 'office-pc': 'Office PC', 'lent-pc': 'Lent mobile PC', 'own-pc': 'My own PC', ipad: 'My own iPad' },
  states: { 'in-use': 'in use', 'in-stock': 'in stock', lost: 'lost', retired: 'unregistered' },
  own: {
    title: 'Your registered devices',
    none: 'You have no registered device. You can register one below.',
    waitsFor: { pledge: 'No certificate yet: your pledge is missing', ict: 'Waiting for the ICT section' },
    lost: 'Reported lost',
    valid: (until) => `Certificate: valid until ${until}`,
    renew: (until) => `Certificate: ends ${until}. Please renew it`,
    noCertificate: { own: 'Certificate: none yet', external: 'Certificate: not known. Please ask the ICT section' },
    fetch: 'Get the certificate',
    fetchAgain: 'Renew the certificate',
    revoke: 'Revoke the certificate',
    retire: 'Unregister',
    form: 'Register a device',
    kind: 'Kind of device',
    label: 'Name of the device',
    labelHint: 'For example: PC in the living room',
    os: 'System (optional)',
    osHint: 'For example: Windows 11, macOS 15, iPadOS 18',
    register: 'Register',
    full: 'You can register five devices of your own. To use another, please unregister one that you no longer use.',
    news: {
      registered: 'It is registered. Next, please get its certificate on that device.',
      'registered-asked': 'It is registered. You will be told here when the ICT section has looked at it.',
      revoked: 'The certificate is revoked and opens nothing any more. To go on, please get a new one.',
      retired: 'The device is unregistered, and its certificate is revoked.',
    },
    problems: { 'label-missing': 'The name is still empty. Please write one by which you know the device.' },
  },
  link: {
    title: 'Get your certificate',
    lead: (label) => `The page to get the certificate for “${label}”.`,
    here: 'Please open this card on the device that is to have the certificate, and press the button there. On another device it is of no use.',
    until: (at) => `It opens until ${at}.`,
    once: 'It works once. Please pass the link to nobody.',
    open: 'Open the page',
  },
  told: {
    titles: {
      fetched: 'Your certificate was fetched',
      renewal: 'Please renew your certificate',
      revoked: 'Your certificate is no longer valid',
      admitted: 'Your device was admitted',
      refused: 'Your device was not admitted',
    },
    fetched: (label) => `The certificate for “${label}” was fetched just now.`,
    passphrase: 'Password of the file',
    passphraseNote:
      'You need it once, when you put the certificate into the device. Type the hyphens too. Then please delete the file.',
    notYou: 'It was not me: revoke it',
    renewal: (label, until) =>
      `The certificate for “${label}” ends ${until}. Please get a new one on that device; it takes a minute.`,
    renewalElsewhere: 'The ICT section provides the new one. Please contact them.',
    revoked: (label, reason) =>
      `The certificate for “${label}” was revoked (${reason}). To go on, please get a new one.`,
    reasons: {
      lost: 'a device was reported lost',
      left: 'you have left',
      returned: 'the device was returned',
      person: 'you asked for it',
      ict: 'the ICT section decided so',
      replaced: 'a newer one is in its place',
      'not-fetched': 'it was never completely fetched',
    },
    admitted: (label) => `You may use “${label}”. Please get its certificate on that device.`,
    refused: (label) => `“${label}” cannot be used. Please ask the ICT section why.`,
    show: 'Show my devices',
  },
  asked: {
    titles: {
      open: 'Please look at a registered device',
      admitted: 'The device is admitted',
      refused: 'The device is not admitted',
      over: 'This registration has ended',
    },
    lead: (name) => `${name} has registered this device. Once you admit it, they can get its certificate.`,
    admit: 'Admit',
    refuse: 'Do not admit',
    withdraw: 'Withdraw and revoke',
  },
  lost: {
    revoked: (count) =>
      `${count} ${count === 1 ? 'certificate was' : 'certificates were'} revoked: the lost device opens nothing any more.`,
    toldRevoked: (count) => `Their ${count === 1 ? 'certificate is' : `${count} certificates are`} revoked already.`,
  },
  someDevice: 'your device',
  summary: 'About your devices and certificates',
};

const TEXTS: Record<Language, DeviceText> = { ja, en };

export function deviceTextIn(language: Language): DeviceText {
  return TEXTS[language];
}
