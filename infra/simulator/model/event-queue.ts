/** Something that happens at an instant (Unix milliseconds). Plain data, so that it can be kept. */
export interface ModelEvent {
  at: number;
  kind: string;
  [detail: string]: string | number | boolean | null;
}

interface Queued {
  event: ModelEvent;
  order: number;
}

/**
 * What is to happen, earliest first, in the order of adding among those of one instant (a binary heap). Nothing is taken
 * out before its time: whoever planned an event checks at its time whether it still holds.
 */
export class EventQueue {
  private readonly heap: Queued[] = [];
  private order = 0;

  constructor(events: ModelEvent[] = []) {
    for (const event of events) this.add(event);
  }

  get size(): number {
    return this.heap.length;
  }

  nextAt(): number | null {
    return this.heap[0]?.event.at ?? null;
  }

  add(event: ModelEvent): void {
    const heap = this.heap;
    let at = heap.push({ event, order: this.order++ }) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.before(at, parent)) break;
      this.swap(at, parent);
      at = parent;
    }
  }

  /** Takes the earliest event out if it is due at `now`. */
  take(now: number): ModelEvent | null {
    const heap = this.heap;
    const first = heap[0];
    if (!first || first.event.at > now) return null;
    const last = heap.pop()!;
    if (heap.length > 0) {
      heap[0] = last;
      this.sink();
    }
    return first.event;
  }

  /** In the order in which they will happen. */
  toJSON(): ModelEvent[] {
    return [...this.heap].sort((a, b) => a.event.at - b.event.at || a.order - b.order).map((queued) => queued.event);
  }

  private sink(): void {
    let at = 0;
    for (;;) {
      let least = at;
      for (const child of [2 * at + 1, 2 * at + 2])
        if (child < this.heap.length && this.before(child, least)) least = child;
      if (least === at) return;
      this.swap(at, least);
      at = least;
    }
  }

  private before(a: number, b: number): boolean {
    const x = this.heap[a]!;
    const y = this.heap[b]!;
    return x.event.at < y.event.at || (x.event.at === y.event.at && x.order < y.order);
  }

  private swap(a: number, b: number): void {
    const kept = this.heap[a]!;
    this.heap[a] = this.heap[b]!;
    this.heap[b] = kept;
  }
}
