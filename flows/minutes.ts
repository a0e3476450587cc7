/** An instant so many minutes later (earlier, if negative). */
export function addMinutes(instant: Date, minutes: number): Date {
  return new Date(instant.getTime() + minutes * 60_000);
}

export function later(a: Date, b: Date): Date {
  return a >= b ? a : b;
}

export function earlier(a: Date, b: Date): Date {
  return a <= b ? a : b;
}
