import { CITRIX_DEVICES } from './connect-citrix.ts';
import type { Language, Localised } from '../flows/organisation.ts';

/** What the page behind `/connect/…` shows to one person. Instants, with the organisation's zone. */
export interface ConnectPageView {
  language: Language;
  timeZone: string;
  personName?: string | null;
  /** As the connect card has it. `ready`: sign in now. `waiting`: from `opensAt`. */
  readiness: 'ready' | 'waiting' | 'none' | 'no-pool';
  opensAt: Date | null;
  /** The booked time that is on or comes next. */
  booked: { startsAt: Date; endsAt: Date } | null;
  /** Names of the desktop and of the usual one, where that is another; null where it is the usual one. */
  instead?: { desktop: Localised; usual: Localised } | null;
  /** The web client, https (http on a loopback address, in the demo). */
  webClientUrl: string;
  /** By what people connect: Windows App (Azure Virtual Desktop) or the Citrix Workspace app. */
  client: 'windows-app' | 'citrix';
  /** `ms-avd:connect?…`, which starts Windows App on a PC; null where none is known. */
  avdUri: string | null;
}

/**
 * The page that leads a person to their desktop, as one HTML document without scripts, pictures or anything from
 * elsewhere. Cards may not link to `ms-avd:` themselves (github.com/microsoft/AdaptiveCards/issues/5297); this page may.
 * That address works on Windows alone (learn.microsoft.com/azure/virtual-desktop/uri-scheme). The other language follows
 * below. Addresses with another scheme than the two expected are left out.
 */
export function connectPage(view: ConnectPageView): string {
  const other: Language = view.language === 'ja' ? 'en' : 'ja';
  return `<!doctype html>
<html lang="${view.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>${WORDS[view.language].title}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${part(view, view.language)}
<details lang="${other}">
<summary>${WORDS[other].thisLanguage}</summary>
${part(view, other)}
</details>
</main>
</body>
</html>
`;
}

const WORDS = {
  ja: {
    thisLanguage: '日本語',
    title: 'デスクトップへの接続',
    hello: (name: string) => `${name}さん`,
    ready: '今、接続できます。',
    waiting: '予約の時間が近づくと接続できるようになります。',
    opensAt: (at: string) => `${at} から接続できます。時間になったら、このページを開き直してください。`,
    none: '今とこれからの予約が見つかりません。Teams でテレワークを申請するか、届いたカードのボタンから開き直してください。',
    'no-pool': 'この予約では仮想デスクトップを使いません。お手元の端末でそのまま勤務してください。',
    booked: (from: string, to: string) => `予約：${from} から ${to} まで`,
    instead: (desktop: string, usual: string) => `いつもの「${usual}」ではなく「${desktop}」を選んでください。`,
    open: 'ブラウザーで接続する',
    app: 'Windows App で接続する(Windows PC)',
    account: '職場のアカウントでサインインしてください。多要素認証を求められたら、いつもの方法で答えてください。',
    how: '端末ごとの接続のしかた',
    devices: [
      [
        'Windows PC',
        [
          'このページのボタンで、Edge か Chrome に開きます。',
          '毎回使うときは「Windows App」を Microsoft Store から入れると、画面を広く使えます。',
        ],
      ],
      [
        'iPad',
        [
          'App Store で「Windows App」を入れます。',
          '職場のアカウントでサインインし、表示されたデスクトップを選びます。',
        ],
      ],
      [
        'Mac',
        [
          'このページのボタンで、ブラウザーに開きます。',
          'または Mac App Store の「Windows App」を入れて、職場のアカウントでサインインします。',
        ],
      ],
      ['スマートフォン', ['画面が小さいため、予約の確認や承認だけに使うことをおすすめします。']],
    ],
    trouble: '接続できないとき',
    troubles: [
      '予約の時間の中かどうかを確かめてください。承認が開始の間際だったときは、使えるまで1時間ほどかかることがあります。',
      'それでも接続できないときは、情報システム担当にご連絡ください。',
    ],
  },
  en: {
    thisLanguage: 'English',
    title: 'Connect to your desktop',
    hello: (name: string) => name,
    ready: 'You can connect now.',
    waiting: 'You will be able to connect shortly before your booked time.',
    opensAt: (at: string) => `You can connect from ${at}. Please open this page again then.`,
    none: 'No booking was found, now or ahead. Please request a telework day in Teams, or open this page from the button on your card.',
    'no-pool': 'This booking does not use a virtual desktop. Just work on the device you have.',
    booked: (from: string, to: string) => `Booking: ${from} to ${to}`,
    instead: (desktop: string, usual: string) => `Please choose “${desktop}” this time, not “${usual}” as usual.`,
    open: 'Connect in the browser',
    app: 'Connect with Windows App (Windows PC)',
    account: 'Sign in with your work account. If you are asked for a second factor, answer as you always do.',
    how: 'How to connect on each device',
    devices: [
      [
        'Windows PC',
        [
          'Use the button on this page; the desktop opens in Edge or Chrome.',
          'For everyday use, install “Windows App” from the Microsoft Store. It gives you more room on the screen.',
        ],
      ],
      [
        'iPad',
        [
          'Install “Windows App” from the App Store.',
          'Sign in with your work account and choose the desktop that appears.',
        ],
      ],
      [
        'Mac',
        [
          'Use the button on this page; the desktop opens in the browser.',
          'Or install “Windows App” from the Mac App Store and sign in with your work account.',
        ],
      ],
      ['Phone', ['The screen is small: best used to check bookings or to approve.']],
    ],
    trouble: 'If it does not work',
    troubles: [
      'Check that it is within your booked time. If you were approved shortly before the start, it can take about an hour until you can connect.',
      'If it still does not work, please contact the ICT section.',
    ],
  },
} as const;

