import type { LostDevice } from '../../flows/lost-device/lost-device-report.ts';
import type { LostDeviceView } from '../../flows/lost-device/lost-device-view.ts';
import type { Language } from '../../flows/organisation.ts';

/** The words of a lost device. Names, days and times come in written out. */
export interface LostDeviceText {
  titles: Record<LostDeviceView['state'], string>;
  devices: Record<LostDevice, string>;
  intro: string;
  device: string;
  /** The same once it has been said. */
  lost: string;
  deviceError: string;
  since: string;
  sinceHint: string;
  note: string;
  noteHint: string;
  report: string;
  problems: Record<'device-missing', string>;
  /** Who knows of it by now; null where the organisation names no officers. */
  reported(names: string | null): string;
  phone: string;
  police: string;
  offerStop(count: number): string;
  stop(count: number): string;
  stopped(count: number): string;
  nothingOpen: string;
  found: string;
  told(name: string): string;
  reportedAt(at: string): string;
  todo: Record<LostDevice, string>;
  bookings(count: number): string;
  none: string;
  summaries: Record<'own' | 'told', string>;
}

const office = '情報システム担当';

const ja: LostDeviceText = {
  titles: {
    form: '紛失・盗難の届け出',
    reported: '届け出を送りました',
    stopped: '届け出を送りました',
    told: '【要対応】端末の紛失・盗難の届け出です',
  },
  devices: {
    own: '私物のパソコン・タブレット',
    lent: '貸し出された端末',
    'mobile-pc': '庁内のモバイルパソコン',
    phone: 'スマートフォン・携帯電話',
    other: '認証用の機器・カード・そのほか',
  },
  intro: `送ると、${office}にすぐ届きます。分かるところだけで送ってください。あとから見つかったときも、届け出は取り消さずに${office}に知らせてください。`,
  device: '何をなくしましたか',
  lost: 'なくしたもの',
  deviceError: 'なくしたものを選んでください。',
  since: 'いつから(任意)',
  sinceHint: '例：今朝8時ごろから',
  note: '場所や様子(任意)',
  noteHint: '例：電車の網棚に置き忘れた。画面の鍵はかけてあった',
  report: 'すぐに届け出る',
  problems: { 'device-missing': 'なくしたものがまだ選ばれていません。「何をなくしましたか」を選んでください。' },
  reported: (names) =>
    names
      ? `${names}に知らせました。折り返しの連絡を受けられるようにしてください。`
      : `届け出を記録しました。担当者の登録がないため、必ず${office}に電話してください。`,
  phone: `急ぐとき(画面の鍵がかかっていない、盗まれたなど)は、続けて${office}に電話してください。`,
  police: '盗まれたときや外で落としたときは、警察にも届け出てください。',
  offerStop: (count) =>
    `デスクトップを使う予約が${count}件あります。ほかの人に使われるおそれがあるときは、下のボタンで止めてください。予約は取り消され、接続の権限が外れ、開いている画面の接続も切れます。`,
  stop: (count) => `今後の予約を止める(${count}件)`,
  stopped: (count) => `${count}件の予約を取り消しました。接続の権限を外し、開いている画面の接続を切ります。`,
  nothingOpen: 'デスクトップを使うこれからの予約はありません。',
  found: '端末が見つかるか代わりが用意できたら、もう一度申請してください。',
  told: (name) => `${name}さんからの届け出です。`,
  reportedAt: (at) => `届け出：${at}`,
  todo: {
    own: 'すること：本人に電話で確かめ、Entra ID でサインインのセッションを取り消してください。登録した証明書があれば失効させ、パスワードを変えてもらってください。',
    lent: 'すること：本人に電話で確かめ、端末を管理画面からロックまたは消去してください。証明書を失効させ、Entra ID でサインインのセッションを取り消してください。',
    'mobile-pc':
      'すること：本人に電話で確かめ、端末を管理画面からロックまたは消去してください。Entra ID で端末を無効にし、サインインのセッションを取り消してください。',
    phone:
      'すること：本人に電話で確かめ、Entra ID で認証方法(Authenticator など)を外し、サインインのセッションを取り消してください。新しい端末で登録し直してもらってください。',
    other:
      'すること：本人に電話で確かめ、なくした機器やカードを無効にし、Entra ID でサインインのセッションを取り消してください。',
  },
  bookings: (count) => `この人の、デスクトップを使うこれからの予約：${count}件(本人がカードから止められます)`,
  none: 'この人の、デスクトップを使うこれからの予約はありません。',
  summaries: { own: '紛失・盗難の届け出についてのお知らせです', told: '端末の紛失・盗難の届け出があります' },
};

