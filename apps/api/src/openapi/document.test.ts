import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allRoutes } from '../routes.ts';
import type { TestApi } from '../testing/test-api.ts';
import { startTestApi } from '../testing/test-api.ts';
import { documentPath } from './operation.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

/** What Express has been told to answer, read from its own list. */
function mountedRoutes(): string[] {
  return api.app.router.stack.flatMap(({ route }) => {
    if (route === undefined) return [];
    return route.stack
      .filter(({ method }) => METHODS.includes(method))
      .map(({ method }) => `${method} ${documentPath(route.path)}`);
  });
}

/** The names of whatever the document says may be a fraction. */
function fractionsIn(node: unknown, name = ''): string[] {
  if (typeof node !== 'object' || node === null) return [];
  const here = 'type' in node && [node.type].flat().includes('number') ? [name] : [];
  return [...here, ...Object.entries(node).flatMap(([key, value]) => fractionsIn(value, key))];
}

describe('/openapi.json', () => {
  it('lists exactly the routes that are mounted', async () => {
    const { body } = await api.http.get('/openapi.json');
    const documented = Object.entries(body.paths).flatMap(([path, item]) =>
      Object.keys(item ?? {}).map((method) => `${method} ${path}`),
    );
    expect(documented.sort()).toEqual(mountedRoutes().sort());
    expect(documented).toHaveLength(allRoutes(api.deps).length);
  });

  it('is OpenAPI 3.1 with named schemas and resolvable references', async () => {
    const { body, text } = await api.http.get('/openapi.json');
    expect(body.openapi).toBe('3.1.0');
    expect(Object.keys(body.components.schemas)).toEqual(
      expect.arrayContaining(['Buyer', 'Wallet', 'TopUp', 'Delivery', 'Problem', 'RefusalProblem']),
    );
    expect(body.components.schemas.PaymentMethod.type).toBe('object');
    const references = [...text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name);
    expect(references.length).toBeGreaterThan(20);
    for (const name of references) expect(body.components.schemas).toHaveProperty(name ?? '');
  });

  it('says of money that it is an integer in minor units, above zero where it moves', async () => {
    const { body } = await api.http.get('/openapi.json');
    const integer = { type: 'integer', description: 'In minor units', example: 2500 };
    expect(body.components.schemas.Money.properties.amount).toEqual(integer);
    const { price } =
      body.paths['/v1/deliveries'].post.requestBody.content['application/json'].schema.properties;
    expect(price.properties.amount).toEqual({ ...integer, minimum: 1 });
  });

  it('knows no fractions but the hours that a wallet lasts', async () => {
    const { body } = await api.http.get('/openapi.json');
    expect(fractionsIn(body)).toEqual(['hours']);
  });

  it('says what a delivery takes and answers', async () => {
    const { body } = await api.http.get('/openapi.json');
    const deliver = body.paths['/v1/deliveries'].post;
    expect(deliver.requestBody.content['application/json'].schema.required).toEqual(['leadId', 'price']);
    expect(deliver.responses['402'].description).toContain('insufficient_funds');
    expect(deliver.parameters.map(({ name }: { name: string }) => name)).toContain('Idempotency-Key');
    expect(deliver.security).toEqual([{ apiKey: ['deliveries:write'] }, { session: [] }]);
  });
});

describe('/docs', () => {
  it('is a page that needs nothing from elsewhere and no inline script', async () => {
    const page = await api.http.get('/docs');
    expect(page.status).toBe(200);
    expect(page.headers.get('Content-Security-Policy')).toContain("script-src 'self'");
    expect(page.text).not.toMatch(/<script>|https?:\/\//);
    const paths = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path ?? '');
    const answers = await Promise.all(paths.map((path) => api.http.get(path)));
    expect(answers.map(({ status }) => status)).toEqual(paths.map(() => 200));
  });
});
