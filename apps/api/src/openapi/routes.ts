import { z } from 'zod';
import { ok } from '../http/answer.ts';
import type { Route } from '../http/route.ts';
import { publicRoute } from '../http/route.ts';
import { openApiDocument } from './document.ts';

/** The routes and the one that describes them all, itself included. */
export function withDocument(routes: readonly Route[]): Route[] {
  const everything: Route[] = [...routes];
  let document: unknown;
  everything.push(
    publicRoute({
      method: 'get',
      path: '/openapi.json',
      tag: 'Documents',
      summary: 'This document',
      responses: { 200: z.looseObject({ openapi: z.string() }) },
      handler: () => {
        document ??= openApiDocument(everything);
        return ok(document);
      },
    }),
  );
  return everything;
}
