import type { ModelHost } from './model/hosts.ts';

/** A session host's status as Azure Virtual Desktop words it. Running is not yet Available. */
export function statusOf({
  power,
  available,
}: Pick<ModelHost, 'power' | 'available'>): 'Available' | 'Unavailable' | 'Shutdown' {
  if (power === 'deallocated' || power === 'stopped') return 'Shutdown';
  return available ? 'Available' : 'Unavailable';
}
