import { useSyncExternalStore } from 'react';

/** What an agent has chosen for this browser. */
export interface Wishes {
  sound: boolean;
  notices: boolean;
}

const key = 'engagement-wishes';
const listeners = new Set<() => void>();
let wishes: Wishes = read();

function read(): Wishes {
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<Wishes>;
    return { sound: kept.sound === true, notices: kept.notices === true };
  } catch {
    return { sound: false, notices: false };
  }
}

export function useWishes(): Wishes {
  return useSyncExternalStore(
    listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => wishes,
  );
}

export function wish(change: Partial<Wishes>): void {
  wishes = { ...wishes, ...change };
  remember(key, JSON.stringify(wishes));
  listeners.forEach(listener => listener());
}

export const wished = (): Wishes => wishes;

/** Keeps a value in this browser where it lets us; nothing hangs on it. */
export function remember(name: string, value: string): void {
  try {
    localStorage.setItem(name, value);
  } catch {
    // A browser that keeps nothing only forgets the choice.
  }
}

export function recall(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}
