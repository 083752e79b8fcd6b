import type { DeadPayerPage } from '@drawdown/shared/http';
import { PayerFrame } from './payer-frame.tsx';

/** A link that does nothing any more: why, and whom to ask. */
export function DeadLink({ page: { words, agency } }: { page: DeadPayerPage }) {
  return (
    <PayerFrame title="This link does not work any more" agency={agency?.name ?? null} test={false}>
      <p>{words}</p>
      <p>
        Ask {agency?.name ?? 'whoever sent it to you'} for a new link
        {agency?.contact ? (
          <>
            :{' '}
            <a className="text-link" href={`mailto:${agency.contact}`}>
              {agency.contact}
            </a>
          </>
        ) : null}
        .
      </p>
    </PayerFrame>
  );
}
