import { inTime } from '../in-time.ts';
import type { Deps } from '../deps.ts';
import type { Directory } from '../directory.ts';
import type { Language } from '../organisation.ts';
import type { Person } from '../person.ts';

/** The longest that somebody is kept waiting for a courtesy (ms of the machine). */
const TIMEOUT_MS = 1_500;

/**
 * Reads the language of a person's mailbox where nothing better says in which language to speak: they have not written
 * yet and have chosen none. Asked once a start for each person; without an answer or the permission for it they are
 * spoken to in their client's language, as if there were no mailbox.
 */
export class MailboxLanguages {
  private readonly deps: Deps & { directory: Directory };
  private readonly asked = new Map<string, Promise<Language | null>>();

  constructor(deps: Deps & { directory: Directory }) {
    this.deps = deps;
  }

  /** Whether nothing better than the mailbox says how to speak to this person. */
  mustAsk(person: Person): boolean {
    return !person.lastMessageLanguage && !person.chosenLanguage && !person.mailboxLanguage;
  }

  /** The person, with the mailbox's language where it was found. Never throws for the directory's faults. */
  async know(person: Person): Promise<Person> {
    if (!this.mustAsk(person)) return person;
    // Whoever comes while it is being asked waits for the same answer: clients announce themselves twice at once.
    const asked = this.asked.get(person.id) ?? this.ask(person);
    this.asked.set(person.id, asked);
    return { ...person, mailboxLanguage: await asked };
  }

  private async ask(person: Person): Promise<Language | null> {
    const mailboxLanguage = await inTime(this.deps.directory.mailboxLanguage(person.id), TIMEOUT_MS);
    if (!mailboxLanguage) return null;
    await this.deps.store.transaction((tx) => tx.people.saveLanguages(person.id, { mailbox: mailboxLanguage }));
    return mailboxLanguage;
  }
}
