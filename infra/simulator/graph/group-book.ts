import { badRequest, resourceNotFound } from './wire.ts';

export interface TenantGroup {
  id: string;
  displayName: string;
  /** Direct members (people or groups) and the instant at which they became one, ISO. */
  members: Map<string, string>;
}

export interface KeptGroup {
  id: string;
  displayName: string;
  members: [string, string][];
}

/** Security groups with assigned members. */
export class GroupBook {
  private readonly groups = new Map<string, TenantGroup>();
  private readonly changed: (groupId: string, memberId: string, member: boolean) => void;

  constructor(kept: KeptGroup[], changed: (groupId: string, memberId: string, member: boolean) => void) {
    this.changed = changed;
    for (const { id, displayName, members } of kept) {
      this.groups.set(id.toLowerCase(), { id: id.toLowerCase(), displayName, members: new Map(members) });
    }
  }

  all(): TenantGroup[] {
    return [...this.groups.values()];
  }

  has(id: string): boolean {
    return this.groups.has(id.toLowerCase());
  }

  get(id: string): TenantGroup {
    const group = this.groups.get(id.toLowerCase());
    if (!group) throw resourceNotFound(id);
    return group;
  }

  /** A group of the tenant's founding, with standing members. Tells nobody, and nothing happens where it is there already. */
  found(id: string, displayName: string, members: string[], now: Date): void {
    if (this.has(id)) return;
    const since = now.toISOString();
    const group = { id: id.toLowerCase(), displayName, members: new Map(members.map((each) => [each, since])) };
    this.groups.set(group.id, group);
  }

  /** All at once or none: one who is a member already refuses the whole call, as Entra does. */
  add(groupId: string, memberIds: string[], now: Date): void {
    const group = this.get(groupId);
    const ids = memberIds.map((id) => id.toLowerCase());
    if (new Set(ids).size < ids.length || ids.some((id) => group.members.has(id))) {
      throw badRequest(
        "One or more added object references already exist for the following modified properties: 'members'.",
      );
    }
    for (const id of ids) group.members.set(id, now.toISOString());
    for (const id of ids) this.changed(group.id, id, true);
  }

  remove(groupId: string, memberId: string): void {
    const group = this.get(groupId);
    const id = memberId.toLowerCase();
    if (!group.members.delete(id)) throw resourceNotFound(memberId);
    this.changed(group.id, id, false);
  }

  isMember(groupId: string, memberId: string): boolean {
    return this.groups.get(groupId.toLowerCase())?.members.has(memberId.toLowerCase()) === true;
  }

  /** Direct members and those of the groups within, each once. */
  transitive(groupId: string): Set<string> {
    const found = new Set<string>();
    const visit = (group: TenantGroup) => {
      for (const id of group.members.keys()) {
        if (found.has(id)) continue;
        found.add(id);
        const inner = this.groups.get(id);
        if (inner) visit(inner);
      }
    };
    visit(this.get(groupId));
    return found;
  }

  toJSON(): KeptGroup[] {
    return this.all().map(({ id, displayName, members }) => ({ id, displayName, members: [...members] }));
  }
}
