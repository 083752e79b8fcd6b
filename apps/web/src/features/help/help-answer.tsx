import { Link } from '@tanstack/react-router';
import { Section } from '../../ui/section.tsx';
import type { HelpAnswer, HelpLink } from './help-links.ts';
import type { Known } from './live-facts.tsx';
import { factWords } from './live-facts.tsx';

type Props = { answer: HelpAnswer; known: Known };

/** One question, its answer, how it stands now, and the controls that it is about. */
export function HelpAnswerSection({ answer, known }: Props) {
  const facts = answer.facts.flatMap((fact) => factWords(fact, known) ?? []);
  return (
    <Section title={answer.question}>
      {answer.answer.map((sentence) => (
        <p key={sentence} className="help-text">
          {sentence}
        </p>
      ))}
      {facts.length > 0 ? <p className="help-now">Now: {facts.join(' ')}</p> : null}
      <ul className="help-links">
        {answer.links.map((link) => (
          <li key={link.words}>
            <ControlLink link={link} buyerId={known.buyer?.id} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function ControlLink({ link, buyerId }: { link: HelpLink; buyerId: string | undefined }) {
  const { words } = link;
  if (link.to !== '/buyers/$buyerId') {
    return 'open' in link ? (
      <Link className="text-link" to={link.to} search={{ open: link.open }}>
        {words}
      </Link>
    ) : (
      <Link className="text-link" to={link.to} hash={link.hash}>
        {words}
      </Link>
    );
  }
  // Without a buyer there is nothing to show it on: making one comes first.
  if (buyerId === undefined) {
    return (
      <Link className="text-link" to="/buyers" search={{ open: 'new' }}>
        {words}: create a buyer first
      </Link>
    );
  }
  const params = { buyerId };
  return 'open' in link ? (
    <Link className="text-link" to={link.to} params={params} search={{ open: link.open }}>
      {words}
    </Link>
  ) : (
    <Link className="text-link" to={link.to} params={params} hash={link.hash}>
      {words}
    </Link>
  );
}
