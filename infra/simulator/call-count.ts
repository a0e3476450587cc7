const SERVICES = new Set(['arm', 'graph', 'connector', 'citrix']);

/** Calls that came in one second, by the kinds that ARM limits apart. */
export interface ArmSecond {
  second: number;
  reads: number;
  writes: number;
  deletes: number;
}

/** How often each kind of call came to the simulated services since the start, refused ones included. */
export class CallCount {
  readonly byKind: Record<string, number> = {};
  /** Calls of ARM by second of the tenant's clock, ascending unless that was put back. */
  readonly armBySecond: ArmSecond[] = [];

  /** `at`: the tenant's instant, Unix milliseconds. */
  count(method: string, path: string, at: number): void {
    const service = path.split('/')[1] ?? '';
    if (!SERVICES.has(service)) return;
    const kind = kindOfCall(method, path);
    this.byKind[kind] = (this.byKind[kind] ?? 0) + 1;
    if (service === 'arm') this.#countArm(method, Math.floor(at / 1000));
  }

  #countArm(method: string, second: number): void {
    let last = this.armBySecond.at(-1);
    if (last?.second !== second) this.armBySecond.push((last = { second, reads: 0, writes: 0, deletes: 0 }));
    last[method === 'GET' || method === 'HEAD' ? 'reads' : method === 'DELETE' ? 'deletes' : 'writes'] += 1;
  }
}

/** The call's method and address with `*` for every name and id in it, such as `graph GET users/*`. */
export function kindOfCall(method: string, path: string): string {
  const [service = '', ...rest] = path.split('/').filter(Boolean);
  if (service === 'citrix') return `citrix ${method} ${citrixWords(rest).join('/')}`;
  const provider = rest.lastIndexOf('providers');
  // Behind a provider's namespace ARM's address is type, name, type, name …
  const words =
    service === 'arm' && provider >= 0
      ? rest.slice(provider + 2).map((part, index) => (index % 2 === 0 ? part : '*'))
      : rest.slice(1).map((part) => (/\d|:/.test(part) || part.length > 24 ? '*' : part));
  return `${service} ${method} ${words.join('/')}`;
}

/** Citrix's address is type, name, type …; an action begins with `$`. */
function citrixWords(rest: string[]): string[] {
  const manage = rest.indexOf('manage');
  const below = manage >= 0 ? rest.slice(manage + 1) : rest[0] === 'citrix' ? rest.slice(5) : rest;
  return below.map((part, index) => (index % 2 === 0 || part.startsWith('$') ? part : '*'));
}
