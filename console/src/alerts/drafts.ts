import { useSyncExternalStore } from 'react';
import { useDesk } from './desk';

/** Words that were written and not yet kept by the server: they outlive a look at another alert and a failed try. */
export class Drafts {
  readonly #texts = new Map<string, string>();
  readonly #sent = new Map<string, { text: string; id: string }>();
  readonly #listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  read(key: string): string {
    return this.#texts.get(key) ?? '';
  }

  write(key: string, text: string): void {
    if (text === '') {
      this.#texts.delete(key);
    } else {
      this.#texts.set(key, text);
    }

    this.#listeners.forEach(listener => listener());
  }

  /** The same words sent again, for want of an answer, are the same note; so they go under the same id. */
  idOf(key: string, text: string): string {
    const sent = this.#sent.get(key);
    if (sent?.text === text) {
      return sent.id;
    }

    const id = newId();
    this.#sent.set(key, { text, id });
    return id;
  }

  /** The server has these words. What was written meanwhile stays, and the same words would be another note. */
  kept(key: string, text: string): void {
    this.#sent.delete(key);
    if (this.read(key) === text) {
      this.write(key, '');
    }
  }
}

/** A text of an alert that is being written. */
export interface Draft {
  text: string;
  write: (text: string) => void;
  idOf: (text: string) => string;
  kept: (text: string) => void;
}

export function useDraft(alertId: string, kind: 'note' | 'resolution'): Draft {
  const { drafts } = useDesk();
  const key = `${kind} ${alertId}`;
  return {
    text: useSyncExternalStore(drafts.subscribe, () => drafts.read(key)),
    write: text => drafts.write(key, text),
    idOf: text => drafts.idOf(key, text),
    kept: text => drafts.kept(key, text),
  };
}

// crypto.randomUUID is not there where the console is opened without TLS under another name than localhost.
function newId(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map(byte => byte.toString(16).padStart(2, '0')).join('');
}
