import type { ReactNode } from 'react';

/** One line of a list of facts (`<dl className="facts">`). */
export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Where operators see the process itself. */
export function WorkflowLink({ workflow }: { workflow: { url: string } | null }) {
  if (!workflow) return <span className="quiet">None</span>;
  return (
    <a className="text-link" href={workflow.url} target="_blank" rel="noreferrer">
      Open in Temporal UI
    </a>
  );
}
