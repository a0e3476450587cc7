import { ProviderError } from '../../flows/provider-error.ts';
import type { ProviderErrorKind } from '../../flows/provider-error.ts';
import { CitrixFault } from './citrix-fault.ts';

export type CitrixOperation =
  | 'signIn'
  | 'readHostPool'
  | 'readSessionHosts'
  | 'readSessions'
  | 'startHost'
  | 'deallocateHost'
  | 'setDrainMode'
  | 'setBalance'
  | 'assignHost'
  | 'sendMessage'
  | 'disconnectSession'
  | 'logOffSession'
  | 'readAccess'
  | 'writeAccess'
  | 'findUser';

const ROLE =
  'give the API client a role with that right (Citrix Cloud: Identity and Access Management > Administrators)';

/** What is not allowed, and the right that mends it. The built-in role Delivery Group Administrator has them. */
const DENIED: Record<CitrixOperation, string> = {
  signIn: `may not see the site; ${ROLE}`,
  readHostPool: `may not read the delivery group; ${ROLE}`,
  readSessionHosts: `may not read machines; ${ROLE}`,
  readSessions: `may not read sessions; ${ROLE}`,
  startHost: `may not switch machines on; ${ROLE}`,
  deallocateHost: `may not switch machines off; ${ROLE}`,
  setDrainMode: `may not change the maintenance mode of machines; ${ROLE}`,
  setBalance: `may not edit the delivery group; ${ROLE}`,
  assignHost: `may not assign machines to users; ${ROLE}`,
  sendMessage: `may not send messages to sessions; ${ROLE}`,
  disconnectSession: `may not disconnect sessions; ${ROLE}`,
  logOffSession: `may not log off sessions; ${ROLE}`,
  readAccess: `may not read who may use the delivery group; ${ROLE}`,
  writeAccess: `may not change who may use the delivery group; ${ROLE}`,
  findUser: `may not look up users; ${ROLE}`,
};

const PLAIN: Record<Exclude<ProviderErrorKind, 'denied'>, string> = {
  'not-found': 'does not exist; compare deliveryGroup in the configuration, and CITRIX_SITE_ID, with Citrix',
  conflict: 'is in a state that forbids it',
  throttled: 'too many calls to Citrix',
  unavailable: 'no answer from Citrix',
  exhausted: 'the hypervisor or cloud behind Citrix has no more of this size, or the quota is used up',
  invalid: 'refused by Citrix',
};

const SIGN_IN =
  'Citrix accepts no client of ours; check CITRIX_CUSTOMER_ID, CITRIX_CLIENT_ID, CITRIX_CLIENT_SECRET and CITRIX_TOKEN_ENDPOINT (an API client may have expired)';

/**
 * Turns what the caller throws into the one ProviderError. `subject` is what the operator reads first:
 * `delivery group DG-INA`, `machine DG-INA/CTX-INA-001`.
 */
export function toProviderError(
  error: unknown,
  context: { operation: CitrixOperation; resource: string; subject: string },
): ProviderError {
  if (error instanceof ProviderError) return error;
  const fault = error instanceof CitrixFault ? error : new CitrixFault(wordsOf(error), { cause: error });
  const kind = kindOf(fault);
  const signIn = kind === 'denied' && (fault.signIn || fault.status === 401);
  const message = signIn
    ? `${context.subject}: ${SIGN_IN}`
    : kind === 'denied'
      ? `${context.subject}: ${DENIED[context.operation]}`
      : `${context.subject}: ${context.operation}: ${PLAIN[kind]}`;
  const said = [fault.code, fault.message].filter(Boolean).join(': ').replaceAll(/\s+/g, ' ').slice(0, 300);
  return new ProviderError(said ? `${message} (${said})` : message, {
    kind,
    operation: context.operation,
    resource: context.resource,
    ...(kind === 'throttled' || kind === 'unavailable' ? { retryAfterMs: fault.retryAfterMs } : {}),
    cause: error,
  });
}

/** Node's fetch says "fetch failed" and keeps the reason in `cause`. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? (error.cause as Error & { code?: string }) : null;
  return cause ? `${error.message}: ${cause.code ?? cause.message}` : error.message;
}

/** Codes of jobs (JobErrorCode) and error answers, as far as they say more than the status does. */
const CODES: [pattern: RegExp, kind: ProviderErrorKind][] = [
  [
    /^(AccessDenied|PermissionDenied|UserNotAuthorized|Authorization(Failed|Error)|DeniedByConfigurationLogging|HypervisorPermissionDenied|Connection(Expired|Invalid)Credentials)$/,
    'denied',
  ],
  [
    /^(ObjectNotFound|UnknownObject|UnknownMachine|UnknownMachineName|UnknownSession|UnknownDesktop|UnknownAccount|HypervisorConnectionObjectNotFound)$/,
    'not-found',
  ],
  [
    /^(MachineInUse|MachineAlreadyAllocated|DesktopAssigned|InMaintenanceMode|GroupInMaintenanceMode|HypervisorInMaintenanceMode|PowerActionInProgress|PowerActionIgnored|TaskActive|NoAvailableMachine)$/,
    'conflict',
  ],
  [
    /^(UnknownError|Communications?Error|ServerTimeout|DataStoreException|NoSuitableServiceInstanceErrorId|HypervisorNotContactable|NoWorkspaceCloudConnectorFound|WorkspaceCloudConnectorTimeout|NameResolutionFailure|Unknown)$/,
    'unavailable',
  ],
];

/** What a cloud behind Citrix says when it has none left; Citrix hands it on as text. */
const EXHAUSTED =
  /\b((Zonal|Overconstrained(Zonal)?)?AllocationFailed|SkuNotAvailable|(Core)?QuotaExceeded|InsufficientInstanceCapacity)\b/i;

function kindOf({ status, code, message, signIn }: CitrixFault): ProviderErrorKind {
  if (EXHAUSTED.test(`${code} ${message}`)) return 'exhausted';
  if (status === 401 || status === 403) return 'denied';
  if (status === 429) return 'throttled';
  const known = CODES.find(([pattern]) => pattern.test(code));
  if (known && (status === null || status < 500)) return known[1];
  if (status === null) return code === '' || signIn ? 'unavailable' : 'invalid';
  if (status === 404 || status === 410) return 'not-found';
  if (status === 409 || status === 412 || status === 423) return 'conflict';
  if (status === 408 || status >= 500) return 'unavailable';
  return 'invalid';
}
