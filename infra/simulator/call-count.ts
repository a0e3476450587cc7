const SERVICES = new Set(['arm', 'graph', 'connector', 'citrix']);

/** How often each kind of call came to the simulated services since the start, refused ones included. */
export class CallCount {
  readonly byKind: Record<string, number> = {};

  count(method: string, path: string): void {
    if (!SERVICES.has(path.split('/')[1] ?? '')) return;
    const kind = kindOfCall(method, path);
    this.byKind[kind] = (this.byKind[kind] ?? 0) + 1;
  }
}

/** The call's method and address with `*` for every name and id in it, such as `graph GET users/*`. */
export function kindOfCall(method: string, path: string): string {
  const [service = '', ...rest] = path.split('/').filter(Boolean);
  const provider = rest.lastIndexOf('providers');
  // Behind a provider's namespace ARM's address is type, name, type, name …
  const words =
    service === 'arm' && provider >= 0
      ? rest.slice(provider + 2).map((part, index) => (index % 2 === 0 ? part : '*'))
      : rest.slice(1).map((part) => (/\d|:/.test(part) || part.length > 24 ? '*' : part));
  return `${service} ${method} ${words.join('/')}`;
}
