import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import css from './More.module.css';

interface Props {
  has: boolean;
  busy: boolean;
  failed: boolean;
  onMore: () => void;
}

/** Loads the next page when it comes into sight, or by hand. */
export function More({ has, busy, failed, onMore }: Props) {
  const end = useRef<HTMLDivElement>(null);
  const latest = useRef(onMore);
  useEffect(() => {
    latest.current = onMore;
  });

  const ready = has && !busy && !failed;
  useEffect(() => {
    const element = end.current;
    if (element === null || !ready) {
      return;
    }

    const watch = new IntersectionObserver(entries => {
      if (entries.some(entry => entry.isIntersecting)) {
        latest.current();
      }
    });
    watch.observe(element);
    return () => watch.disconnect();
  }, [ready]);

  if (!has) {
    return null;
  }

  return (
    <div className={css.more} ref={end}>
      <Button size="xs" variant="default" loading={busy} onClick={onMore}>
        {failed ? 'That failed; try again' : 'Show more'}
      </Button>
    </div>
  );
}
