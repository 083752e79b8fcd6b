import { OpenAPIRegistry, OpenApiGeneratorV31 } from '@asteasolutions/zod-to-openapi';
import type { Route } from '../http/route.ts';
import { operation } from './operation.ts';
import { namedSchemas } from './schemas.ts';

type OpenApiDocument = ReturnType<OpenApiGeneratorV31['generateDocument']>;

/** The OpenAPI 3.1 document of these routes, made from the very schemas that validate. */
export function openApiDocument(routes: readonly Route[]): OpenApiDocument {
  const registry = new OpenAPIRegistry();
  registry.registerComponent('securitySchemes', 'apiKey', {
    type: 'http',
    scheme: 'bearer',
    description: 'An API key, for machines.',
  });
  registry.registerComponent('securitySchemes', 'session', {
    type: 'apiKey',
    in: 'cookie',
    name: 'drawdown_session',
    description: 'The cookie of a signed-in person (`__Host-drawdown_session` over https).',
  });
  for (const route of routes) registry.registerPath(operation(route));
  // The named schemas come first: met first behind a `nullable`, one would be described as nullable itself.
  const named = namedSchemas().map((schema) => ({ type: 'schema' as const, schema }));
  const definitions = [...named, ...registry.definitions];
  return new OpenApiGeneratorV31(definitions).generateDocument({
    openapi: '3.1.0',
    info: {
      title: 'Drawdown',
      version: '0.1.0',
      description:
        'Prepaid wallets for lead distribution. Money is `{amount, currency}` in integer minor units; errors are problem+json with a `code` from a closed list.',
    },
  });
}
