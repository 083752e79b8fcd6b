import { Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { sessionQuery } from '../../features/session/api/session.ts';
import { SignInForm } from '../../features/session/components/sign-in-form.tsx';

const route = getRouteApi('/sign-in');

export function SignInPage() {
  useDocumentTitle('Sign in · Drawdown');
  const { next } = route.useSearch();
  const router = useRouter();
  const queryClient = useQueryClient();
  return (
    <main className="sign-in-page">
      <p className="sign-in-wordmark">Drawdown</p>
      <Title order={1}>Sign in</Title>
      <SignInForm
        onSignedIn={(session) => {
          queryClient.setQueryData(sessionQuery.queryKey, session);
          router.history.push(pathWithin(next));
        }}
      />
    </main>
  );
}

/** Only a path of our own: an address from outside must not lead a fresh session elsewhere. */
function pathWithin(next: string | undefined): string {
  return next !== undefined && /^\/(?![/\\])/.test(next) ? next : '/buyers';
}
