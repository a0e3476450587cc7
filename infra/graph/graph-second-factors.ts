import type { SecondFactor } from '../../flows/readiness/gates.ts';
import type { SecondFactors } from '../../flows/readiness/follow-readiness.ts';
import type { GraphCaller } from './graph-caller.ts';
import { objectId } from './paths.ts';
import { toProviderError } from './to-provider-error.ts';

interface RegistrationDetails {
  id: string;
  isMfaRegistered?: boolean | null;
  isMfaCapable?: boolean | null;
  methodsRegistered?: string[] | null;
}

const REPORT = '/reports/authenticationMethods/userRegistrationDetails';
const SELECT = '$select=id,isMfaRegistered,isMfaCapable,methodsRegistered';

/**
 * The registration report of Microsoft Graph (Entra ID P1). Needs AuditLog.Read.All. `isMfaCapable`: registered, and the
 * method is allowed by the tenant's policy (authenticationmethodsroot-list-userregistrationdetails, 2026-11). Reports take
 * five calls in ten seconds (throttling-limits): everybody is read in large pages, once a day.
 */
export class GraphSecondFactors implements SecondFactors {
  readonly #graph: GraphCaller;

  constructor(graph: GraphCaller) {
    this.#graph = graph;
  }

  async *everybody(): AsyncGenerator<{ personId: string; value: SecondFactor }[]> {
    try {
      for await (const page of this.#graph.pages<RegistrationDetails>(`${REPORT}?${SELECT}&$top=999`))
        yield page.map((details) => ({ personId: details.id, value: secondFactorOf(details) }));
    } catch (error) {
      throw toProviderError(error, { operation: 'secondFactors', resource: 'registration report' });
    }
  }

  async of(personId: string): Promise<SecondFactor | null> {
    try {
      return secondFactorOf(
        await this.#graph.get<RegistrationDetails>(`${REPORT}/${objectId(personId, 'user')}?${SELECT}`),
      );
    } catch (error) {
      const fault = toProviderError(error, { operation: 'secondFactors', resource: `registration of ${personId}` });
      if (fault.kind === 'not-found') return null;
      throw fault;
    }
  }
}

function secondFactorOf({ isMfaRegistered, isMfaCapable, methodsRegistered }: RegistrationDetails): SecondFactor {
  return { registered: isMfaRegistered === true, capable: isMfaCapable === true, methods: methodsRegistered ?? [] };
}
