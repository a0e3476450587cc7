/** A long-running operation on a virtual machine. It is over when the machine has reached its state. */
export interface Operation {
  id: string;
  pool: string;
  host: string;
  kind: 'start' | 'deallocate' | 'powerOff' | 'restart';
  /** The machine's turn that the operation began; a later one cancels it. */
  turn: number;
  startedAt: number;
}

export interface ScalingPlan {
  name: string;
  /** Pool id -> enabled there. */
  pools: Record<string, boolean>;
}

interface Kept {
  operations: Operation[];
  nextOperation: number;
  scalingPlans: ScalingPlan[];
  friendlyNames: Record<string, string>;
  tags: Record<string, Record<string, string>>;
}

const keptForMs = 2 * 60 * 60_000;

/** What Resource Manager keeps beyond hosts and sessions: operations, scaling plans, names and tags. */
export class ArmState {
  readonly scalingPlans: ScalingPlan[];
  readonly friendlyNames: Map<string, string>;
  readonly tags: Map<string, Record<string, string>>;
  private readonly operations: Map<string, Operation>;
  private nextOperation: number;

  constructor(kept?: Kept) {
    this.operations = new Map(kept?.operations.map((operation) => [operation.id, operation]));
    this.nextOperation = kept?.nextOperation ?? 1;
    this.scalingPlans = kept?.scalingPlans ?? [];
    this.friendlyNames = new Map(Object.entries(kept?.friendlyNames ?? {}));
    this.tags = new Map(Object.entries(kept?.tags ?? {}));
  }

  /** Numbers a new operation; those begun more than two hours ago are forgotten. */
  begin(operation: Omit<Operation, 'id'>, idOf: (number: number) => string): Operation {
    for (const [id, { startedAt }] of this.operations) {
      if (startedAt > operation.startedAt - keptForMs) break; // in the order of their beginning
      this.operations.delete(id);
    }
    const begun = { ...operation, id: idOf(this.nextOperation++) };
    this.operations.set(begun.id, begun);
    return begun;
  }

  operation(id: string): Operation | undefined {
    return this.operations.get(id.toLowerCase());
  }

  toJSON(): Kept {
    return {
      operations: [...this.operations.values()],
      nextOperation: this.nextOperation,
      scalingPlans: this.scalingPlans,
      friendlyNames: Object.fromEntries(this.friendlyNames),
      tags: Object.fromEntries(this.tags),
    };
  }
}

export type KeptArm = Kept;
