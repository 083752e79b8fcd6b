import { Button, Checkbox, Group, Textarea, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { FormEvent, ReactNode } from 'react';
import { useId, useState } from 'react';
import { Dialog } from './dialog.tsx';
import { ProblemNotice } from './problem-notice.tsx';

export type ActWords = { note: string; reference: string };

type FieldWords = { label: string; description?: string; missing?: string };

type Props = {
  opened: boolean;
  onClose: () => void;
  title: string;
  /** What will happen, before it does. */
  children: ReactNode;
  reference?: FieldWords;
  /** Without `missing` it may stay empty. */
  note?: FieldWords;
  /** Words that have to be agreed to first. */
  consent?: string;
  act: string;
  keep?: string;
  danger?: boolean;
  failed?: string;
  /** Answers what happened, where that has to be read before the dialog goes. */
  onAct: (words: ActWords) => Promise<unknown>;
};

const LONGEST = { note: 500, reference: 200 };

/** Says what an act does, asks for the words that go into the record, and does it once. */
export function ActDialog(props: Props) {
  const { opened, onClose, title } = props;
  return (
    <Dialog opened={opened} onClose={onClose} title={title}>
      <ActForm {...props} />
    </Dialog>
  );
}

function ActForm(props: Props) {
  const { onClose, children, reference, note, consent, act, keep = 'Cancel', danger, failed, onAct } = props;
  const [consented, setConsented] = useState(false);
  const [words, setWords] = useState<ActWords>({ note: '', reference: '' });
  const [asked, setAsked] = useState(false);
  const explanation = useId();
  const doing = useMutation({
    mutationFn: onAct,
    onSuccess: (said) => (typeof said === 'string' ? undefined : onClose()),
  });
  const missing = {
    reference: asked && words.reference.trim() === '' ? reference?.missing : undefined,
    note: asked && words.note.trim() === '' ? note?.missing : undefined,
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    const trimmed = { note: words.note.trim(), reference: words.reference.trim() };
    if (reference?.missing && trimmed.reference === '') return;
    if (note?.missing && trimmed.note === '') return;
    if (consent && !consented) return;
    if (!doing.isPending) doing.mutate(trimmed);
  };
  if (typeof doing.data === 'string') return <Said words={doing.data} onClose={onClose} />;
  return (
    <form noValidate className="stacked-form" onSubmit={submit} aria-describedby={explanation}>
      <div id={explanation} className="act-explanation">
        {children}
      </div>
      {reference ? (
        <TextInput
          data-autofocus
          label={reference.label}
          description={reference.description}
          maxLength={LONGEST.reference}
          autoComplete="off"
          error={missing.reference}
          value={words.reference}
          onChange={(event) => setWords({ ...words, reference: event.currentTarget.value })}
        />
      ) : null}
      {note ? (
        <Textarea
          {...(reference ? {} : { 'data-autofocus': true })}
          label={note.label}
          description={note.description}
          maxLength={LONGEST.note}
          error={missing.note}
          rows={2}
          value={words.note}
          onChange={(event) => setWords({ ...words, note: withoutBreaks(event.currentTarget.value) })}
        />
      ) : null}
      {consent ? (
        <Checkbox
          label={consent}
          checked={consented}
          error={asked && !consented ? 'This needs the consent of the card’s owner.' : undefined}
          onChange={(event) => setConsented(event.currentTarget.checked)}
        />
      ) : null}
      {doing.error ? <ProblemNotice title={failed ?? 'That did not work'} error={doing.error} /> : null}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onClose}>
          {keep}
        </Button>
        <Button type="submit" loading={doing.isPending} {...(danger ? { color: 'red.9' } : {})}>
          {act}
        </Button>
      </Group>
    </form>
  );
}

function Said({ words, onClose }: { words: string; onClose: () => void }) {
  return (
    <div className="stacked-form">
      <p className="notice-text" role="status">
        {words}
      </p>
      <Group justify="flex-end">
        <Button data-autofocus autoFocus onClick={onClose}>
          Close
        </Button>
      </Group>
    </div>
  );
}

/** Notes are one line in the record; a line break typed or pasted is a space. */
function withoutBreaks(text: string): string {
  return text.replaceAll(/\s*[\r\n]+\s*/g, ' ');
}
