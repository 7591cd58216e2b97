import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import css from './Copy.module.css';

const shownFor = 1_500;

/** Puts a text on the clipboard, for the agent's other windows. It is left out where the browser would refuse. */
export function Copy({ text, what }: { text: string; what: string }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    const timer = copied ? setTimeout(() => setCopied(false), shownFor) : undefined;
    return () => clearTimeout(timer);
  }, [copied]);

  if (!window.isSecureContext) {
    return null;
  }

  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
    } catch {
      // The browser said no; the text can still be marked by hand.
    }
  };

  return (
    <button
      type="button"
      className={css.copy}
      title={`Copy ${what}`}
      aria-label={copied ? 'Copied' : `Copy ${what}`}
      data-copied={copied || undefined}
      onClick={() => void copy()}
    >
      {copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
    </button>
  );
}