function part(view: ConnectPageView, language: Language): string {
  const words = WORDS[language];
  const at = (instant: Date) => escapeHtml(formatInstant(instant, language, view.timeZone));
  const until = ({ startsAt, endsAt }: { startsAt: Date; endsAt: Date }) => {
    const [start, end] = [at(startsAt), at(endsAt)];
    const sameDay = start.slice(0, start.lastIndexOf(' ')) === end.slice(0, end.lastIndexOf(' '));
    return sameDay ? end.slice(end.lastIndexOf(' ') + 1) : end;
  };
  const state =
    view.readiness === 'waiting' && view.opensAt !== null ? words.opensAt(at(view.opensAt)) : words[view.readiness];
  const web = safeUrl(view.webClientUrl, ['https:', 'http:']);
  const app = view.avdUri === null ? null : safeUrl(view.avdUri, ['ms-avd:']);
  const name = view.personName?.trim();
  const instead = view.instead
    ? `<p>${escapeHtml(words.instead(view.instead.desktop[language], view.instead.usual[language]))}</p>`
    : '';
  const buttons =
    view.readiness === 'ready'
      ? [
          web ? `<p><a class="button" href="${escapeHtml(web)}">${words.open}</a></p>` : '',
          app ? `<p><a class="button second" href="${escapeHtml(app)}">${words.app}</a></p>` : '',
          `<p>${words.account}</p>`,
        ].join('\n')
      : '';
  const devices = (view.client === 'citrix' ? CITRIX_DEVICES[language] : words.devices)
    .map(([device, steps]) => `<h3>${device}</h3>\n<ol>${steps.map((step) => `<li>${step}</li>`).join('')}</ol>`)
    .join('\n');
  return `<h1>${words.title}</h1>
${name ? `<p class="name">${escapeHtml(words.hello(name.slice(0, 80)))}</p>` : ''}
<p class="state ${view.readiness}" role="status">${state}</p>
${view.booked ? `<p>${words.booked(at(view.booked.startsAt), until(view.booked))}</p>` : ''}
${instead}
${buttons}
<h2>${words.how}</h2>
${devices}
<h2>${words.trouble}</h2>
<ul>${words.troubles.map((step) => `<li>${step}</li>`).join('')}</ul>`;
}

/** `12月2日(水) 8:30`, `Wed 2 Dec, 8:30`. */
function formatInstant(instant: Date, language: Language, timeZone: string): string {
  const options = { timeZone, month: 'short', day: 'numeric', weekday: 'short' } as const;
  const day = new Intl.DateTimeFormat(language === 'ja' ? 'ja-JP' : 'en-GB', options).format(instant);
  const time = new Intl.DateTimeFormat('en-GB', { timeZone, hour: 'numeric', minute: '2-digit' }).format(instant);
  return `${day} ${time.replace(/^0(?=\d:)/, '')}`;
}

function safeUrl(url: string, schemes: string[]): string | null {
  return URL.canParse(url) && schemes.includes(new URL(url).protocol) ? url : null;
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
    .replace(/[\u202a-\u202e\u2066-\u2069\u200e\u200f]/gu, '');
}

const STYLE = `
:root { color-scheme: light dark; --ink: #242424; --paper: #fff; --line: #767676; --button: #4f52b2; --open: #e7f2da; --wait: #fdf6e3; }
@media (prefers-color-scheme: dark) { :root { --ink: #f5f5f5; --paper: #1f1f1f; --line: #a0a0a0; --button: #4f52b2; --open: #1d3314; --wait: #3d3012; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.6 "Segoe UI", "Hiragino Sans", "Noto Sans JP", "Noto Sans CJK JP", sans-serif; }
main { max-width: 36rem; margin: 0 auto; padding: 1.25rem; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; margin: 0 0 .5rem; line-height: 1.3; }
h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
h3 { font-size: 1rem; margin: 1rem 0 0; }
ol, ul { margin: .25rem 0; padding-inline-start: 1.5rem; }
.name { margin: 0; }
.state { padding: .75rem 1rem; border-inline-start: .3rem solid var(--line); background: var(--wait); font-weight: 600; }
.state.ready { background: var(--open); }
.button { display: block; padding: .9rem 1rem; border: 2px solid var(--button); border-radius: .4rem; background: var(--button); color: #fff; font-size: 1.1rem; font-weight: 600; text-align: center; text-decoration: none; }
.button.second { background: transparent; color: inherit; }
.button:focus-visible, summary:focus-visible { outline: 3px solid var(--ink); outline-offset: 2px; }
details { margin-top: 2.5rem; border-top: 1px solid var(--line); padding-top: 1rem; }
summary { cursor: pointer; padding: .5rem 0; }
`;
