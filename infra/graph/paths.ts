import { ProviderError } from '../../flows/provider-error.ts';

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function isObjectId(id: string): boolean {
  return GUID.test(id);
}

/** An Entra object id as a part of a path. Throws ProviderError `invalid` where it is none: no path is made of it. */
export function objectId(id: string, what: 'user' | 'group'): string {
  if (isObjectId(id)) return id;
  throw new ProviderError(`${what} "${id.slice(0, 60)}": is not an Entra object id`, {
    kind: 'invalid',
    operation: 'path',
    resource: what,
  });
}

/** Where a member is added. The body names the person. */
export function addMemberPath(groupId: string): string {
  return `/groups/${objectId(groupId, 'group')}/members/$ref`;
}

/**
 * Where a membership is removed. Always ends in /$ref: the same address without it deletes the person from the
 * directory, if the application may manage users (group-delete-members).
 */
export function removeMemberPath(groupId: string, personId: string): string {
  return `/groups/${objectId(groupId, 'group')}/members/${objectId(personId, 'user')}/$ref`;
}

const ADDRESS = /^[\w.+'-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/;

/** `mailbox`: an Entra object id, or the address of a shared mailbox, which Graph takes in its place. */
export function eventsPath(mailbox: string): string {
  const user = ADDRESS.test(mailbox) ? encodeURIComponent(mailbox) : objectId(mailbox, 'user');
  return `/users/${user}/events`;
}

export function eventPath(mailbox: string, eventId: string): string {
  if (eventId.trim() === '' || /^\.+$/.test(eventId)) {
    throw new ProviderError('calendar event: has no id', { kind: 'invalid', operation: 'path', resource: 'event' });
  }
  return `${eventsPath(mailbox)}/${encodeURIComponent(eventId)}`;
}
