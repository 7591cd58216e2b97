import { Button, Textarea } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useActs } from './acts';
import { useDraft } from './drafts';
import css from './forms.module.css';

const usual = ['Refunded', 'Replacement sent', 'Answered the customer', 'Passed to the carrier', 'Nothing to do'];

/** How it ended, in the agent's words or in a usual one; none at all is allowed. */
export function ResolveForm({ alertId, onDone }: { alertId: string; onDone: () => void }) {
  const { resolve } = useActs();
  const { text, write, kept } = useDraft(alertId, 'resolution');
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);

  const end = async (): Promise<void> => {
    onDone();
    if (await resolve(alertId, text)) {
      kept(text);
    }
  };

  return (
    <form
      className={css.box}
      aria-label="Resolve the alert"
      onSubmit={event => {
        event.preventDefault();
        void end();
      }}
    >
      <div className={css.usual}>
        {usual.map(one => (
          <button key={one} type="button" aria-pressed={text === one} onClick={() => write(one)}>
            {one}
          </button>
        ))}
      </div>
      <Textarea
        ref={field}
        aria-label="How it was resolved"
        placeholder="How was it resolved? (may stay empty)"
        dir="auto"
        maxLength={2000}
        value={text}
        onChange={event => write(event.currentTarget.value)}
        onKeyDown={event => {
          if (event.key === 'Escape') {
            onDone();
          } else if (event.key === 'Enter' && !event.shiftKey) {
            event.preventDefault();
            void end();
          }
        }}
        classNames={{ input: css.growing }}
      />
      <div className={css.row}>
        <span className={css.hint}>Enter resolves, Esc goes back</span>
        <Button size="xs" variant="default" onClick={onDone}>
          Cancel
        </Button>
        <Button size="xs" type="submit">
          Resolve alert
        </Button>
      </div>
    </form>
  );
}
