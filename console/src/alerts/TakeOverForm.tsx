import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useActs } from './acts';
import css from './forms.module.css';

/** Asks before an alert is taken from the colleague who has it. */
export function TakeOverForm({ alertId, from, onDone }: { alertId: string; from: string; onDone: () => void }) {
  const { takeOver } = useActs();
  const yes = useRef<HTMLButtonElement>(null);
  useEffect(() => yes.current?.focus(), []);

  return (
    <form
      className={css.box}
      aria-label="Take the alert over"
      onSubmit={event => {
        event.preventDefault();
        onDone();
        void takeOver(alertId, from);
      }}
      onKeyDown={event => {
        if (event.key === 'Escape') {
          event.stopPropagation();
          onDone();
        }
      }}
    >
      <p className={css.question} aria-live="polite">
        <bdi>{from}</bdi> has this alert, and will be told that you took it over.
      </p>
      <div className={css.row}>
        <span className={css.hint}>Esc goes back</span>
        <Button size="xs" variant="default" onClick={onDone}>
          Cancel
        </Button>
        <Button ref={yes} size="xs" type="submit">
          Take it over
        </Button>
      </div>
    </form>
  );
}
