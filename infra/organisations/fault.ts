/** A fault at a place of the file: the way to the field, and what is expected there. */
export interface Fault {
  path: (string | number)[];
  message: string;
}
