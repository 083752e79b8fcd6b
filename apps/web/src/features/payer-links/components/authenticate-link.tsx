import { Button } from '@mantine/core';
import { IconLink } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { ProblemNotice } from '../../../ui/problem-notice.tsx';
import { createAuthenticateLink } from '../api/payer-links.ts';
import { MadeLink } from './made-link.tsx';

/** Makes the link on which the payer confirms a charge with the bank. */
export function AuthenticateLink({ topUpId }: { topUpId: string }) {
  const make = useMutation({ mutationFn: () => createAuthenticateLink(topUpId) });
  if (make.data) return <MadeLink link={make.data} />;
  return (
    <div>
      {make.error ? <ProblemNotice title="No link was made" error={make.error} /> : null}
      <Button
        variant="default"
        size="sm"
        leftSection={<IconLink size={16} aria-hidden="true" />}
        loading={make.isPending}
        onClick={() => make.mutate()}
      >
        Make a link for the payer
      </Button>
      <p className="field-note">On it the payer confirms this very charge. Older links stop working.</p>
    </div>
  );
}
