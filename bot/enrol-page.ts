import { type DeviceSystem, enrolTextIn, type EnrolText } from '../cards/texts/enrol.ts';
import type { DeviceKind } from '../flows/devices/device-store.ts';
import type { Language } from '../flows/organisation.ts';
import { escapeHtml, plainPage } from './plain-page.ts';

export interface EnrolPageView {
  language: Language;
  device: { kind: DeviceKind; label: string };
  /** Until when the link opens, written as a time of day in the organisation's zone. */
  until: string;
  problem: 'not-a-request' | 'bad-signature' | 'weak-key' | null;
}

/**
 * The page by which a certificate is fetched, as one HTML document without scripts or anything from elsewhere: the file is
 * the answer to a form, so that what looks at links before people do uses nothing up. Drawings are SVG in the page.
 */
export function enrolPage({ language, device, until, problem }: EnrolPageView): string {
  const words = enrolTextIn(language);
  const systems: DeviceSystem[] = device.kind === 'ipad' ? ['ipad'] : ['windows', 'macos'];
  const others = (['windows', 'macos', 'ipad'] as const).filter((system) => !systems.includes(system));
  const step = (number: number, title: string) =>
    `<h2><span>${escapeHtml(words.step(number))}</span> ${escapeHtml(title)}</h2>`;
  return page(
    language,
    words.title,
    `<p>${escapeHtml(words.lead(device.label, until))}</p>
<p class="note">${escapeHtml(words.here)}</p>
${problem ? `<p class="problem" role="alert">${escapeHtml(words.problems[problem])}</p>` : ''}
${step(1, words.fetchTitle)}
<form method="post"><input type="hidden" name="way" value="file"><button>${escapeHtml(words.fetch)}</button></form>
<p>${escapeHtml(words.fetchNote)}</p>
${step(2, words.passphraseTitle)}
<p>${escapeHtml(words.passphrase)}</p>
${step(3, words.installTitle)}
${systems.map((system) => instructions(words, system, true)).join('\n')}
${others.map((system) => instructions(words, system, false)).join('\n')}
<h2>${escapeHtml(words.afterTitle)}</h2>
<ul>${[...words.after, words.again].map((line) => `<li>${escapeHtml(line)}</li>`).join('')}</ul>
<details${problem ? ' open' : ''}><summary>${escapeHtml(words.requestTitle)}</summary>
<p>${escapeHtml(words.requestLead)}</p>
<form method="post"><input type="hidden" name="way" value="request">
<label>${escapeHtml(words.request)}<textarea name="request" rows="8" required spellcheck="false" autocomplete="off"></textarea></label>
<button>${escapeHtml(words.requestSend)}</button></form></details>`,
  );
}

/** The link opens nothing (any more), or not now: why, and what to do. */
export function enrolGonePage(language: Language, why: keyof EnrolText['gone'] | 'busy'): string {
  const words = enrolTextIn(language);
  const { title, what } = why === 'busy' ? words.busy : words.gone[why];
  return page(language, title, `<p>${escapeHtml(what)}</p>`);
}

function instructions(words: EnrolText, system: DeviceSystem, open: boolean): string {
  const { name, steps, drawing } = words.systems[system];
  return `<details${open ? ' open' : ''}><summary>${escapeHtml(name)}</summary>
${draw(drawing)}
<ol>${steps.map((line) => `<li>${escapeHtml(line)}</li>`).join('')}</ol></details>`;
}

/** The window that people will see, as a drawing: its title, what stands in it, and the button to press. */
function draw({ title, rows, press }: EnrolText['systems'][DeviceSystem]['drawing']): string {
  const lines = rows.map((row, index) => `<text x="24" y="${72 + index * 28}">${escapeHtml(row)}</text>`).join('');
  return `<svg viewBox="0 0 360 168" role="img" aria-label="${escapeHtml(`${title}: ${press}`)}">
<rect x="4" y="4" width="352" height="160" rx="8" class="frame"/><path d="M4 38h352" class="frame"/>
<text x="24" y="27" class="title">${escapeHtml(title)}</text>${lines}
<rect x="216" y="118" width="120" height="32" rx="6" class="press"/><text x="276" y="139" text-anchor="middle" class="on">${escapeHtml(press)}</text>
</svg>`;
}

function page(language: Language, title: string, content: string): string {
  const other: Language = language === 'ja' ? 'en' : 'ja';
  const link = `<p class="other"><a href="?lang=${other}" lang="${other}">${enrolTextIn(other).thisLanguage}</a></p>`;
  return plainPage({ language, title, style: STYLE, content: `${link}\n<h1>${escapeHtml(title)}</h1>\n${content}` });
}

const STYLE = `
:root { color-scheme: light dark; --line: #767676; --press: #0b57d0; }
body { margin: 0; font: 1.0625rem/1.7 "Segoe UI", "Hiragino Sans", "Noto Sans JP", "Noto Sans CJK JP", sans-serif; }
main { max-width: 42rem; margin: 0 auto; padding: 1.25rem; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; margin: .5rem 0; } h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; }
h2 span { display: inline-block; font-size: .9rem; border: 1px solid var(--line); border-radius: 1rem; padding: 0 .7rem; margin-right: .4rem; }
.other { text-align: right; margin: 0; }
.note, .problem { border-left: .3rem solid var(--line); padding: .4rem .8rem; }
.problem { border-color: #b3261e; }
button { font: inherit; font-weight: 600; min-height: 3rem; padding: .5rem 1.5rem; border: 0; border-radius: .5rem; background: var(--press); color: #fff; }
details { border: 1px solid var(--line); border-radius: .5rem; padding: .5rem 1rem; margin: .75rem 0; }
summary { font-weight: 600; min-height: 2rem; cursor: pointer; }
textarea { display: block; width: 100%; box-sizing: border-box; font: .875rem/1.4 ui-monospace, monospace; margin: .25rem 0 .75rem; }
svg { display: block; width: 100%; max-width: 24rem; margin: .75rem 0; }
svg text { font-size: 15px; fill: currentColor; } svg .title { font-weight: 600; }
svg .frame { fill: none; stroke: var(--line); stroke-width: 1.5; } svg .press { fill: var(--press); } svg .on { fill: #fff; font-weight: 600; }
`;
