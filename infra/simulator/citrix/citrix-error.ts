import type { ErrorRequestHandler, Response } from 'express';

/** A refusal in the shape of Citrix's errors: `{type, detail, parameters}`. */
export class CitrixError extends Error {
  readonly status: number;
  readonly fault: string;
  readonly parameters: { name: string; value: string }[];

  constructor(status: number, fault: string, detail: string, parameters: Record<string, string> = {}) {
    super(detail);
    this.status = status;
    this.fault = fault;
    this.parameters = Object.entries(parameters).map(([name, value]) => ({ name, value }));
  }
}

export const notFound = (what: string, name: string) =>
  new CitrixError(404, 'notFound', `${what} '${name}' was not found.`, { entityType: what, entityId: name });

export const badRequest = (detail: string, parameter = '') =>
  new CitrixError(400, 'invalidParameter', detail, parameter === '' ? {} : { parameter });

export const conflict = (detail: string) => new CitrixError(409, 'resourceConflict', detail);

export function sendCitrixError(response: Response, error: CitrixError): void {
  const type = `https://errors-api.cloud.com/common/${error.fault}`;
  response.status(error.status).json({ type, detail: error.message, parameters: error.parameters });
}

/** The last handler of the router. */
export const answerCitrixErrors: ErrorRequestHandler = (error, _request, response, next) => {
  if (response.headersSent) return next(error);
  if (error instanceof CitrixError) return sendCitrixError(response, error);
  const { status, message } = error as { status?: number; message?: string };
  if (status !== undefined && status >= 400 && status < 500)
    return sendCitrixError(response, new CitrixError(status, 'invalidRequest', `The request is invalid: ${message}`));
  sendCitrixError(response, new CitrixError(500, 'internalServerError', 'The server encountered an error.'));
};
