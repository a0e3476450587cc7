/** The embedded PostgreSQL cannot be used. The message is one line for the operator, with the mend. */
export class PostgresFailure extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'PostgresFailure';
  }
}
