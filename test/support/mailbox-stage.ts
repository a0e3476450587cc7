import type { CalendarEntry, EntryChanges } from '../../flows/calendar/calendar-entry.ts';
import { followMailboxes } from '../../flows/calendar/follow-mailboxes.ts';
import type { MailboxDeps } from '../../flows/calendar/mailbox-deps.ts';
import type { Mailbox } from '../../flows/calendar/mailbox-store.ts';
import { takeNotifications, type MailboxNotification } from '../../flows/calendar/take-notifications.ts';
import { anOrganisation, at, idOf } from './builders.ts';
import { FakeCalendarReader } from './fakes/fake-calendar-reader.ts';
import type { Stage } from './flow-harness.ts';

export const NOTIFICATION_URL = 'https://zaitaku.example.jp/api/graph/notifications';

export function anEntry(key: string, entry: Partial<CalendarEntry> = {}): CalendarEntry {
  return {
    key,
    series: null,
    subject: 'テレワーク',
    categories: [],
    showAs: 'busy',
    startsAt: at('2026-12-03 08:30'),
    endsAt: at('2026-12-03 17:15'),
    allDay: false,
    invited: false,
    ...entry,
  };
}

/** Following of Outlook calendars over a stage: what was taken is kept as whoever takes it would keep it. */
export class MailboxStage {
  readonly stage: Stage;
  readonly calendars = new FakeCalendarReader();
  /** What was handed on, by person. */
  readonly taken: { personId: string; changes: EntryChanges }[] = [];
  /** The picture of everybody's calendar that follows from what was handed on. */
  readonly known = new Map<string, Map<string, CalendarEntry>>();
  notificationUrl: string | null = NOTIFICATION_URL;
  /** Thrown by whoever takes entries. */
  takeFails: Error | null = null;

  constructor(stage: Stage) {
    this.stage = stage;
  }

  get deps(): MailboxDeps {
    return {
      ...this.stage.deps,
      calendars: this.calendars,
      notificationUrl: this.notificationUrl,
      takeEntries: (_tx, _deps, person, _source, changes) => {
        if (this.takeFails) return Promise.reject(this.takeFails);
        this.taken.push({ personId: person.id, changes });
        this.apply(person.id, changes);
        return Promise.resolve();
      },
    };
  }

  async reset(outlook = true): Promise<void> {
    const organisation = anOrganisation();
    await this.stage.reset({ ...organisation, calendar: { ...organisation.calendar, outlook } });
    this.calendars.reset();
    this.taken.length = 0;
    this.known.clear();
    this.takeFails = null;
    this.notificationUrl = NOTIFICATION_URL;
  }

  people(): Promise<Date | null> {
    return followMailboxes(this.deps, 'people');
  }

  step(): Promise<Date | null> {
    return followMailboxes(this.deps, 'looks');
  }

  /** Steps until nothing is due at this instant; answers how many there were. */
  async settle(): Promise<number> {
    for (let steps = 1; ; steps += 1) {
      await this.step();
      const next = await this.stage.tx((tx) => tx.mailboxes.nextAt());
      if (next === null || next > this.stage.clock.now() || steps > 200) return steps;
    }
  }

  async mailbox(name: string): Promise<Mailbox | null> {
    const [mailbox = null] = await this.stage.tx((tx) => tx.mailboxes.byIds([idOf(name)]));
    return mailbox;
  }

  /** Graph tells of a change in this person's mailbox, or of its subscription. */
  async notify(name: string, said: Partial<MailboxNotification> = {}) {
    const held = [...this.calendars.subscriptionsHeld.values()].find(({ personId }) => personId === idOf(name));
    const notification: MailboxNotification = {
      subscriptionId: held?.id ?? 'none',
      clientState: held?.secret ?? '',
      tenantId: this.stage.organisation.tenantId,
      lifecycle: null,
      ...said,
    };
    return takeNotifications(this.stage.deps, [notification]);
  }

  knownOf(name: string): string[] {
    return [...(this.known.get(idOf(name))?.keys() ?? [])].sort();
  }

  private apply(personId: string, { entries, gone, whole }: EntryChanges): void {
    const known = whole ? new Map<string, CalendarEntry>() : (this.known.get(personId) ?? new Map());
    for (const key of gone) known.delete(key);
    for (const entry of entries) known.set(entry.key, entry);
    this.known.set(personId, known);
  }
}
