import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { withLicences } from '../../flows/licences/licence.ts';
import type { Organisation, Pool } from '../../flows/organisation.ts';
import { checkOrganisation } from './check-organisation.ts';
import { simulationOf } from './check-simulation.ts';
import { OrganisationError } from './organisation-error.ts';
import { organisationFile } from './schema.ts';
import type { OrganisationFile } from './schema.ts';
import type { Simulation } from './simulation.ts';
import { readYaml } from './yaml-places.ts';
import { faultsOf } from './zod-faults.ts';

export { OrganisationError } from './organisation-error.ts';
export type { Simulation } from './simulation.ts';

/** Organisations that the product knows by name. */
const shipped = ['kamakura', 'ina'];

/** Far more than any organisation needs; more is a wrong file. */
const largestFileBytes = 4 * 1024 * 1024;

export interface LoadedOrganisation {
  organisation: Organisation;
  /** Who lives in the simulated tenant. Plain defaults where the file says nothing. */
  simulation: Simulation;
  /** Path of the file. */
  source: string;
}

/**
 * Reads and checks an organisation's settings. `kamakura` and `ina` are shipped; anything with a slash, a dot or another name is a
 * path. Throws OrganisationError: every line of it names file, line, column, field and what is expected.
 */
export function loadOrganisation(nameOrPath: string): LoadedOrganisation {
  const source = /^[a-z][a-z0-9-]*$/.test(nameOrPath) ? shippedFile(nameOrPath) : nameOrPath;
  return { ...parseOrganisation(readText(source), source), source };
}

/** Checks the text of an organisation's file. `file` is how messages call it. Throws OrganisationError. */
export function parseOrganisation(text: string, file: string): Omit<LoadedOrganisation, 'source'> {
  const { value, faults: syntax, place } = readYaml(text);
  const line = ({ path, message }: { path: (string | number)[]; message: string }) =>
    `${file}:${place(path)}: ${fieldName(path)}${message}`;
  if (syntax.length > 0) throw new OrganisationError(syntax.map((fault) => `${file}:${fault.place}: ${fault.message}`));
  const parsed = organisationFile.safeParse(value);
  if (!parsed.success) throw new OrganisationError(faultsOf(organisationFile, parsed.error).map(line));
  const faults = checkOrganisation(parsed.data);
  if (faults.length > 0) throw new OrganisationError(faults.map(line));
  const { simulation: _, pools, licences, ...organisation } = parsed.data;
  return {
    organisation: { ...organisation, workedDays: [], specialDays: [], ...withLicences(pools.map(poolOf), licences) },
    simulation: simulationOf(parsed.data),
  };
}

/** The group by which a pool's access is known: Entra's, or the delivery group that is told of each person itself. */
function poolOf(pool: OrganisationFile['pools'][number]): Pool {
  return pool.provider === 'citrix' ? { ...pool, group: pool.group ?? pool.deliveryGroup } : pool;
}

function shippedFile(name: string): string {
  if (!shipped.includes(name))
    throw new OrganisationError([
      `organisation "${name}": expected ${shipped.join(' or ')}, or the path of an organisation's file such as ./${name}.yaml`,
    ]);
  return fileURLToPath(new URL(`./${name}.yaml`, import.meta.url));
}

function readText(path: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const reason =
      code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'is a folder' : `cannot be read (${code})`;
    throw new OrganisationError([`${path}: ${reason}; expected the path of an organisation's file (YAML)`]);
  }
  if (bytes.length > largestFileBytes)
    throw new OrganisationError([`${path}: ${bytes.length} bytes; expected an organisation's file of at most 4 MiB`]);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new OrganisationError([`${path}: is not UTF-8; expected a text file saved as UTF-8`]);
  }
}

function fieldName(path: (string | number)[]): string {
  if (path.length === 0) return '';
  return `${path.map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`)).join('')}: `;
}
