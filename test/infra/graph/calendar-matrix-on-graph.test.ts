import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { CalendarEntry } from '../../../flows/calendar/calendar-entry.ts';
import { wallTimeOf, localDayOf } from '../../../flows/local-time.ts';
import { calendarMatrixPage, cellKey, type Matrix } from '../../docs/calendar-matrix-page.ts';
import {
  CHANGES,
  type Entrance,
  isPossible,
  type Kind,
  KINDS,
  play,
  STATES,
} from '../../flows/calendar/calendar-matrix.ts';
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
    for (const id of this.drawn(keys)) this.both.erase(id);
    await this.both.readAnyway();
  }

  async back(...entries: CalendarEntry[]): Promise<void> {
    await this.written();
    for (const id of this.drawn(entries.map(({ key }) => key))) this.both.restore(id);
    await this.both.readAnyway();
  }

  /** Ids of the events that these entries were drawn as: of a series its own. */
  private drawn(keys: string[]): string[] {
    const series = this.ids.get('series');
    return series ? [series] : keys.flatMap((key) => this.ids.get(key) ?? []);
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
    it(`is in every case what the page says: ${kind}`, async () => {
      const matrix: Matrix = new Map();
      for (const change of CHANGES.filter((one) => isPossible(kind, one)))
        for (const state of STATES)
          matrix.set(
            cellKey(kind, change, state),
            await play(both.stage, kind, change, state, new GraphEntrance(both)),
          );

      for (const language of ['ja', 'en'] as const) {
        const kept = readFileSync(new URL(`../../../docs/calendar-matrix.${language}.md`, import.meta.url), 'utf8');
        const found = cellsOf(calendarMatrixPage(matrix, language), kind);
        assert.ok(found.length >= matrix.size, 'every case is in the table');
        assert.deepEqual(found, cellsOf(kept, kind));
      }
    }).timeout(120_000);

  /** What the table about this kind of entry says, case by case. */
  function cellsOf(page: string, kind: Kind): string[] {
    const table = page.split('\n## ')[KINDS.indexOf(kind) + 1]!;
    const lines = table.split('\n').filter((line) => line.startsWith('|'));
    const [head = [], , ...rows] = lines.map((line) => line.split(' | '));
    return rows.flatMap((row) => row.map((cell, column) => `${row[0]}, ${head[column]}: ${cell}`));
  }
});
