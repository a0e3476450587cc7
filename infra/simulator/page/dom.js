/** Builds an element. Texts are set as text, never as HTML. */
export function element(tag, attributes = {}, ...children) {
  const built = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) built.setAttribute(name, value);
  built.append(
    ...children.filter((child) => child !== null).map((child) => (child instanceof Node ? child : String(child))),
  );
  return built;
}

/** A table of at most `most` rows, and how many more there are. */
export function table(heads, rows, most, text) {
  if (rows.length === 0) return element('p', { class: 'quiet' }, text.none);
  const cells = (tag, row) => element('tr', {}, ...row.map((cell) => element(tag, {}, cell)));
  const shown = rows.slice(0, most).map((row) => cells('td', row));
  const whole = element('table', {}, element('thead', {}, cells('th', heads)), element('tbody', {}, ...shown));
  const more = rows.length - shown.length;
  return more > 0 ? element('div', {}, whole, element('p', { class: 'quiet' }, text.more(more))) : whole;
}

export const byId = (id) => document.getElementById(id);

/** Replaces the content only where it has changed, so that selections and the reader's place stay. */
export function show(id, ...children) {
  const place = byId(id);
  const next = element('div', {}, ...children);
  if (place.dataset.shown === next.innerHTML) return;
  place.dataset.shown = next.innerHTML;
  place.replaceChildren(...next.childNodes);
}
