import type { Params } from '../parameters/params.ts';
import type { Scope } from '../scope.ts';

export type Method = 'GET' | 'POST' | 'DELETE';

/** `id` is what stood for `:id` in the path, or empty where the path has none. */
export type RouteRequest = { readonly id: string; readonly path: string; readonly params: Params };

export type Route = {
  readonly method: Method;
  readonly path: string;
  readonly handle: (scope: Scope, request: RouteRequest) => object;
};

/** The first route for this method and path; list routes with fixed words before those with `:id`. */
export function matchRoute<T extends { method: string; path: string }>(
  routes: readonly T[],
  request: { method: string; path: string },
): { route: T; id: string } | null {
  for (const route of routes) {
    if (route.method !== request.method) continue;
    const id = matchPath(route.path, request.path);
    if (id !== null) return { route, id };
  }
  return null;
}

function matchPath(pattern: string, path: string): string | null {
  const expected = pattern.split('/');
  const actual = path.split('/');
  if (expected.length !== actual.length) return null;
  let id = '';
  for (const [index, segment] of expected.entries()) {
    const given = actual[index] ?? '';
    if (segment === ':id' && given !== '') id = decode(given);
    else if (segment !== given) return null;
  }
  return id;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
