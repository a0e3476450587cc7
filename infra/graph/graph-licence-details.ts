import type { LicenceDetails } from '../../flows/licences/licence-details.ts';
import type { GraphCaller } from './graph-caller.ts';
import { isObjectId } from './paths.ts';
import { toProviderError } from './to-provider-error.ts';

interface GraphLicence {
  skuPartNumber?: string | null;
  servicePlans?: { servicePlanName?: string | null; provisioningStatus?: string | null }[];
}

/**
 * A plan that is being set up, or waits for somebody to do so, is assigned all the same: the right to the desktop comes
 * with the assignment. `Disabled` is a plan that an administrator has taken out, `Error` one that was not set up.
 * https://learn.microsoft.com/graph/api/resources/serviceplaninfo
 */
const WITHOUT = new Set(['disabled', 'error']);

/** A person's licences by Graph's licenseDetails. User.Read.All, which the directory needs, is enough. */
export class GraphLicenceDetails implements LicenceDetails {
  readonly #graph: GraphCaller;

  constructor(graph: GraphCaller) {
    this.#graph = graph;
  }

  async of(personId: string): Promise<{ skus: string[]; plans: string[] } | null> {
    if (!isObjectId(personId)) return null;
    try {
      const licences: GraphLicence[] = [];
      for await (const page of this.#graph.pages<GraphLicence>(
        `/users/${personId}/licenseDetails?$select=skuPartNumber,servicePlans`,
      ))
        licences.push(...page);
      const plans = licences
        .flatMap(({ servicePlans = [] }) => servicePlans)
        .filter(({ provisioningStatus }) => !WITHOUT.has(provisioningStatus?.toLowerCase() ?? ''))
        .flatMap(({ servicePlanName }) => servicePlanName ?? []);
      return {
        skus: [...new Set(licences.flatMap(({ skuPartNumber }) => skuPartNumber ?? []))].sort(),
        plans: [...new Set(plans)].sort(),
      };
    } catch (error) {
      const fault = toProviderError(error, { operation: 'licences', resource: `user ${personId}` });
      if (fault.kind === 'not-found') return null;
      throw fault;
    }
  }
}
