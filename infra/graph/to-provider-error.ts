import { ProviderError } from '../../flows/provider-error.ts';
import type { ProviderErrorKind } from '../../flows/provider-error.ts';
import { retryAfterMs } from '../patience.ts';

export type GraphOperation =
  | 'people'
  | 'person'
  | 'changes'
  | 'mailboxLanguage'
  | 'licences'
  | 'automaticReplies'
  | 'membersOf'
  | 'members'
  | 'addMember'
  | 'removeMember'
  | 'putEvent'
  | 'removeEvent'
  | 'readCalendar'
  | 'subscribe'
  | 'subscriptions'
  | 'readGroup'
  | 'readOrganisationCalendar'
  | 'secondFactors';

const CALENDAR =
  'may not write this calendar; grant Calendars.ReadWrite, or Exchange\'s "Application Calendars.ReadWrite" over this mailbox';

/** What is not allowed where Graph says so, and which application permission mends it. */
const DENIED: Record<GraphOperation, string> = {
  people: 'may not read users; grant the application permission User.Read.All',
  person: 'may not read users; grant the application permission User.Read.All',
  changes: 'may not read users; grant the application permission User.Read.All',
  licences: 'may not read users; grant the application permission User.Read.All',
  automaticReplies: 'may not read mailbox settings; grant the application permission MailboxSettings.Read',
  mailboxLanguage: 'may not read mailbox settings; grant the application permission MailboxSettings.Read',
  membersOf: 'may not read group members; grant the application permission GroupMember.ReadWrite.All',
  members: 'may not read group members; grant the application permission GroupMember.ReadWrite.All',
  addMember:
    'may not change group members; grant the application permission GroupMember.ReadWrite.All (the group must not be role-assignable)',
  removeMember:
    'may not change group members; grant the application permission GroupMember.ReadWrite.All (the group must not be role-assignable)',
  putEvent: CALENDAR,
  removeEvent: CALENDAR,
  readOrganisationCalendar:
    'may not read this calendar; grant Calendars.Read, or Exchange\'s "Application Calendars.Read" over this mailbox',
  secondFactors:
    'may not read the registration report; grant the application permission AuditLog.Read.All (the report needs Entra ID P1)',
  readCalendar:
    'may not read this calendar; grant Calendars.ReadWrite, or Exchange\'s "Application Calendars.ReadWrite" over this mailbox',
  subscribe:
    'may not subscribe to this calendar; grant Calendars.ReadWrite, or Exchange\'s "Application Calendars.ReadWrite" over this mailbox',
  subscriptions: 'may not read its own subscriptions; check the identity in AZURE_CLIENT_ID',
  readGroup: 'may not read groups; grant the application permission GroupMember.ReadWrite.All',
};

const PLAIN: Record<Exclude<ProviderErrorKind, 'denied'>, string> = {
  'not-found': 'does not exist',
  conflict: 'is in a state that forbids it',
  throttled: 'too many calls to Microsoft Graph',
  unavailable: 'no answer from Microsoft Graph',
  exhausted: 'the tenant has no more of it',
  invalid: 'refused by Microsoft Graph',
};

/** One answer of Graph that is an error, alone or as an item of a $batch. */
export interface GraphFault {
  /** 0 or less: there was no answer. */
  status: number;
  code?: string;
  message?: string;
  retryAfterMs?: number;
  cause?: unknown;
}

export interface GraphContext {
  operation: GraphOperation;
  /** What the operator reads first: `group 1f…`, `calendar of 2e…`. Ids, no names. */
  resource: string;
}

/** Turns what the vendor's client throws (GraphError, errors of @azure/identity) into the one ProviderError. */
export function toProviderError(error: unknown, context: GraphContext): ProviderError {
  return error instanceof ProviderError ? error : faultToProviderError(faultOf(error), context);
}

export function faultToProviderError(fault: GraphFault, { operation, resource }: GraphContext): ProviderError {
  const noIdentity = /Authentication|CredentialUnavailable/.test(fault.code ?? '') && fault.status <= 0;
  const kind = noIdentity ? 'denied' : kindOf(fault.status);
  const what = noIdentity
    ? 'Entra accepts no identity of ours; check AZURE_CLIENT_ID and the other AZURE_* settings, or the managed identity'
    : kind === 'denied'
      ? DENIED[operation]
      : `${operation}: ${PLAIN[kind]}`;
  const said = [fault.code, fault.message].filter(Boolean).join(': ').replaceAll(/\s+/g, ' ').slice(0, 300);
  return new ProviderError(`${resource}: ${what}${said ? ` (${said})` : ''}`, {
    kind,
    operation,
    resource,
    retryAfterMs: kind === 'throttled' || kind === 'unavailable' ? fault.retryAfterMs : undefined,
    cause: fault.cause,
  });
}

function faultOf(error: unknown): GraphFault {
  const fault = (typeof error === 'object' && error !== null ? error : {}) as {
    statusCode?: number;
    code?: string | null;
    message?: string;
    headers?: Headers;
  };
  return {
    status: fault.statusCode ?? 0,
    code: fault.code ?? undefined,
    message: fault.message,
    retryAfterMs: fault.headers ? retryAfterMs(fault.headers) : undefined,
    cause: error,
  };
}

function kindOf(status: number): ProviderErrorKind {
  // Below 400: no connection, a time-out, or an answer that could not be read.
  if (status < 400) return 'unavailable';
  if (status === 401 || status === 403) return 'denied';
  if (status === 404 || status === 410) return 'not-found';
  if (status === 409 || status === 412 || status === 423) return 'conflict';
  if (status === 429) return 'throttled';
  // 424: another item of the same batch failed first, this one was not tried.
  if (status === 408 || status === 424 || status >= 500) return 'unavailable';
  return 'invalid';
}
