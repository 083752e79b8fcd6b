import { z } from 'zod';
import { ApiError } from '../errors/api-error.ts';
import { type Answer, jsonAnswer } from '../http/answer.ts';
import { matchRoute } from '../http/route.ts';
import { cardRoutes } from './card-routes.ts';
import type { ControlParts, ControlRoute } from './control-route.ts';
import { environmentRoutes } from './environment-routes.ts';
import { faultRoutes } from './fault-routes.ts';
import { paymentRoutes } from './payment-routes.ts';

type RawControlRequest = { method: string; path: string; query: URLSearchParams; body: string | null };

const ROUTES: readonly ControlRoute[] = [
  ...faultRoutes,
  ...cardRoutes,
  ...paymentRoutes,
  ...environmentRoutes,
];

/** Answers `/_emulator`, by which demos and tests steer what the emulated Stripe does. */
export class Control {
  private readonly parts: ControlParts;

  constructor(parts: ControlParts) {
    this.parts = parts;
  }

  async answer(request: RawControlRequest): Promise<Answer> {
    const match = matchRoute(ROUTES, request);
    if (!match) return failure(404, `There is no ${request.method} ${request.path}`);
    const body = parseJson(request.body);
    if (body === undefined) return failure(400, 'The body must be JSON of at most 1 MB');
    try {
      const content = match.route.respond(this.parts, { id: match.id, query: request.query, body });
      await this.parts.sandbox.database.settled();
      return jsonAnswer(200, content);
    } catch (error) {
      if (error instanceof z.ZodError) return failure(400, z.prettifyError(error));
      if (error instanceof ApiError) return jsonAnswer(error.status, { error: error.body });
      throw error;
    }
  }
}

function parseJson(body: string | null): unknown {
  if (body === null) return undefined;
  if (body === '') return {};
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function failure(status: number, message: string): Answer {
  return jsonAnswer(status, { error: { type: 'invalid_request_error', message } });
}
