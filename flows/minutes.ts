import { addMinutes } from 'date-fns/addMinutes';
import { max } from 'date-fns/max';
import { min } from 'date-fns/min';

/** An instant so many minutes later (earlier, if negative). */
export { addMinutes };

export function later(a: Date, b: Date): Date {
  return max([a, b]);
}

export function earlier(a: Date, b: Date): Date {
  return min([a, b]);
}
