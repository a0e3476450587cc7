/** Hosts as they might be: how many there are, how many people each takes, and its price, 1 for a host as it is today. */
export interface HostSizing {
  kind: 'as-today' | 'half' | 'double' | 'limit';
  hosts: number;
  places: number;
  price: number;
}

/** Other limits on the same machines: a quarter less and a quarter more (16: 12 and 20). */
const LIMITS = [0.75, 1.25];

/** What is compared: hosts of half and double the size at the same price a seat, and other limits on today's machines. */
export function hostSizings({ hosts, maxSessions }: { hosts: number; maxSessions: number }): HostSizing[] {
  const today: HostSizing = { kind: 'as-today', hosts, places: maxSessions, price: 1 };
  const sizings = [today];
  if (maxSessions >= 2) {
    const places = Math.floor(maxSessions / 2);
    sizings.push({ kind: 'half', hosts: hosts * 2, places, price: places / maxSessions });
  }
  sizings.push({ kind: 'double', hosts: Math.ceil(hosts / 2), places: maxSessions * 2, price: 2 });
  for (const share of LIMITS) {
    const places = Math.round(maxSessions * share);
    if (places >= 1 && places !== maxSessions) sizings.push({ kind: 'limit', hosts, places, price: 1 });
  }
  return sizings;
}
