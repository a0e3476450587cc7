/** `lent-pc`: a mobile PC of the organisation, lent and returned. `own-pc` and `ipad` belong to the person. */
export const DEVICE_KINDS = ['office-pc', 'lent-pc', 'own-pc', 'ipad'] as const;
export type DeviceKind = (typeof DEVICE_KINDS)[number];

/**
 * in-stock ◀──return── in-use ──lost──▶ lost
 *     └────lend────────▶ │ ◀──found──────┘
 *     └──retire──▶ retired ◀──retire─────── in-use, lost
 */
export const DEVICE_STATES = ['in-use', 'in-stock', 'lost', 'retired'] as const;
export type DeviceState = (typeof DEVICE_STATES)[number];

/** A machine that somebody works with, or that waits in stock. */
export interface Device {
  id: string;
  kind: DeviceKind;
  /** Whose it is or who has it; null in stock. Kept where it is lost or retired. */
  owner: string | null;
  /** As people write it: "Windows 11", "iPadOS 18". */
  os: string;
  /** What people know it by: the number on its sticker, or "my iPad". */
  label: string;
  /** When the owner last pledged the rules for own devices, as far as it was for this device; null where none was asked for. */
  pledgedAt: Date | null;
  state: DeviceState;
  registeredAt: Date;
  /** Since when a certificate may be fetched for it: from the registration on, or when the ICT section said so; null before. */
  admittedAt: Date | null;
}

export interface DeviceStore {
  /** Throws where the id is taken. */
  add(device: Device): Promise<void>;
  byId(id: string): Promise<Device | null>;
  /** Locks the row until the end of the transaction. */
  lock(id: string): Promise<Device | null>;
  /** Writes the state of one that `lock` gave. */
  save(device: Device): Promise<void>;
  /** Devices that a person has or had, by registration. `lock`: rows are locked, in the order of their ids. */
  ofPerson(personId: string, lock?: 'lock'): Promise<Device[]>;
  /** The same of many people at once. */
  ofPeople(personIds: readonly string[]): Promise<Device[]>;
  /** All of them, by kind, label and id. */
  all(): Promise<Device[]>;
}

/** Kinds that belong to the person: only these need the pledge for own devices, and a certificate of their own. */
export function isOwnDevice(kind: DeviceKind): boolean {
  return kind === 'own-pc' || kind === 'ipad';
}
