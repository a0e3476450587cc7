import type { Language } from './organisation.ts';

/** A member of the organisation as the directory (Microsoft Graph) knows them, kept in the store. */
export interface Person {
  /** Entra object id; `aadObjectId` of their activities. */
  id: string;
  upn: string;
  displayName: string;
  department: string | null;
  /** As the directory writes it (課長, 主任), or null. */
  jobTitle: string | null;
  /** Entra object id of the manager, or null where the directory names none. */
  managerId: string | null;
  /** Since when the directory has them no more, or their account is disabled; null while they are here. */
  goneAt: Date | null;
  /** Languages by where they come from; `languageOf` decides. */
  lastMessageLanguage: Language | null;
  chosenLanguage: Language | null;
  mailboxLanguage: Language | null;
  clientLanguage: Language | null;
}

/** The language a person is answered in: the last message's, else their choice, else the mailbox's, else the client's, else Japanese. */
export function languageOf(person: Person): Language {
  return person.lastMessageLanguage ?? person.chosenLanguage ?? person.mailboxLanguage ?? person.clientLanguage ?? 'ja';
}
