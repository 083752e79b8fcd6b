import type { PayerLinkCreatedResource } from '@drawdown/shared/http';
import { TextInput } from '@mantine/core';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { Timestamp } from '../../../ui/timestamp.tsx';
import './payer-links.css';

/** The address of a new link, the only time that it can be seen. */
export function MadeLink({ link }: { link: PayerLinkCreatedResource }) {
  return (
    <section className="made-link" aria-label="The new link">
      <TextInput
        data-autofocus
        readOnly
        label="The link"
        value={link.url}
        onFocus={(event) => event.currentTarget.select()}
      />
      <div className="button-row">
        <CopyButton text={link.url} what="the link" />
      </div>
      <p className="field-note">
        Works once, until <Timestamp at={link.expiresAt} />. Whoever has it can use it, so send it to the
        payer alone. It is not shown again.
      </p>
    </section>
  );
}
