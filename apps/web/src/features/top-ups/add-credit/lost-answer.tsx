import { Alert, Button, Group, Loader } from '@mantine/core';
import { IconHelpCircle } from '@tabler/icons-react';
import { clockTime } from '../../../ui/timestamp.tsx';
import type { UnresolvedSubmission } from './unresolved-submission.ts';

type CheckingProps = { submission: UnresolvedSubmission; onClose: () => void };

/** The answer was lost: the same request is asked again, under the same key, until it is known. */
export function StillChecking({ submission, onClose }: CheckingProps) {
  return (
    <div className="outcome">
      <div role="status">
        <h3 className="outcome-title">
          <Loader size={18} aria-hidden="true" /> We are checking; nothing will be charged twice
        </h3>
        <p>
          “{submission.act}” was sent at {clockTime(submission.sentAt)}, but the answer got lost. We keep
          asking about this same request until we know.
        </p>
        <p>
          Please do not add the credit again meanwhile. You may close this; it goes on while the page is open.
        </p>
      </div>
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          Close
        </Button>
      </Group>
    </div>
  );
}

type LostProps = { submission: UnresolvedSubmission; onCheck: () => void; onDiscard: () => void };

/** After a reload: the person decides, knowing what checking does. */
export function LostAnswer({ submission, onCheck, onDiscard }: LostProps) {
  return (
    <div className="outcome">
      <Alert
        color="yellow"
        icon={<IconHelpCircle size={18} aria-hidden="true" />}
        title="An answer is missing"
      >
        “{submission.act}” was confirmed at {clockTime(submission.sentAt)}, and this page has not seen the
        answer. Checking sends the very same request: if it went through you will see its result, otherwise it
        is carried out now. It is never charged twice.
      </Alert>
      <Group justify="flex-end">
        <Button variant="default" onClick={onDiscard}>
          Forget it
        </Button>
        <Button data-autofocus onClick={onCheck}>
          Check now
        </Button>
      </Group>
    </div>
  );
}
