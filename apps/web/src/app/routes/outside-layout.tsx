import type { ErrorComponentProps } from '@tanstack/react-router';
import { NotFoundPage } from './not-found-page.tsx';
import { RouteError } from './route-error.tsx';

/** The same pages where no layout stands around them, which would bring the `main` landmark. */
export function BareNotFound() {
  return (
    <main className="page">
      <NotFoundPage />
    </main>
  );
}

export function BareError(props: ErrorComponentProps) {
  return (
    <main className="page">
      <RouteError {...props} />
    </main>
  );
}
