import type { CertificateAuthority, CertificateOrder } from '../../../flows/certificates/certificate-authority.ts';
import { ProviderError } from '../../../flows/provider-error.ts';

/** An authority that makes no real certificates, remembers what it was asked, and fails as ordered. */
export class FakeAuthority implements CertificateAuthority {
  readonly orders: CertificateOrder[] = [];
  readonly lists: Parameters<CertificateAuthority['signList']>[0][] = [];
  /** Called before a certificate is made. */
  meanwhile: (() => Promise<unknown>) | null = null;
  private failures = 0;
  private made = 0;

  failNext(): void {
    this.failures += 1;
  }

  reset(): void {
    this.orders.length = 0;
    this.lists.length = 0;
    this.meanwhile = null;
    this.failures = 0;
  }

  certificate = () => Promise.resolve(new Uint8Array([0]));
  newKey = () => Promise.resolve({ publicKey: new Uint8Array([1]), privateKey: new Uint8Array([2]) });
  readRequest = (request: string | Uint8Array) =>
    Promise.resolve(
      request === 'good'
        ? { ok: true as const, publicKey: new Uint8Array([3]), request: new Uint8Array([4]) }
        : { ok: false as const, problem: 'not-a-request' as const },
    );

  async issue(order: CertificateOrder) {
    await this.meanwhile?.();
    this.fail();
    this.orders.push(order);
    this.made += 1;
    const { notBefore, notAfter, upn } = order;
    const serial = `10${this.made.toString(16).padStart(6, '0')}`;
    const der = new Uint8Array([this.made]);
    return {
      der,
      serial,
      fingerprint: this.made.toString(16).padStart(64, '0'),
      subject: `CN=${upn}`,
      notBefore,
      notAfter,
    };
  }

  pack = ({ passphrase }: { passphrase: string }) => Promise.resolve(new TextEncoder().encode(`packed ${passphrase}`));

  signList(list: Parameters<CertificateAuthority['signList']>[0]) {
    this.fail();
    this.lists.push(list);
    return Promise.resolve(new Uint8Array([list.number]));
  }

  private fail(): void {
    if (this.failures === 0) return;
    this.failures -= 1;
    throw new ProviderError('the key does not answer', { kind: 'unavailable', operation: 'sign', resource: 'ca' });
  }
}
