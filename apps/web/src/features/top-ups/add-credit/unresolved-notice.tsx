import { Alert, Button } from '@mantine/core';
import { IconHelpCircle } from '@tabler/icons-react';
import type { SubmissionState } from './use-submission.ts';

type Props = { state: SubmissionState; onShow: () => void };

/** Stands on the page while the answer to a confirmed top-up is missing and the dialog is closed. */
export function UnresolvedNotice({ state, onShow }: Props) {
  if (state.phase !== 'checking' && state.phase !== 'lost' && state.phase !== 'sending') return null;
  return (
    <Alert
      role="status"
      className="unresolved-notice"
      color="yellow"
      icon={<IconHelpCircle size={18} aria-hidden="true" />}
      title="The answer to your last Add Credit is not known yet"
    >
      “{state.submission.act}”: nothing will be charged twice.{' '}
      <Button variant="default" size="xs" onClick={onShow}>
        Show
      </Button>
    </Alert>
  );
}
