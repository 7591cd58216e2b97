import { useEffect, useState } from 'react';
import { useDesk } from '../alerts/desk';

/** How many alerts were raised while the page was hidden; looking at it makes them seen. */
export function useUnseen(): number {
  const { store } = useDesk();
  const [unseen, setUnseen] = useState(0);

  useEffect(() => {
    const deaf = store.onHeard(entries => {
      if (document.visibilityState === 'hidden') {
        setUnseen(before => before + entries.filter(entry => entry.item.kind === 'raised').length);
      }
    });
    const look = (): void => {
      if (document.visibilityState === 'visible') {
        setUnseen(0);
      }
    };
    document.addEventListener('visibilitychange', look);
    return () => {
      deaf();
      document.removeEventListener('visibilitychange', look);
    };
  }, [store]);

  return unseen;
}
