import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface KeyPair {
  key: Buffer;
  certificate: Buffer;
}

/** A certificate authority of Debian's openssl, in a folder. Nothing of it is ours: what nginx accepts from it is no matter of our code. */
export class OpensslAuthority {
  private readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
    this.openssl(
      ...this.newKey('ca'),
      '-x509',
      '-subj',
      '/CN=Test authority',
      '-days',
      '2',
      '-out',
      this.path('ca.pem'),
    );
    writeFileSync(this.path('index.txt'), '');
    writeFileSync(
      this.path('ca.cnf'),
      `[ca]\ndefault_ca = here\n[here]\ndatabase = ${this.path('index.txt')}\ndefault_md = sha256\ndefault_crl_days = 2\n`,
    );
    this.writeRevoked();
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  /** For TLS of a server on 127.0.0.1. */
  server(): void {
    this.sign('server', '01', 'subjectAltName = IP:127.0.0.1\nextendedKeyUsage = serverAuth\n');
  }

  client(name: string, serial: string): KeyPair {
    this.sign(name, serial, 'extendedKeyUsage = clientAuth\n');
    return { key: readFileSync(this.path(`${name}.key`)), certificate: readFileSync(this.path(`${name}.pem`)) };
  }

  revoke(name: string): void {
    this.openssl('ca', ...this.ca(), '-revoke', this.path(`${name}.pem`));
    this.writeRevoked();
  }

  private writeRevoked(): void {
    this.openssl('ca', ...this.ca(), '-gencrl', '-out', this.path('crl.pem'));
  }

  private ca(): string[] {
    return ['-config', this.path('ca.cnf'), '-cert', this.path('ca.pem'), '-keyfile', this.path('ca.key')];
  }

  private sign(name: string, serial: string, extensions: string): void {
    this.openssl(...this.newKey(name), '-subj', `/CN=${name}`, '-out', this.path(`${name}.csr`));
    writeFileSync(this.path('extensions.cnf'), extensions);
    const signing = ['-req', '-in', this.path(`${name}.csr`), '-set_serial', `0x${serial}`, '-days', '2'];
    const by = ['-CA', this.path('ca.pem'), '-CAkey', this.path('ca.key'), '-extfile', this.path('extensions.cnf')];
    this.openssl('x509', ...signing, ...by, '-out', this.path(`${name}.pem`));
  }

  private newKey(name: string): string[] {
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', this.path(`${name}.key`)];
    return ['req', ...key];
  }

  private openssl(...args: string[]): void {
    execFileSync('openssl', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  }
}
