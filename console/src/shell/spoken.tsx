import { useSyncExternalStore } from 'react';

let said = { id: 0, text: '' };
const listeners = new Set<() => void>();

/** Says something to those who hear the page. Nothing is shown. */
export function say(text: string): void {
  said = { id: said.id + 1, text };
  listeners.forEach(listener => listener());
}

export function Spoken() {
  const { id, text } = useSyncExternalStore(
    listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => said,
  );

  // An element of its own each time: the same words twice are two things that happened.
  return (
    <div className="heard" role="status" aria-live="polite" aria-label="News">
      <p key={id}>{text}</p>
    </div>
  );
}
