import type { Language } from '../../flows/organisation.ts';

/** The systems that the page tells of. */
export type DeviceSystem = 'windows' | 'macos' | 'ipad';

/** Words of the page by which a certificate is fetched. */
export interface EnrolText {
  thisLanguage: string;
  title: string;
  lead(label: string, until: string): string;
  here: string;
  step: (number: number) => string;
  fetchTitle: string;
  fetch: string;
  fetchNote: string;
  passphraseTitle: string;
  passphrase: string;
  installTitle: string;
  systems: Record<
    DeviceSystem,
    { name: string; steps: readonly string[]; drawing: { title: string; rows: readonly string[]; press: string } }
  >;
  afterTitle: string;
  after: readonly string[];
  requestTitle: string;
  requestLead: string;
  request: string;
  requestSend: string;
  problems: Record<'not-a-request' | 'bad-signature' | 'weak-key', string>;
  gone: Record<'unknown' | 'used' | 'late' | 'withdrawn', { title: string; what: string }>;
  busy: { title: string; what: string };
  again: string;
}

const again = 'Teams で zaitaku に「証明書」と書くと、新しいリンクを受け取れます。';

const ja: EnrolText = {
  thisLanguage: '日本語',
  title: '証明書の受け取り',
  lead: (label, until) => `「${label}」に入れる証明書を受け取ります。${until}まで、一度だけ受け取れます。`,
  here: 'このページは、証明書を入れる機器そのもので開いてください。別の機器で開いているときは、受け取らずに閉じてください。',
  step: (number) => `手順${number}`,
  fetchTitle: 'ファイルを受け取る',
  fetch: '証明書を受け取る',
  fetchNote: '「zaitaku.p12」という名前のファイルが保存されます。このページは開いたままにしてください。',
  passphraseTitle: 'パスワードを見る',
  passphrase:
    '受け取ると、Teams のチャットにパスワード(4文字ずつ4組)が届きます。届かないとき、受け取っていないのに届いたときは、情報システム担当に連絡してください。',
  installTitle: '機器に入れる',
  systems: {
    windows: {
      name: 'Windows のパソコン',
      steps: [
        '保存された zaitaku.p12 をダブルクリックします。',
        '「証明書のインポート ウィザード」で「現在のユーザー」を選び、「次へ」を2回押します。',
        'チャットに届いたパスワードを入れます。「このキーをエクスポート可能にする」は選ばないでください。',
        '「次へ」「完了」と押します。「正しくインポートされました」と出れば終わりです。',
      ],
      drawing: {
        title: '証明書のインポート ウィザード',
        rows: ['パスワード： ••••-••••-••••-••••', '□ このキーをエクスポート可能にする'],
        press: '次へ',
      },
    },
    macos: {
      name: 'Mac',
      steps: [
        '保存された zaitaku.p12 をダブルクリックします。「キーチェーンアクセス」が開きます。',
        '追加先は「ログイン」のまま「追加」を押します。',
        'チャットに届いたパスワードを入れて「OK」を押します。',
        '「自分の証明書」に自分のアドレスの証明書があれば終わりです。「信頼されていません」と出ていても、接続には使えます。',
      ],
      drawing: {
        title: 'キーチェーンアクセス',
        rows: ['"zaitaku.p12" のパスワードを入力：', '••••-••••-••••-••••'],
        press: 'OK',
      },
    },
    ipad: {
      name: 'iPad',
      steps: [
        '必ず Safari で開きます。「証明書を受け取る」を押し、ダウンロードを「許可」します。',
        '「設定」を開き、左上の「プロファイルがダウンロード済み」を押します。ないときは「一般」の「VPN とデバイス管理」を押します。',
        '「インストール」を押し、iPad のパスコードを入れます。「未署名」と出ますが、そのまま進めます。',
        'チャットに届いたパスワードを入れて「次へ」「完了」と押します。',
      ],
      drawing: { title: 'プロファイルをインストール', rows: ['ID 証明書', '未署名'], press: 'インストール' },
    },
  },
  afterTitle: '終わったら',
  after: [
    '保存された zaitaku.p12 を消し、ごみ箱も空にしてください。',
    '接続のときに証明書を選ぶ画面が出たら、自分のアドレスの証明書を選びます。',
  ],
  requestTitle: '機器の中で鍵を作る(詳しい方向け)',
  requestLead:
    '機器で作った証明書署名要求(CSR、PKCS#10)を貼り付けると、証明書だけをお渡しします。秘密鍵は機器から出ません。鍵は RSA 2048 ビット以上、または ECDSA の P-256 か P-384 にしてください。',
  request: '証明書署名要求(PEM)',
  requestSend: '証明書を作る',
  problems: {
    'not-a-request':
      '証明書署名要求として読めませんでした。「-----BEGIN CERTIFICATE REQUEST-----」から「-----END CERTIFICATE REQUEST-----」までを全部貼り付けてください。リンクはまだ使えます。',
    'bad-signature': '証明書署名要求の署名が正しくありません。機器で作り直してください。リンクはまだ使えます。',
    'weak-key':
      'この鍵は使えません。RSA 2048 ビット以上、または ECDSA の P-256 か P-384 で作り直してください。リンクはまだ使えます。',
  },
  gone: {
    unknown: { title: 'このリンクは使えません', what: `リンクが途中で切れているか、もう消えています。${again}` },
    used: {
      title: '証明書はもう受け取られています',
      what: `リンクは一度しか使えません。自分で受け取っていないときは、Teams に届いたお知らせの「自分ではない。すぐ止める」を押してください。${again}`,
    },
    late: { title: 'リンクの時間が過ぎました', what: `証明書は渡していません。${again}` },
    withdrawn: {
      title: 'この機器の証明書は受け取れません',
      what: '機器の登録が止められているか、紛失の届け出が出ています。心当たりがないときは、情報システム担当に聞いてください。',
    },
  },
  busy: { title: 'しばらく待ってください', what: '続けて開かれすぎています。1分ほど待って、もう一度開いてください。' },
  again: '受け取れなかったとき、ファイルを開けないときも、新しいリンクで受け取り直せます。',
};

