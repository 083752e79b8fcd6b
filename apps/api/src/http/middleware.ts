import type { Request, RequestHandler, Response } from 'express';

/** Runs a middleware that always calls `next` in the middle of a handler; rejects with what it passed there. */
export function runMiddleware(
  middleware: RequestHandler,
  request: Request,
  response: Response,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const next = (error?: unknown) => (error === undefined ? resolve() : reject(error));
    void middleware(request, response, next);
  });
}
