/** A source of chance of its own for each subject (FNV-1a, mulberry32): the same subject draws the same numbers, in [0, 1). */
export function seededChance(...subject: (string | number)[]): () => number {
  let state = 2166136261;
  for (const character of subject.join('\u0000')) state = Math.imul(state ^ character.codePointAt(0)!, 16777619) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