const more = 'Write “certificate” to zaitaku in Teams to get a new link.';

const en: EnrolText = {
  thisLanguage: 'English',
  title: 'Get your certificate',
  lead: (label, until) => `For “${label}”. You can get it once, until ${until}.`,
  here: 'Please open this page on the very device that is to have the certificate. If this is another one, close the page without pressing anything.',
  step: (number) => `Step ${number}`,
  fetchTitle: 'Get the file',
  fetch: 'Get the certificate',
  fetchNote: 'A file named “zaitaku.p12” is saved. Please leave this page open.',
  passphraseTitle: 'Look up the password',
  passphrase:
    'Once you have fetched it, the password (four groups of four) comes in your Teams chat. If it does not, or comes without your having fetched anything, please tell the ICT section.',
  installTitle: 'Put it into the device',
  systems: {
    windows: {
      name: 'PC with Windows',
      steps: [
        'Double-click zaitaku.p12 where it was saved.',
        'In the Certificate Import Wizard choose “Current User” and press “Next” twice.',
        'Type the password from the chat. Leave “Mark this key as exportable” empty.',
        'Press “Next” and “Finish”. “The import was successful” means that you are done.',
      ],
      drawing: {
        title: 'Certificate Import Wizard',
        rows: ['Password: ••••-••••-••••-••••', '□ Mark this key as exportable'],
        press: 'Next',
      },
    },
    macos: {
      name: 'Mac',
      steps: [
        'Double-click zaitaku.p12 where it was saved. Keychain Access opens.',
        'Leave the keychain at “login” and press “Add”.',
        'Type the password from the chat and press “OK”.',
        'You are done when “My Certificates” lists one with your address. It serves for the connection even if it says “not trusted”.',
      ],
      drawing: {
        title: 'Keychain Access',
        rows: ['Enter the password for “zaitaku.p12”:', '••••-••••-••••-••••'],
        press: 'OK',
      },
    },
    ipad: {
      name: 'iPad',
      steps: [
        'Use Safari. Press “Get the certificate”, and “Allow” for the download.',
        'Open Settings and press “Profile Downloaded” at the top left; or “General”, then “VPN & Device Management”.',
        'Press “Install” and type the passcode of the iPad. It says “Not Signed”; go on.',
        'Type the password from the chat, press “Next” and “Done”.',
      ],
      drawing: { title: 'Install Profile', rows: ['Identity Certificate', 'Not Signed'], press: 'Install' },
    },
  },
  afterTitle: 'When you are done',
  after: [
    'Delete zaitaku.p12 and empty the bin.',
    'If you are asked for a certificate when you connect, choose the one with your address.',
  ],
  requestTitle: 'Make the key in the device (for those who know how)',
  requestLead:
    'Paste a certificate signing request (CSR, PKCS#10) that your device made, and you get the certificate alone: the private key never leaves the device. Keys: RSA of 2048 bits or more, ECDSA on P-256 or P-384.',
  request: 'Certificate signing request (PEM)',
  requestSend: 'Make the certificate',
  problems: {
    'not-a-request':
      'This is no certificate signing request. Please paste all of it, from “-----BEGIN CERTIFICATE REQUEST-----” to “-----END CERTIFICATE REQUEST-----”. The link still works.',
    'bad-signature': 'The signature of this request is wrong. Please make it anew on the device. The link still works.',
    'weak-key':
      'This key is not taken. Please make one of RSA with 2048 bits or more, or of ECDSA on P-256 or P-384. The link still works.',
  },
  gone: {
    unknown: { title: 'This link does not work', what: `It was cut off, or it is gone by now. ${more}` },
    used: {
      title: 'This certificate was fetched already',
      what: `A link works once. If it was not you, press “It was not me: revoke it” on the message in Teams. ${more}`,
    },
    late: { title: 'The time of this link is over', what: `No certificate was handed out. ${more}` },
    withdrawn: {
      title: 'There is no certificate for this device',
      what: 'Its registration was ended, or it was reported lost. If you do not know why, please ask the ICT section.',
    },
  },
  busy: { title: 'Please wait a moment', what: 'This was opened too often. Please try again in a minute.' },
  again: 'If you did not get the file, or cannot open it, a new link gets you another.',
};

const TEXTS: Record<Language, EnrolText> = { ja, en };

export function enrolTextIn(language: Language): EnrolText {
  return TEXTS[language];
}
