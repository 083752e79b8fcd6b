import { useDocumentTitle } from '@mantine/hooks';
import { getRouteApi } from '@tanstack/react-router';
import { backFromStripe } from '../../features/payer-page/components/back-from-stripe.ts';
import { PayerPage } from '../../features/payer-page/components/payer-page.tsx';
import { TestCardFields } from '../../features/payment-methods/components/test-card-fields.tsx';

const route = getRouteApi('/pay/$token');

export function PayerRoute() {
  const { token } = route.useParams();
  const { redirect_status: returned, card, amount, keep } = route.useSearch();
  useDocumentTitle('Payment');
  return (
    <PayerPage
      key={token}
      token={token}
      returned={returned !== undefined}
      fromStripe={backFromStripe(card, { amount, keep })}
      cardPicker={(onPick) => <TestCardFields onPick={onPick} />}
    />
  );
}
