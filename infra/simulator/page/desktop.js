import { byId, element, show } from './dom.js';
import { dayOf, timeOf } from './local-time.js';
import { keepLanguage, readLanguage, texts } from './texts.js';

const upn = new URLSearchParams(location.search).get('upn') ?? '';
let language = readLanguage();
let state = null;
/** The last refusal's HTTP status, or 'off' after signing out, or null. */
let last = null;
let busy = false;
let chosen = null;

const text = () => texts[language];
const person = () =>
  state.people.find(({ userPrincipalName }) => userPrincipalName.toLowerCase() === upn.toLowerCase());

/** The pool's member, else the first shared one: there a refusal says why. */
function poolsOf({ userPrincipalName }) {
  const own = state.pools.filter(
    ({ hosts, kind }) => kind === 'pooled' || hosts.some(({ assignedUser }) => assignedUser === userPrincipalName),
  );
  return own.length > 0 ? own : state.pools;
}

function button(name, act, main = false) {
  const built = element('button', { type: 'button', class: main ? 'main' : '' }, text()[name]);
  built.disabled = busy;
  built.addEventListener('click', act);
  return built;
}

function refusal() {
  if (last === 'off') return element('p', {}, text().signedOff);
  const [what, help] =
    last === 403
      ? [text().noAccess, text().noAccessHelp]
      : last === 503
        ? [text().noRoom, text().noRoomHelp]
        : [text().other1(last), ''];
  return element('div', { class: 'refused' }, element('p', {}, element('b', {}, what)), element('p', {}, help));
}

function signInForm(me) {
  const pools = poolsOf(me);
  chosen ??= pools[0]?.id ?? null;
  const options = pools.map(({ id }) =>
    element('option', id === chosen ? { value: id, selected: '' } : { value: id }, id),
  );
  const select = element('select', { id: 'pool', 'aria-label': text().choosePool }, ...options);
  select.addEventListener('change', () => (chosen = select.value));
  return element(
    'div',
    { class: 'row' },
    pools.length > 1 ? select : null,
    button('signIn', () => act('on', chosen), true),
  );
}

function content() {
  const me = person();
  if (!me) return [element('p', { class: 'refused' }, text().noPerson)];
  const mine = state.sessions.filter(({ user }) => user === me.id);
  const active = mine.find(({ state: how }) => how === 'active');
  if (active)
    return [
      element(
        'div',
        { class: 'screen' },
        element('p', {}, text().signedIn),
        element('p', { class: 'host' }, active.host),
        element('p', {}, `${dayOf(state.now, state.timezone, language)} ${timeOf(state.now, state.timezone)}`),
      ),
      element(
        'div',
        { class: 'row' },
        button('disconnect', () => act('disconnect', active.pool)),
        button('signOff', () => act('off', active.pool)),
      ),
    ];
  const left = mine[0];
  if (left && last === null)
    return [
      element('p', {}, text().isDisconnected(left.host)),
      element(
        'div',
        { class: 'row' },
        button('reconnect', () => act('on', left.pool), true),
        button('signOff', () => act('off', left.pool)),
      ),
    ];
  return [last === null ? null : refusal(), signInForm(me)].filter((each) => each !== null);
}

function render() {
  document.documentElement.lang = language;
  byId('title').textContent = text().desktopTitle;
  byId('language').textContent = text().other;
  byId('simulated').textContent = text().simulated;
  byId('to-tenant').textContent = text().toTenant;
  if (!state) return;
  byId('person').textContent = person() ? text().hello(person().displayName) : upn;
  show('content', ...content());
}

async function act(op, pool) {
  busy = true;
  render();
  try {
    const answer = await fetch('sessions', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ user: person().id, op, pool }),
    });
    last = answer.ok ? (op === 'off' ? 'off' : null) : answer.status;
  } catch {
    last = 0;
  }
  busy = false;
  await read();
}

async function read() {
  try {
    state = await (await fetch('state', { cache: 'no-store' })).json();
  } catch {
    // The next reading shows it.
  }
  render();
}

byId('language').addEventListener('click', () => {
  language = language === 'ja' ? 'en' : 'ja';
  keepLanguage(language);
  render();
});
render();
await read();
setInterval(read, 2000);
