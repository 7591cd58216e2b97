import { createContext, useContext, useSyncExternalStore } from 'react';

// One clock for the whole page, so that all times on it move together.
const listeners = new Set<() => void>();
let now = Date.now();
setInterval(() => {
  now = Date.now();
  listeners.forEach(listener => listener());
}, 10_000);

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Where a rehearsal's clock stands; null in a live workspace. */
export const RehearsalClock = createContext<number | null>(null);

/** What time it is in the workspace: the rehearsal's own clock, or the real one. */
export function useNow(): number {
  const real = useRealNow();
  return useContext(RehearsalClock) ?? real;
}

/** What time it is for the agent, whatever a rehearsal's clock says. */
export function useRealNow(): number {
  return useSyncExternalStore(subscribe, () => now);
}

/** A clock that ticks every second while it is looked at, for countdowns. */
export function useSeconds(): number {
  return useSyncExternalStore(everySecond, () => Math.floor(Date.now() / 1000));
}

function everySecond(listener: () => void): () => void {
  const timer = setInterval(listener, 500);
  return () => clearInterval(timer);
}
