/** A test that exists only where it can mean something: on another platform, or without a tool, it is not there at all. */
export function itWhere(possible: boolean, title: string, test: (this: Mocha.Context) => void | Promise<void>): void {
  if (possible) it(title, test);
}
