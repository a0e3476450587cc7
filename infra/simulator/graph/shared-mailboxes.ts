import { createHash } from 'node:crypto';
import type { TenantPerson, TenantSetup } from '../seam.ts';

/**
 * Shared mailboxes that the organisation's file names: of sections, and its own calendar's. In Entra each is a user of its own, without
 * licence, with its sign-in blocked (https://learn.microsoft.com/microsoft-365/admin/email/about-shared-mailboxes).
 */
export function sharedMailboxes({
  organisation,
  people,
}: Pick<TenantSetup, 'organisation' | 'people'>): TenantPerson[] {
  const { out, organisation: own } = organisation.calendar;
  const { sections, language } = out;
  const known = new Set(people.map(({ upn }) => upn.toLowerCase()));
  return [...new Set([...Object.values(sections), own?.mailbox ?? []].flat().map((address) => address.toLowerCase()))]
    .filter((address) => !known.has(address))
    .map((address) => {
      const section = organisation.sections.find(({ id }) => sections[id]?.toLowerCase() === address);
      const name = section?.name[language] ?? address;
      return {
        id: idOf(address),
        upn: address,
        displayName: name,
        givenName: '',
        surname: name,
        department: '',
        jobTitle: '',
        managerId: null,
        preferredLanguage: language,
        isHead: false,
        shared: true,
      };
    });
}

/** Always the same for the same address. */
function idOf(address: string): string {
  const hash = createHash('sha256').update(`shared mailbox ${address}`).digest('hex');
  return hash.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5');
}
