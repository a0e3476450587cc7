import assert from 'node:assert/strict';
import { connectPage, type ConnectPageView } from '../../bot/connect-page.ts';

function aPage(more: Partial<ConnectPageView> = {}): ConnectPageView {
  return {
    language: 'ja',
    timeZone: 'Asia/Tokyo',
    personName: '山田 花子',
    readiness: 'ready',
    opensAt: null,
    booked: { startsAt: new Date('2026-12-01T23:30:00Z'), endsAt: new Date('2026-12-02T08:15:00Z') },
    webClientUrl: 'https://windows.cloud.microsoft/',
    client: 'windows-app',
    avdUri: 'ms-avd:connect?resourceid=1&username=hanako@example.lg.jp&version=0',
    ...more,
  };
}

describe('the connect page', () => {
  it('tells of the Citrix Workspace app where the desktop is of Citrix, and has no button where no address is known', () => {
    const page = connectPage(aPage({ client: 'citrix', webClientUrl: '', avdUri: null }));

    assert.match(page, /Citrix Workspace アプリ[\s\S]*Citrix Workspace app/);
    assert.doesNotMatch(page, /Windows App|class="button/);
  });

  it('leads to the web client and, on Windows, to the app', () => {
    const page = connectPage(aPage());

    assert.match(page, /<a class="button" href="https:\/\/windows\.cloud\.microsoft\/">ブラウザーで接続する<\/a>/);
    assert.match(page, /href="ms-avd:connect\?resourceid=1&amp;username=hanako@example\.lg\.jp&amp;version=0"/);
    assert.match(page, /12月2日\(水\) 8:30/);
  });

  it('says from when, and shows no button, before it is open', () => {
    const page = connectPage(aPage({ readiness: 'waiting', opensAt: new Date('2026-12-01T22:00:00Z') }));

    assert.match(page, /12月2日\(水\) 7:00 から接続できます/);
    assert.match(page, /You can connect from Wed,? 2 Dec 7:00/);
    assert.doesNotMatch(page, /<a /);
  });

  it('names the desktop where it is not the usual one, and leaves names harmless', () => {
    const instead = { desktop: { ja: '予備<b>', en: 'Spare' }, usual: { ja: '共用', en: 'Shared' } };

    const page = connectPage(aPage({ instead }));

    assert.ok(page.includes('いつもの「共用」ではなく「予備&lt;b&gt;」を選んでください。'));
    assert.ok(page.includes('Please choose “Spare” this time, not “Shared” as usual.'));
    assert.ok(!connectPage(aPage()).includes('as usual'));
  });

  it('speaks both languages, the person’s first', () => {
    assert.match(connectPage(aPage()), /^<!doctype html>\n<html lang="ja">[\s\S]*<details lang="en">/);
    assert.match(
      connectPage(aPage({ language: 'en' })),
      /^<!doctype html>\n<html lang="en">[\s\S]*<details lang="ja">/,
    );
  });

  it('escapes what people and settings put in', () => {
    const page = connectPage(
      aPage({ personName: `<script>alert("1")</script>\u202e'&`, webClientUrl: 'https://x.example/"><script>' }),
    );

    assert.doesNotMatch(page, /<script|\u202e/);
    assert.match(page, /&lt;script&gt;alert\(&quot;1&quot;\)&lt;\/script&gt;&#39;&amp;/);
  });

  it('leaves out addresses that lead elsewhere than to a desktop', () => {
    const page = connectPage(aPage({ webClientUrl: 'javascript:alert(1)', avdUri: 'https://evil.example/' }));

    assert.doesNotMatch(page, /<a /);
  });

  it('asks nothing of any other server', () => {
    assert.doesNotMatch(connectPage(aPage({ readiness: 'none' })), /src=|@import|url\(|<link|https?:/);
  });

  it('says nothing strange for any state without a name, a booking or an app', () => {
    for (const language of ['ja', 'en'] as const)
      for (const readiness of ['ready', 'waiting', 'none', 'no-pool'] as const) {
        const page = connectPage(aPage({ language, readiness, personName: null, booked: null, avdUri: null }));

        assert.doesNotMatch(page, /undefined|null|NaN|Invalid Date|\[object/);
      }
  });
});
