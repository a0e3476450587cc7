import type { ErrorRequestHandler } from 'express';
import type { z } from 'zod';

/** A refusal of the simulator's own routes: one clear sentence. */
export class Refusal extends Error {
  readonly status: number;

  constructor(status: number, sentence: string) {
    super(sentence);
    this.status = status;
  }
}

/** The checked body, or a refusal (400) that names the first wrong field and what is expected. */
export function checked<T extends z.ZodType>(schema: T, body: unknown): z.output<T> {
  const result = schema.safeParse(body ?? {});
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  if (issue?.code === 'unrecognized_keys')
    throw new Refusal(400, `${issue.keys.join(', ')}: unknown field, leave it out`);
  const field = issue?.path.join('.') ?? '';
  const message = issue?.message ?? 'expected a JSON object';
  throw new Refusal(400, field === '' || message.startsWith(`${field}:`) ? message : `${field}: ${message}`);
}

export const answerRefusals: ErrorRequestHandler = (error, _request, response, next) => {
  if (response.headersSent) return next(error);
  const { status = 500, message, type } = error as { status?: number; message: string; type?: string };
  if (type === 'entity.parse.failed') return void response.status(400).json({ error: 'body: expected JSON' });
  if (status >= 500 && !(error instanceof Refusal)) console.error(error);
  response
    .status(status)
    .json({ error: status >= 500 && !(error instanceof Refusal) ? 'internal error, see the log' : message });
};
