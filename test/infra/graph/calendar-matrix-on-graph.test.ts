import assert from 'node:assert/strict';
import type { CalendarEntry } from '../../../flows/calendar/calendar-entry.ts';
import { wallTimeOf, localDayOf } from '../../../flows/local-time.ts';
import { type Cell, CHANGES, type Entrance, isPossible, KINDS, play } from '../../flows/calendar/calendar-matrix.ts';
import { BothWaysStage } from '../../support/both-ways-stage.ts';

/** Entries are drawn in the simulated tenant's calendar, and read by the real client; ours are written beside them. */
class GraphEntrance implements Entrance {
  readonly both: BothWaysStage;
  private readonly ids = new Map<string, string>();

  constructor(both: BothWaysStage) {
    this.both = both;
  }

  begin(organisation: Parameters<Entrance['begin']>[0]): Promise<void> {
    this.ids.clear();
    return this.both.reset(organisation);
  }

  async says(...entries: CalendarEntry[]): Promise<void> {
    const { both, ids } = this;
    await this.written();
    const [first] = entries;
    if (first?.series && !ids.has(first.series)) {
      const day = localDayOf(first.startsAt, 'Asia/Tokyo');
      const weekday = new Date(`${day}T00:00:00Z`).toLocaleDateString('en-US', { weekday: 'long', timeZone: 'UTC' });
      const id = both.draw({ day, weekly: { day: weekday.toLowerCase(), times: entries.length } });
      ids.set(first.series, id);
      both.occurrences(id).forEach((one, index) => ids.set(entries[index]!.key, one));
    } else
      for (const { key, startsAt: start, endsAt: end, allDay } of entries) {
        const id = ids.get(key);
        const day = localDayOf(start, 'Asia/Tokyo');
        if (id !== undefined) both.edit(id, { start, end, allDay });
        else if (!allDay)
          ids.set(key, both.draw({ day, from: wallTimeOf(start, 'Asia/Tokyo'), to: wallTimeOf(end, 'Asia/Tokyo') }));
        else {
          const made = both.draw({ day });
          both.edit(made, { start, end, allDay });
          ids.set(key, made);
        }
      }
    await both.readAnyway();
  }

  async gone(...keys: string[]): Promise<void> {
    await this.written();
    const series = this.ids.get('series');
    for (const id of series ? [series] : keys.flatMap((key) => this.ids.get(key) ?? [])) this.both.erase(id);
    this.ids.clear();
    await this.both.readAnyway();
  }

  private async written(): Promise<void> {
    await this.both.write();
    this.both.forward(2);
  }
}

describe('what calendar changes do to bookings, through Graph', () => {
  let both: BothWaysStage;
  before(async () => {
    both = await BothWaysStage.open();
  });
  after(() => both.close());

  for (const kind of KINDS)
    for (const state of ['none', 'pending', 'approved'] as const)
      it(`is what it does without it: ${kind}, ${state}`, async () => {
        for (const change of CHANGES.filter((one) => isPossible(kind, one))) {
          const expected = await play(both.stage, kind, change, state);
          const found = await play(both.stage, kind, change, state, new GraphEntrance(both));

          assert.deepEqual(outline(found), outline(expected), `${kind} ${change} ${state}`);
        }
      }).timeout(60_000);

  function outline({ bookings, told, card }: Cell): string[] {
    return [
      ...bookings.map(({ day, part, status }) => `${day} ${part} ${status}`),
      ...[...told, ...(card ? [card] : [])].map((view) =>
        view.kind === 'proposal'
          ? `asks for ${view.days.map(({ day, part }) => `${day} ${part}`).join(', ')}`
          : view.kind,
      ),
    ];
  }
});
