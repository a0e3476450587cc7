import { join, parse } from 'node:path';

export interface AuthorityOptions {
  /** ZAITAKU_CA_KEY: a file, or the address of a key in Azure Key Vault; null for `ca.key` in the data folder. */
  caKey: string | null;
  dataDir: string;
}

/** Where the authority's own certificate is kept, in PEM. */
export function certificateFileOf(options: AuthorityOptions): string {
  const { dir, name } = parse(isVault(options.caKey) ? join(options.dataDir, 'ca') : keyFileOf(options));
  return join(dir, `${name}.crt`);
}

/** Where its key is kept, unless a vault has it. */
export function keyFileOf({ caKey, dataDir }: AuthorityOptions): string {
  return caKey ?? join(dataDir, 'ca.key');
}

export function isVault(caKey: string | null): caKey is string {
  return caKey?.startsWith('https:') ?? false;
}
