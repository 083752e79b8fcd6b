import { NativeSelect, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { skipToken, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { buyerQuery } from '../../features/buyers/api/buyers.ts';
import { HelpAnswerSection } from '../../features/help/help-answer.tsx';
import { HELP_ANSWERS } from '../../features/help/help-links.ts';
import { MechanismsTable } from '../../features/help/mechanisms-table.tsx';
import { VOCABULARY } from '../../features/help/vocabulary.ts';
import { billingSettingsQuery } from '../../features/settings/api/billing-settings.ts';
import { walletQuery } from '../../features/wallets/api/wallets.ts';
import { Section } from '../../ui/section.tsx';
import { useBuyerNames } from '../buyers/use-buyer-names.ts';
import '../../features/help/help.css';

const route = getRouteApi('/signed-in/help');

/** What everybody asks first, answered beside the real controls. */
export function HelpPage() {
  useDocumentTitle('Help · Drawdown');
  const { buyerId } = route.useSearch();
  const navigate = route.useNavigate();
  const { names } = useBuyerNames();
  const shownId = buyerId ?? names[0]?.id;
  const known = useKnown(shownId);
  return (
    <div className="help-page">
      <div className="page-head">
        <Title order={1}>Help</Title>
      </div>
      {shownId === undefined ? null : (
        <NativeSelect
          className="buyer-search"
          label="Shown for"
          description="Its present values stand beside the answers, and the links open its controls."
          data={names.map(({ id, name }) => ({ value: id, label: name }))}
          value={shownId}
          onChange={(event) =>
            void navigate({
              search: { buyerId: event.currentTarget.value },
              replace: true,
              resetScroll: false,
            })
          }
        />
      )}
      {HELP_ANSWERS.map((answer) => (
        <HelpAnswerSection key={answer.question} answer={answer} known={known} />
      ))}
      <Section title="The four ways to pay">
        <MechanismsTable />
      </Section>
      <Section title="Words">
        <dl className="vocabulary">
          {VOCABULARY.map(({ word, meaning }) => (
            <div key={word} className="contents">
              <dt>{word}</dt>
              <dd>{meaning}</dd>
            </div>
          ))}
        </dl>
      </Section>
    </div>
  );
}

function useKnown(buyerId: string | undefined) {
  const quietly = { throwOnError: false, retry: false } as const;
  const { data: buyer = null } = useQuery({
    ...buyerQuery(buyerId ?? ''),
    ...(buyerId === undefined && { queryFn: skipToken }),
    ...quietly,
  });
  const { data: wallet = null } = useQuery({
    ...walletQuery(buyer?.walletId ?? ''),
    ...(buyer === null && { queryFn: skipToken }),
    ...quietly,
  });
  const { data: settings = null } = useQuery({ ...billingSettingsQuery, ...quietly });
  return { buyer, wallet, settings };
}