const en: LostDeviceText = {
  titles: {
    form: 'Report a lost or stolen device',
    reported: 'Your report has been sent',
    stopped: 'Your report has been sent',
    told: 'Action needed: a device was lost or stolen',
  },
  devices: {
    own: 'My own computer or tablet',
    lent: 'A device lent to me',
    'mobile-pc': 'A mobile PC of the office',
    phone: 'A phone',
    other: 'A token, a card or something else',
  },
  intro:
    'The ICT section gets it at once. Send what you know. If the device turns up later, please tell the ICT section.',
  device: 'What is lost?',
  lost: 'Lost',
  deviceError: 'Please choose what is lost.',
  since: 'Since when (optional)',
  sinceHint: 'For example: since about 8 this morning',
  note: 'Where and how (optional)',
  noteHint: 'For example: left on the train, the screen was locked',
  report: 'Report it now',
  problems: { 'device-missing': '“What is lost?” is still empty. Please choose one.' },
  reported: (names) =>
    names
      ? `${names} has been told. Please make sure that you can be called back.`
      : 'Your report is recorded. No officer is named in the settings, so please be sure to phone the ICT section.',
  phone: 'If it is urgent (the screen was not locked, or it was stolen), please phone the ICT section as well.',
  police: 'If it was stolen or lost outside, please report it to the police too.',
  offerStop: (count) =>
    `You have ${count} ${count === 1 ? 'booking that uses' : 'bookings that use'} a desktop. If somebody else might use the device, stop them with the button below: they are cancelled, the access ends and open sessions are disconnected.`,
  stop: (count) => `Stop my bookings (${count})`,
  stopped: (count) =>
    `${count} ${count === 1 ? 'booking was' : 'bookings were'} cancelled. The access ends with them, and open sessions are disconnected.`,
  nothingOpen: 'You have no bookings ahead that use a desktop.',
  found: 'When the device is found or replaced, please ask for your days again.',
  told: (name) => `Reported by ${name}.`,
  reportedAt: (at) => `Reported: ${at}`,
  todo: {
    own: 'To do: phone the person, revoke their sign-in sessions in Entra ID, revoke the device’s certificate if it has one, and have them change their password.',
    lent: 'To do: phone the person, lock or wipe the device from its management, revoke its certificate, and revoke their sign-in sessions in Entra ID.',
    'mobile-pc':
      'To do: phone the person, lock or wipe the device from its management, disable it in Entra ID, and revoke their sign-in sessions.',
    phone:
      'To do: phone the person, remove the authentication method (Authenticator, say) in Entra ID, revoke their sign-in sessions, and have them register a new device.',
    other: 'To do: phone the person, disable the lost token or card, and revoke their sign-in sessions in Entra ID.',
  },
  bookings: (count) => `Their bookings ahead that use a desktop: ${count} (they can stop them on their card)`,
  none: 'They have no bookings ahead that use a desktop.',
  summaries: { own: 'About your report of a lost device', told: 'A device was reported lost or stolen' },
};

const TEXTS: Record<Language, LostDeviceText> = { ja, en };

/** The words of a lost device in a language. */
export function lostDeviceTextIn(language: Language): LostDeviceText {
  return TEXTS[language];
}
