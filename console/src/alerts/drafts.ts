import { useState } from 'react';
import { useDesk } from './desk';

/** Words that were written and not yet kept by the server: they outlive a look at another alert and a failed try. */
export class Drafts {
  readonly #texts = new Map<string, string>();

  read(key: string): string {
    return this.#texts.get(key) ?? '';
  }

  write(key: string, text: string): void {
    if (text === '') {
      this.#texts.delete(key);
    } else {
      this.#texts.set(key, text);
    }
  }
}

/** A text of an alert that is being written. */
export function useDraft(alertId: string, kind: 'note' | 'resolution'): [string, (text: string) => void] {
  const { drafts } = useDesk();
  const key = `${kind} ${alertId}`;
  const [text, setText] = useState(() => drafts.read(key));
  const write = (next: string): void => {
    drafts.write(key, next);
    setText(next);
  };
  return [text, write];
}
