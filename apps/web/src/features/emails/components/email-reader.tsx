import type { EmailResource } from '@drawdown/shared/http';
import { Button, Group, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Dialog } from '../../../ui/dialog.tsx';
import { Fact } from '../../../ui/fact.tsx';
import { ProblemNotice } from '../../../ui/problem-notice.tsx';
import { Timestamp } from '../../../ui/timestamp.tsx';
import { emailQuery } from '../api/emails.ts';
import { sentWords } from '../email-words.ts';
import './email-reader.css';

type Props = { emailId: string | undefined; onClose: () => void };

/** One mail as its reader sees it: laid out, or as plain text. */
export function EmailReader({ emailId, onClose }: Props) {
  return (
    <Dialog opened={emailId !== undefined} onClose={onClose} title="Mail" width={760}>
      {emailId === undefined ? null : <Email emailId={emailId} />}
    </Dialog>
  );
}

function Email({ emailId }: { emailId: string }) {
  const { data: email, error } = useQuery({ ...emailQuery(emailId), throwOnError: false });
  if (error && !email) return <ProblemNotice title="This mail cannot be shown" error={error} />;
  if (!email) return <Skeleton height={320} aria-label="Loading mail" />;
  return (
    <div className="stacked-form">
      <h3 className="email-subject">{email.subject ?? 'Not written yet'}</h3>
      <dl className="facts">
        <Fact name="To">{email.recipients.length > 0 ? email.recipients.join(', ') : 'Nobody'}</Fact>
        <Fact name="How it left">{sentWords(email)}</Fact>
        <Fact name="When">
          <Timestamp at={email.sentAt ?? email.createdAt} />
        </Fact>
        {email.lastError ? <Fact name="Last problem">{email.lastError}</Fact> : null}
      </dl>
      <Body email={email} />
    </div>
  );
}

function Body({ email }: { email: EmailResource }) {
  const [asText, setAsText] = useState(false);
  const { html, text } = email;
  if (html === null && text === null) return <p>Its words are written when it is sent.</p>;
  const showText = asText || html === null;
  return (
    <>
      <Group gap="xs" role="group" aria-label="Shown as">
        <Button
          size="xs"
          variant={showText ? 'default' : 'filled'}
          aria-pressed={!showText}
          disabled={html === null}
          onClick={() => setAsText(false)}
        >
          Laid out
        </Button>
        <Button
          size="xs"
          variant={showText ? 'filled' : 'default'}
          aria-pressed={showText}
          onClick={() => setAsText(true)}
        >
          Plain text
        </Button>
      </Group>
      {showText ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <pre className="email-text" tabIndex={0}>
          {text}
        </pre>
      ) : (
        // No scripts, no forms, and not of our origin; its links open in a window of their own.
        <iframe
          className="email-html"
          title={`Mail: ${email.subject ?? ''}`}
          sandbox="allow-popups allow-popups-to-escape-sandbox"
          srcDoc={`<base target="_blank">${html}`}
        />
      )}
    </>
  );
}
