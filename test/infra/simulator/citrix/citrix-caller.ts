import { appendFileSync } from 'node:fs';
import { simulatedCitrix } from '../../../../infra/simulator/citrix/guard.ts';

export interface CitrixAnswer {
  status: number;
  headers: Headers;
  // The tests look into answers of every shape.
  body: any;
}

const { siteId, clientId, clientSecret } = simulatedCitrix;
/** Any is taken for the site's owner. */
const customerId = 'simulated';

/** Calls the simulated Citrix as a client would and keeps every exchange for the conformance checker. */
export class CitrixCaller {
  readonly exchanges: object[] = [];
  private readonly base: string;
  private token = '';

  constructor(base: string) {
    this.base = `${base}/citrix`;
  }

  async signIn(secret: string = clientSecret): Promise<{ status: number; body: any }> {
    const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: secret };
    const response = await fetch(`${this.base}/cctrustoauth2/${customerId}/tokens/clients`, {
      method: 'POST',
      body: new URLSearchParams(form),
    });
    const body: any = await response.json();
    this.token = body.access_token ?? '';
    return { status: response.status, body };
  }

  async call(
    method: string,
    path: string,
    {
      query = {},
      body,
      headers = {},
    }: { query?: Record<string, string>; body?: unknown; headers?: Record<string, string> } = {},
  ): Promise<CitrixAnswer> {
    const search = new URLSearchParams(query).toString();
    const url = `/cvad/manage${path}${search === '' ? '' : `?${search}`}`;
    const requestHeaders: Record<string, string> = {
      Authorization: `CwsAuth Bearer=${this.token}`,
      'Citrix-CustomerId': customerId,
      ...(path.startsWith('/me') ? {} : { 'Citrix-InstanceId': siteId }),
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...headers,
    };
    const response = await fetch(this.base + url, {
      method,
      headers: requestHeaders,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const responseBody: unknown = text === '' ? null : JSON.parse(text);
    this.exchanges.push({
      service: 'citrix',
      method,
      url,
      requestHeaders,
      requestBody: body ?? null,
      status: response.status,
      responseHeaders: Object.fromEntries(response.headers),
      responseBody,
    });
    return { status: response.status, headers: response.headers, body: responseBody };
  }

  /** A job's address as an answer named it, without the public host. */
  jobOf({ headers }: CitrixAnswer): string {
    return new URL(headers.get('Location')!).pathname.replace('/cvad/manage', '');
  }

  write(file: string): void {
    appendFileSync(file, this.exchanges.map((exchange) => `${JSON.stringify(exchange)}\n`).join(''));
  }
}
