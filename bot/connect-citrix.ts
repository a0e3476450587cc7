import type { Language } from '../flows/organisation.ts';

/** How to connect to a desktop of Citrix, by device. */
export const CITRIX_DEVICES: Record<Language, readonly (readonly [device: string, steps: readonly string[]])[]> = {
  ja: [
    [
      'Windows PC・Mac',
      [
        '「Citrix Workspace アプリ」を citrix.com から入れます。入れられない端末では、ブラウザーでも開けます。',
        'サインインし、表示されたデスクトップを選びます。',
      ],
    ],
    ['iPad', ['App Store で「Citrix Workspace」を入れます。', 'サインインし、表示されたデスクトップを選びます。']],
    ['スマートフォン', ['画面が小さいため、予約の確認や承認だけに使うことをおすすめします。']],
  ],
  en: [
    [
      'Windows PC, Mac',
      [
        'Install the “Citrix Workspace app” from citrix.com. Where you cannot, the desktop opens in the browser too.',
        'Sign in and choose the desktop that appears.',
      ],
    ],
    ['iPad', ['Install “Citrix Workspace” from the App Store.', 'Sign in and choose the desktop that appears.']],
    ['Phone', ['The screen is small: best used to check bookings or to approve.']],
  ],
};
