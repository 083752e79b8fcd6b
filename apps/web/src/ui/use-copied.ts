import { useEffect, useState } from 'react';

const SHOWN_FOR_MS = 2_000;

/** Copies text and says for a moment whether it worked; without a secure origin the browser refuses. */
export function useCopied() {
  const [said, setSaid] = useState('');
  useEffect(() => {
    if (said === '') return;
    const timer = setTimeout(() => setSaid(''), SHOWN_FOR_MS);
    return () => clearTimeout(timer);
  }, [said]);
  const copy = async (text: string) => {
    try {
      await navigator.clipboard.writeText(text);
      setSaid('Copied');
    } catch {
      setSaid('Not copied: select the text and copy it yourself');
    }
  };
  return { copy, said };
}
