import { Link } from '@tanstack/react-router';
import { MessagePage } from './message-page.tsx';

export function NotFoundPage() {
  return (
    <MessagePage title="Not found">
      <p>There is nothing at this address, or it belongs to another account.</p>
      <p>
        <Link className="text-link" to="/buyers">
          Go to the buyers
        </Link>
      </p>
    </MessagePage>
  );
}
