import { ProviderError } from '../../flows/provider-error.ts';
import type { ProviderErrorKind } from '../../flows/provider-error.ts';
import { retryAfterMs } from '../patience.ts';

export type ArmOperation =
  | 'readHostPool'
  | 'readSessionHosts'
  | 'readPowerStates'
  | 'readScalingPlans'
  | 'readSessions'
  | 'startHost'
  | 'deallocateHost'
  | 'setDrainMode'
  | 'setBalance'
  | 'assignHost'
  | 'sendMessage'
  | 'disconnectSession'
  | 'logOffSession';

const OPERATOR = 'assign "Desktop Virtualization Session Host Operator" on it';
const READER = 'assign "Desktop Virtualization Reader" on it';

/** What is not allowed where ARM says so, and which role mends it (built-in roles, azure-docs virtual-desktop/rbac.md). */
const DENIED: Record<ArmOperation, string> = {
  readHostPool: `may not read the host pool; ${READER}`,
  readSessionHosts: `may not read session hosts; ${READER}`,
  readPowerStates:
    'may not list virtual machines of the subscription; assign a role with Microsoft.Compute/virtualMachines/read on it',
  readScalingPlans: `may not read the scaling plans of the host pool; ${READER}`,
  readSessions: `may not read user sessions; ${OPERATOR}`,
  startHost:
    'may not start virtual machines; assign a role with Microsoft.Compute/virtualMachines/start/action on their resource group',
  deallocateHost:
    'may not deallocate virtual machines; assign a role with Microsoft.Compute/virtualMachines/deallocate/action on their resource group',
  setDrainMode: `may not update session hosts; ${OPERATOR}`,
  setBalance: 'may not update the host pool; assign "Desktop Virtualization Host Pool Contributor" on it',
  assignHost: `may not update session hosts; ${OPERATOR}`,
  sendMessage: `may not send messages to user sessions; ${OPERATOR}`,
  disconnectSession: `may not disconnect user sessions; ${OPERATOR}`,
  logOffSession: `may not log off user sessions; ${OPERATOR}`,
};

const PLAIN: Record<Exclude<ProviderErrorKind, 'denied'>, string> = {
  'not-found': 'does not exist; compare subscription, resource group and names in the configuration with Azure',
  conflict: 'is in a state that forbids it',
  throttled: 'too many calls to Azure',
  unavailable: 'no answer from Azure',
  exhausted: 'Azure has no more of this size here, or the quota is used up',
  invalid: 'refused by Azure',
};

interface ArmFault {
  name?: string;
  message?: string;
  code?: string;
  statusCode?: number;
  details?: unknown;
  response?: { headers?: { get(name: string): string | null | undefined }; bodyAsText?: string | null };
}

/**
 * Turns what the Azure clients throw (RestError, AbortError, errors of @azure/identity) into the one ProviderError.
 * `subject` is what the operator reads first: `host pool hp-tokyo`, `session host hp-tokyo/avd-01`.
 */
export function toProviderError(
  error: unknown,
  context: { operation: ArmOperation; resource: string; subject: string },
): ProviderError {
  if (error instanceof ProviderError) return error;
  const fault = (typeof error === 'object' && error !== null ? error : { message: String(error) }) as ArmFault;
  const kind = kindOf(fault);
  const said = vendorWords(fault);
  const message =
    kind === 'denied' && !isCredentialFault(fault)
      ? `${context.subject}: ${DENIED[context.operation]}`
      : kind === 'denied'
        ? `${context.subject}: Azure accepts no identity of ours; check AZURE_CLIENT_ID and the other AZURE_* settings, or the managed identity`
        : `${context.subject}: ${context.operation}: ${PLAIN[kind]}`;
  const headers = fault.response?.headers;
  return new ProviderError(said ? `${message} (${said})` : message, {
    kind,
    operation: context.operation,
    resource: context.resource,
    retryAfterMs: headers && (kind === 'throttled' || kind === 'unavailable') ? retryAfterMs(headers) : undefined,
    cause: error,
  });
}

/** The vendor's error code of an ARM answer, in whichever of its shapes the client hands it on. */
function vendorWords(fault: ArmFault): string {
  let code = typeof fault.code === 'string' ? fault.code : '';
  let text = '';
  try {
    const body = JSON.parse(fault.response?.bodyAsText ?? 'null') as {
      error?: { code?: string; message?: string };
    } | null;
    code = body?.error?.code ?? code;
    text = body?.error?.message ?? '';
  } catch {
    // no JSON: a gateway's page
  }
  if (!text && fault.statusCode === undefined) text = fault.message ?? '';
  return [code, text].filter(Boolean).join(': ').replaceAll(/\s+/g, ' ').slice(0, 300);
}

function isCredentialFault(fault: ArmFault): boolean {
  return /Authentication|CredentialUnavailable/i.test(fault.name ?? '');
}

/**
 * Codes by which Azure says that it has no machine of the size in the zone or region, or that the subscription may have
 * no more (learn.microsoft.com/troubleshoot/azure/virtual-machines/windows/allocation-failure,
 * learn.microsoft.com/azure/azure-resource-manager/troubleshooting/error-resource-quota). They come with 409, some with 400.
 */
const EXHAUSTED =
  /^(Zonal|Overconstrained|OverconstrainedZonal)?Allocation(Failed|Request)\b|^(SkuNotAvailable|QuotaExceeded|CoreQuotaExceeded)\b|^OperationNotAllowed\b.*\bquota\b/i;

function kindOf(fault: ArmFault): ProviderErrorKind {
  if (isCredentialFault(fault)) return 'denied';
  const { message, details } = fault;
  if (EXHAUSTED.test(`${vendorWords(fault)} ${message ?? ''} ${JSON.stringify(details ?? null)}`)) return 'exhausted';
  const status = fault.statusCode;
  // No status: no connection, a time-out, a connection that broke. Below 400: an answer that could not be read.
  if (status === undefined || status < 400) return 'unavailable';
  if (status === 401 || status === 403) return 'denied';
  if (status === 404 || status === 410) return 'not-found';
  if (status === 409 || status === 412 || status === 423) return 'conflict';
  if (status === 429) return 'throttled';
  if (status === 408 || status >= 500) return 'unavailable';
  return 'invalid';
}
