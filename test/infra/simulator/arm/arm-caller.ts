import { appendFileSync } from 'node:fs';

/** One exchange in the form that the conformance checker reads. */
export interface Exchange {
  service: 'arm';
  method: string;
  url: string;
  requestHeaders: Record<string, string>;
  requestBody: unknown;
  status: number;
  responseHeaders: Record<string, string>;
  responseBody: unknown;
}

export interface ArmAnswer {
  status: number;
  headers: Headers;
  // The tests look into answers of every shape.
  body: any;
}

export const group = '/subscriptions/5e0b7c92-3a4d-4f16-8b7e-91d2c6a0f4e5/resourceGroups/rg-town';
export const avd = `${group}/providers/Microsoft.DesktopVirtualization`;
export const pool = `${avd}/hostPools/hp-shared`;
export const machines = `${group}/providers/Microsoft.Compute/virtualMachines`;

/** Calls the simulated Resource Manager as a client would and keeps every exchange. */
export class ArmCaller {
  readonly exchanges: Exchange[] = [];
  private readonly base: string;

  constructor(base: string) {
    this.base = base;
  }

  async call(
    method: string,
    path: string,
    {
      query = {},
      body,
      headers = {},
    }: { query?: Record<string, string>; body?: unknown; headers?: Record<string, string> } = {},
  ): Promise<ArmAnswer> {
    const version = path.includes('Microsoft.Compute')
      ? '2026-03-01'
      : path.includes('Authorization')
        ? '2022-04-01'
        : '2024-04-03';
    const url = `${path}?${new URLSearchParams({ 'api-version': version, ...query })}`;
    return this.send(method, url, body, headers);
  }

  /** An address that an answer named. */
  follow(address: string): Promise<ArmAnswer> {
    const { pathname, search } = new URL(address);
    return this.send('GET', pathname + search, undefined, {});
  }

  async send(method: string, url: string, body: unknown, headers: Record<string, string>): Promise<ArmAnswer> {
    const requestHeaders: Record<string, string> = {
      Authorization: 'Bearer token',
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...headers,
    };
    const response = await fetch(`${this.base}/arm${url}`, {
      method,
      headers: requestHeaders,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const responseBody: unknown = text === '' ? null : JSON.parse(text);
    const responseHeaders = Object.fromEntries(response.headers);
    const { status } = response;
    this.exchanges.push({
      service: 'arm',
      method,
      url,
      requestHeaders,
      requestBody: body ?? null,
      status,
      responseHeaders,
      responseBody,
    });
    return { status, headers: response.headers, body: responseBody };
  }

  write(file: string): void {
    appendFileSync(file, this.exchanges.map((exchange) => `${JSON.stringify(exchange)}\n`).join(''));
  }
}
