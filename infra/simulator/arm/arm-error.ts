import type { ErrorRequestHandler, Response } from 'express';

/** A refusal in Azure Resource Manager's shape: `{"error":{"code","message"}}`. */
export class ArmError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export const notFound = (what: string) =>
  new ArmError(
    404,
    'ResourceNotFound',
    `The Resource '${what}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`,
  );

export const badRequest = (message: string) => new ArmError(400, 'BadRequest', message);

export const conflict = (message: string) => new ArmError(409, 'OperationNotAllowed', message);

export function sendArmError(response: Response, error: Pick<ArmError, 'status' | 'code' | 'message'>): void {
  response.status(error.status).json({ error: { code: error.code, message: error.message } });
}

/** The last handler of the router. */
export const answerArmErrors: ErrorRequestHandler = (error, _request, response, next) => {
  if (response.headersSent) return next(error);
  if (error instanceof ArmError) return sendArmError(response, error);
  const { status, message } = error as { status?: number; message?: string };
  if (status !== undefined && status >= 400 && status < 500)
    return sendArmError(response, {
      status,
      code: 'InvalidRequestContent',
      message: `The request content was invalid: ${message}`,
    });
  sendArmError(response, {
    status: 500,
    code: 'InternalServerError',
    message: 'The server encountered an error processing the request.',
  });
};
