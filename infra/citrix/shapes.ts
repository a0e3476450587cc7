/**
 * Answers of the Citrix DaaS REST API (orchestration) as far as zaitaku reads them. Every property but a machine's Id
 * may be absent: lists leave out what was not asked for, and older sites what they do not have. Enums are open.
 */

export interface CitrixPage<T> {
  Items?: T[];
  /** There is more: asked for with the query parameter of this name. */
  ContinuationToken?: string | null;
}

export interface CitrixRef {
  Id?: string | null;
  Name?: string | null;
}

/** A person or group of the directory behind the site. `Oid`: Entra's object id, `Sid`: Active Directory's. */
export interface CitrixIdentity {
  Oid?: string | null;
  Sid?: string | null;
  /** `DOMAIN\user` */
  SamName?: string | null;
  /** The user principal name. */
  PrincipalName?: string | null;
  DisplayName?: string | null;
  IsGroup?: boolean | null;
}

export interface CitrixMachine {
  Id: string;
  /** `DOMAIN\NAME`, or the DNS name. */
  Name?: string | null;
  DnsName?: string | null;
  /** Unknown, Unmanaged, Unavailable, Off, On, Suspended, TurningOn, TurningOff, Suspending, Resuming, NotSupported, VirtualMachineNotFound */
  PowerState?: string | null;
  /** A power action is waiting for the hypervisor or the cloud. */
  PowerActionPending?: boolean | null;
  /** Unknown, Unregistered, Initializing, Registered, AgentError */
  RegistrationState?: string | null;
  /** Unknown, None, FailedToStart, StuckOnBoot, Unregistered, MaxCapacity, VirtualMachineNotFound */
  FaultState?: string | null;
  /** Registered, and yet not to be used: Unknown, None, LoadManagementInitializing … */
  MachineUnavailableReason?: string | null;
  InMaintenanceMode?: boolean | null;
  SessionCount?: number | null;
  /** Detail alone: people whose sign-in is under way. */
  SessionsPending?: number | null;
  AssignedUsers?: CitrixIdentity[] | null;
  /** To people, or to a device by its name or address. */
  IsAssigned?: boolean | null;
  /** Unknown, Static, Random */
  AllocationType?: string | null;
  Zone?: CitrixRef | null;
}

export interface CitrixSession {
  Id?: string | null;
  /** Unknown, Connected, Active, Disconnected */
  State?: string | null;
  User?: CitrixIdentity | null;
  Machine?: Partial<CitrixMachine> | null;
  /** The device most recently associated with the session. `Name`: its host name. */
  Client?: { DeviceId?: string | null; Name?: string | null } | null;
}

export interface CitrixAccessPolicy {
  IncludedUserFilterEnabled?: boolean | null;
  IncludedUsers?: CitrixIdentity[] | null;
}

export interface CitrixDesktop {
  Id?: string | null;
  Name?: string | null;
  Enabled?: boolean | null;
  IncludedUserFilterEnabled?: boolean | null;
  IncludedUsers?: CitrixIdentity[] | null;
}

export interface CitrixDeliveryGroup {
  Id?: string | null;
  Name?: string | null;
  Enabled?: boolean | null;
  InMaintenanceMode?: boolean | null;
  /** Unknown, Private, Shared */
  SharingKind?: string | null;
  AutoScaleEnabled?: boolean | null;
  /** Unknown, Vertical, Horizontal, None (the site's own setting holds) */
  LoadBalanceType?: string | null;
  SimpleAccessPolicy?: CitrixAccessPolicy | null;
}

export interface CitrixJob {
  Id?: string;
  /** Unknown, NotStarted, InProgress, Complete, CompleteWithWarning, Failed, Canceled, NonTerminatingError */
  Status?: string;
  ErrorCode?: string | null;
  ErrorString?: string | null;
}

export interface CitrixMe {
  Customers?: { Id?: string; Sites?: { Id?: string; Name?: string }[] }[];
}
