import type { ImportReportResource } from '@drawdown/shared/http';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { importNext, tryImport } from './api/import-buyers.ts';
import { type Progress, progressOf } from './progress.ts';

type Chosen = { name: string; content: Blob };

/**
 * A file of buyers from being chosen to being brought in. The bytes are kept, so that what is confirmed is what was tried, whatever
 * happens to the file meanwhile.
 */
export function useImport() {
  const queryClient = useQueryClient();
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [answers, setAnswers] = useState<ImportReportResource[]>([]);

  const trying = useMutation({
    mutationFn: async (file: File) => {
      const content = new Blob([await file.arrayBuffer()]);
      setChosen({ name: file.name, content });
      setAnswers([]);
      return tryImport(content);
    },
  });

  const running = useMutation({
    mutationFn: async (content: Blob) => {
      for (;;) {
        const answer = await importNext(content);
        setAnswers((before) => [...before, answer]);
        if (answer.remaining === 0) return;
        if (!answer.rows.some(({ done }) => done)) throw new Error('No further row could be brought in.');
      }
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['buyers'] }),
  });

  const tried = trying.data ?? null;
  const progress: Progress | null = tried === null ? null : progressOf(tried, answers);
  return {
    fileName: chosen?.name ?? null,
    tried,
    progress,
    trying: trying.isPending,
    tryError: trying.error,
    running: running.isPending,
    runError: running.error,
    finished: running.isSuccess,
    choose: (file: File | null) => {
      running.reset();
      if (file === null) trying.reset();
      else trying.mutate(file);
    },
    run: () => {
      if (chosen !== null && !running.isPending) running.mutate(chosen.content);
    },
  };
}
