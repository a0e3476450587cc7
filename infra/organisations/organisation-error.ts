/** An organisation's file that cannot be used. Each line names file, line and column, the field, and what is expected. */
export class OrganisationError extends Error {
  readonly lines: string[];

  constructor(lines: string[]) {
    super(lines.join('\n'));
    this.name = 'OrganisationError';
    this.lines = lines;
  }
}
