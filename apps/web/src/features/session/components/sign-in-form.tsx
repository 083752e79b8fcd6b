import type { SessionResource, SignInRequest } from '@drawdown/shared/http';
import { signInSchema } from '@drawdown/shared/http';
import { zodResolver } from '@hookform/resolvers/zod';
import { Alert, Button, PasswordInput, TextInput } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import { hasCode, messageOf, requestIdOf } from '../../../http/request-error.ts';
import { signIn } from '../api/session.ts';

type Props = { onSignedIn: (session: SessionResource) => void };

export function SignInForm({ onSignedIn }: Props) {
  const { register, handleSubmit, formState } = useForm<SignInRequest>({
    resolver: zodResolver(signInSchema),
    defaultValues: { email: '', password: '' },
  });
  const attempt = useMutation({ mutationFn: signIn, onSuccess: onSignedIn });
  return (
    <form
      noValidate
      className="sign-in-form"
      onSubmit={(event) => void handleSubmit((values) => attempt.mutate(values))(event)}
    >
      {attempt.error ? <Refusal error={attempt.error} /> : null}
      <TextInput
        label="Email"
        type="email"
        autoComplete="username"
        error={formState.errors.email ? 'Enter your email address.' : undefined}
        {...register('email')}
      />
      <PasswordInput
        label="Password"
        autoComplete="current-password"
        error={formState.errors.password ? 'Enter your password.' : undefined}
        visibilityToggleButtonProps={{ 'aria-label': 'Show password', tabIndex: 0 }}
        {...register('password')}
      />
      <Button type="submit" loading={attempt.isPending} fullWidth>
        Sign in
      </Button>
    </form>
  );
}

function Refusal({ error }: { error: unknown }) {
  const requestId = requestIdOf(error);
  const wrong = hasCode(error, 'unauthenticated');
  return (
    <Alert
      role="alert"
      color="red"
      icon={<IconAlertTriangle size={18} aria-hidden="true" />}
      title="Not signed in"
    >
      {wrong ? 'This email and password do not belong together. Check both and try again.' : messageOf(error)}
      {!wrong && requestId ? <p className="notice-small">Request {requestId}</p> : null}
    </Alert>
  );
}
