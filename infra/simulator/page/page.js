import { byId, element, show, table } from './dom.js';
import { dayOf, isSameDay, nextHour, timeOf } from './local-time.js';
import { keepLanguage, readLanguage, texts } from './texts.js';

const hour = 60 * 60_000;
let language = readLanguage();
let state = null;
let moving = false;

const text = () => texts[language];

function showTexts() {
  document.documentElement.lang = language;
  for (const place of document.querySelectorAll('[data-text]')) place.textContent = text()[place.dataset.text];
  byId('language').textContent = text().other;
  const kinds = {
    off: 'off',
    starting: 'starting',
    waiting: 'waiting',
    available: 'available',
    drained: 'drained',
    deallocating: 'deallocating',
    failed: 'failedHost',
  };
  byId('legend').replaceChildren(
    ...Object.entries(kinds).map(([kind, name]) => element('li', { class: kind }, text()[name])),
  );
}

function kindOf({ power, status, allowNewSession }) {
  if (power === 'deallocated') return 'off';
  if (power !== 'running') return power;
  if (!allowNewSession) return 'drained';
  return status === 'Available' ? 'available' : 'waiting';
}

function tile(host, pool) {
  const kind = kindOf(host);
  const owner = host.assignedUser ? ` ${host.assignedUser}` : '';
  const built = element(
    'div',
    {
      class: `tile ${kind}`,
      title: `${host.name}: ${host.power}, ${host.status}${host.allowNewSession ? '' : ', drain'}${owner}`,
    },
    element('span', { class: 'name' }, host.name),
    element('b', {}, kind === 'off' ? '–' : `${host.sessions} / ${pool.maxSessions}`),
  );
  built.style.setProperty('--fill', `${Math.min(100, (100 * host.sessions) / pool.maxSessions)}%`);
  return built;
}

function showPools() {
  const pools = state.pools.map((pool) => {
    const on = pool.hosts.filter(({ power }) => power !== 'deallocated').length;
    const sessions = pool.hosts.reduce((sum, host) => sum + host.sessions, 0);
    const head = element('h3', {}, text().pool(pool.id, on, pool.hosts.length, sessions));
    return element('div', {}, head, element('div', { class: 'tiles' }, ...pool.hosts.map((host) => tile(host, pool))));
  });
  show('pools', ...pools);
}

function showHarm() {
  const counts = ['forcedLogoffs', 'lostSessions', 'refused', 'waitedOver60s'].map((name) =>
    element('div', { class: state.harm[name] > 0 ? 'bad' : '' }, element('b', {}, state.harm[name]), text()[name]),
  );
  show('harm', ...counts);
  const hours = Object.values(state.bill.hostHours).reduce((sum, each) => sum + each, 0);
  byId('bill').textContent = text().bill(hours.toFixed(1));
}

function showLists() {
  const people = new Map(state.people.map((person) => [person.id, person]));
  const name = (id) => people.get(id)?.displayName ?? id;
  const zone = state.timezone;
  const link = (id) => {
    const upn = people.get(id)?.userPrincipalName ?? '';
    return element('a', { href: `desktop?upn=${encodeURIComponent(upn)}` }, text().open);
  };
  const ahead = state.events.filter(({ end }) => end > state.now).sort((a, b) => (a.start < b.start ? -1 : 1));
  const events = ahead.map(({ user, subject, start, end }) => [
    `${dayOf(start, zone, language)} ${timeOf(start, zone)}–${timeOf(end, zone)}`,
    name(user),
    subject,
    link(user),
  ]);
  show('events', table([text().when, text().person, text().subject, ''], events, 12, text()));
  const groups = state.groups
    .filter(({ members }) => members.length > 0)
    .map(({ displayName, members }) => {
      const names = members
        .slice(0, 8)
        .map(name)
        .join(language === 'ja' ? '、' : ', ');
      const more = members.length > 8 ? ` ${text().more(members.length - 8)}` : '';
      return [displayName, text().members(members.length), names + more];
    });
  show('groups', table(['', '', ''], groups, 20, text()));
  const sessions = state.sessions.map(({ user, pool, host, state: how }) => [name(user), pool, host, text()[how]]);
  show('sessions', table([text().person, text().pool1, text().host, text().state], sessions, 20, text()));
  byId('messages-section').hidden = state.messages.length === 0;
  const messages = [...state.messages]
    .reverse()
    .map(({ at, user, title, body }) => [timeOf(at, zone), name(user), `${title} ${body}`]);
  show('messages', table(['', '', ''], messages, 10, text()));
}

function showClock() {
  byId('organisation').textContent = state.organisation.name[language];
  byId('time').textContent = timeOf(state.now, state.timezone, true);
  byId('day').textContent = dayOf(state.now, state.timezone, language, true);
  byId('running').textContent = state.clockRunning ? text().running : text().still;
  byId('moving').hidden = !moving;
  byId('moving-text').textContent = text().moving(
    `${dayOf(state.now, state.timezone, language)} ${timeOf(state.now, state.timezone)}`,
  );
  for (const button of document.querySelectorAll('.buttons button')) button.disabled = moving;
}

function problem(sentence) {
  byId('problem').hidden = sentence === null;
  byId('problem').textContent = sentence ?? '';
}

async function refresh() {
  try {
    const answer = await fetch('state', { cache: 'no-store' });
    if (!answer.ok) throw new Error(String(answer.status));
    state = await answer.json();
    if (byId('problem').textContent === texts.ja.gone || byId('problem').textContent === texts.en.gone) problem(null);
    showClock();
    showPools();
    showHarm();
    showLists();
  } catch {
    problem(text().gone);
  }
  setTimeout(refresh, moving ? 400 : 1000);
}

async function move(body) {
  if (moving || !state) return;
  if (body === null) return problem(text().noEvent);
  moving = true;
  problem(null);
  showClock();
  try {
    const answer = await fetch('clock', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (answer.status === 404) problem(text().notHere);
    else if (!answer.ok) problem(text().failed(((await answer.json().catch(() => null)) ?? {}).error ?? answer.status));
  } catch (error) {
    problem(text().failed(error.message));
  }
  moving = false;
  showClock();
}

/** One hour before the start of the first event for which that lies ahead. */
function morning() {
  const starts = state.events.map(({ start }) => Date.parse(start) - hour).filter((at) => at > Date.parse(state.now));
  return starts.length > 0 ? { now: new Date(Math.min(...starts)).toISOString() } : null;
}

/** 21:00 of this day, or of the next where it is later already. */
function evening() {
  return { now: nextHour(state.now, state.timezone, 21) };
}

function nextDay() {
  let six = nextHour(state.now, state.timezone, 6);
  if (isSameDay(six, state.now, state.timezone)) six = nextHour(six, state.timezone, 6);
  return { now: six };
}

byId('to-morning').addEventListener('click', () => state && move(morning()));
byId('half-hour').addEventListener('click', () => move({ advance: 'PT30M' }));
byId('to-evening').addEventListener('click', () => state && move(evening()));
byId('next-day').addEventListener('click', () => state && move(nextDay()));
byId('language').addEventListener('click', () => {
  language = language === 'ja' ? 'en' : 'ja';
  keepLanguage(language);
  showTexts();
  if (state) [showClock, showPools, showHarm, showLists].forEach((each) => each());
});
showTexts();
refresh();
