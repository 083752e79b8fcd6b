import { IMPORT_COLUMNS, MAX_IMPORT_ROWS, REQUIRED_IMPORT_COLUMNS } from '@drawdown/shared/http';
import { Button } from '@mantine/core';
import { useId } from 'react';
import { ProblemNotice } from '../../../ui/problem-notice.tsx';
import { Section } from '../../../ui/section.tsx';
import { TableSkeleton } from '../../../ui/table-skeleton.tsx';
import { confirmWords, countWords, outlookWords } from '../import-words.ts';
import { useImport } from '../use-import.ts';
import { ImportRows } from './import-rows.tsx';

/** Buyers and opening balances from a CSV file: tried first, then confirmed, and safe to repeat whatever goes wrong. */
export function ImportBuyers() {
  const importing = useImport();
  const { tried, progress } = importing;
  return (
    <>
      <ChooseFile disabled={importing.running} onChoose={importing.choose} />
      <div aria-live="polite">
        {importing.trying ? <TableSkeleton label="Trying the file" rows={5} /> : null}
        {importing.tryError ? (
          <ProblemNotice
            title="This file cannot be read"
            error={importing.tryError}
            nextStep="Nothing was changed. Correct the file and choose it again."
          />
        ) : null}
      </div>
      {tried !== null && progress !== null && !importing.trying ? (
        <Section
          title={importing.fileName ?? 'The file'}
          note={importing.finished ? null : outlookWords(tried)}
        >
          <Confirm importing={importing} />
          <ImportRows rows={progress.rows} />
        </Section>
      ) : null}
    </>
  );
}

type ChooseProps = { disabled: boolean; onChoose: (file: File | null) => void };

function ChooseFile({ disabled, onChoose }: ChooseProps) {
  const id = useId();
  return (
    <Section
      title="Choose a file"
      note={`CSV in UTF-8 with up to ${MAX_IMPORT_ROWS.toLocaleString('en-US')} rows. It is only tried at first: you see what it would do.`}
    >
      <label htmlFor={id} className="visually-hidden">
        CSV file of buyers
      </label>
      <input
        id={id}
        type="file"
        accept=".csv,text/csv"
        disabled={disabled}
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? [];
          onChoose(file ?? null);
          // The same file can be chosen again once it was corrected.
          event.currentTarget.value = '';
        }}
      />
      <p className="section-note">
        The first line names the columns, in any order: <code>{IMPORT_COLUMNS.join(', ')}</code>.{' '}
        {REQUIRED_IMPORT_COLUMNS.join(' and ')} are required; a buyer is recognised by its externalId. Amounts
        are typed as 1250.00, in the currency of the row. An empty cell leaves a known buyer as it is.
      </p>
    </Section>
  );
}

function Confirm({ importing }: { importing: ReturnType<typeof useImport> }) {
  const { tried, progress, running, runError, finished } = importing;
  if (tried === null || progress === null) return null;
  const wrong = progress.rows.filter(({ action }) => action === 'error').length;
  const { done, toDo } = progress;
  if (finished) {
    const words = `${countWords(done, 'row was', 'rows were')} brought in.`;
    const left = wrong === 0 ? '' : ` ${countWords(wrong, 'row was', 'rows were')} not: see below.`;
    return <p role="status">{`Done. ${words}${left}`}</p>;
  }
  if (tried.counts.error > 0) {
    const rows = countWords(tried.counts.error, 'row', 'rows');
    return (
      <p role="status">{`Nothing can be brought in while ${rows} cannot: correct the file and choose it again.`}</p>
    );
  }
  if (toDo === 0)
    return <p role="status">Every buyer of this file is here already: there is nothing to do.</p>;
  return (
    <div className="form-actions">
      {runError ? (
        <ProblemNotice
          title="The import stopped"
          error={runError}
          nextStep={`${done} of ${toDo} rows are known to be brought in. Going on does no row twice.`}
        />
      ) : null}
      {running || runError ? (
        <p>
          <progress max={toDo} value={done} aria-label="Progress of the import" /> {done} of {toDo} rows
        </p>
      ) : null}
      <Button onClick={importing.run} loading={running}>
        {runError ? 'Go on' : confirmWords(tried)}
      </Button>
    </div>
  );
}
