import { Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useId } from 'react';

type Props = {
  title: string;
  /** Where a link of the app leads to. */
  id?: string;
  note?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
};

/** A titled part of a page, separated by space and a line, never by a box in a box. */
export function Section({ title, id, note, actions, children }: Props) {
  const titleId = useId();
  return (
    <section id={id} className="page-section" aria-labelledby={titleId}>
      <div className="section-head">
        <div>
          <Title order={2} size="h4" id={titleId}>
            {title}
          </Title>
          {note ? <p className="section-note">{note}</p> : null}
        </div>
        {actions}
      </div>
      {children}
    </section>
  );
}
