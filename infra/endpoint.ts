/**
 * Where an outside system is reached. The vendors' clients go on believing in the public address, because they send
 * no token to plain http and because links in answers (nextLink, @odata.nextLink) name it; `map` puts the configured
 * address in its place at the last moment. Plain http exists on loopback addresses alone, and a link to any other
 * host is refused, so that a token never leaves for a place nobody configured.
 */
export interface VendorEndpoint {
  /** What the client is told: the public address, or another https address (a sovereign cloud). No slash at the end. */
  readonly publicUrl: string;
  /** What is really called. */
  readonly target: string;
  /** The target is this machine: the demo's simulated tenant, or a recording proxy. */
  readonly loopback: boolean;
  /** Throws where the url belongs to neither address. */
  map(url: string): string;
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/i;

/** True for http and https addresses of this machine; false for everything else, also for what is no address. */
export function isLoopback(url: string): boolean {
  try {
    return LOOPBACK.test(new URL(url).hostname);
  } catch {
    return false;
  }
}

/**
 * Reads one of the endpoint settings. `variable` is its name, for the message of the Error thrown where the value is
 * no address, or plain http to another machine.
 */
export function vendorEndpoint(configured: string, variable: string, publicUrl: string): VendorEndpoint {
  const wrong = (why: string) => new Error(`${variable}: ${why}; expected an address like ${publicUrl}`);
  let url: URL;
  try {
    url = new URL(configured);
  } catch {
    throw wrong(`"${configured}" is not an address`);
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw wrong(`"${configured}" is neither https nor http`);
  if (url.username || url.password || url.search || url.hash) {
    throw wrong('user, password, "?" and "#" do not belong here');
  }
  const loopback = isLoopback(configured);
  if (url.protocol === 'http:' && !loopback) throw wrong('plain http is allowed on loopback addresses alone');

  const target = `${url.origin}${url.pathname}`.replace(/\/+$/, '');
  const shown = loopback ? publicUrl : target;
  const starts = (address: string, base: string) => address === base || /^[/?]/.test(address.slice(base.length));
  return {
    publicUrl: shown,
    target,
    loopback,
    map(address) {
      for (const base of [shown, target]) {
        if (address.toLowerCase().startsWith(base.toLowerCase()) && starts(address, base)) {
          return target + address.slice(base.length);
        }
      }
      throw new Error(`refused to call ${originOf(address)}: ${variable} names ${target}`);
    },
  };
}

function originOf(address: string): string {
  try {
    return new URL(address).origin;
  } catch {
    return 'an address that is none';
  }
}
