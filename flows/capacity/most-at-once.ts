/**
 * The most people at one instant from now until `until`: whoever is there, until their booked end, and whoever is booked and
 * still to come, from the start to the end of their time. Who stays beyond their time counts now and not later; who has no
 * booking, all the time. Pure.
 */
export function mostAtOnce(
  there: Iterable<{ end: number | null }>,
  expected: Iterable<{ start: number; end: number; count: number }>,
  now: number,
  until: number,
): number {
  const changes: { at: number; by: number }[] = [];
  let present = 0;
  for (const { end } of there) {
    present += 1;
    if (end !== null) changes.push({ at: Math.max(end, now + 1), by: -1 });
  }
  for (const { start, end, count } of expected) {
    if (end <= now || start > until) continue;
    if (start <= now) present += count;
    else changes.push({ at: start, by: count });
    changes.push({ at: end, by: -count });
  }
  // Whoever leaves at an instant makes room for who comes.
  changes.sort((a, b) => a.at - b.at || a.by - b.by);
  let most = present;
  for (const { by } of changes) most = Math.max(most, (present += by));
  return most;
}
