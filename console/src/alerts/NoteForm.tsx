import { Button, Textarea } from '@mantine/core';
import { type KeyboardEvent, type RefObject, useState } from 'react';
import { useActs } from './acts';
import { useDraft } from './drafts';
import css from './forms.module.css';

/** A few words for whoever looks at this alert next. */
export function NoteForm({
  alertId,
  fieldRef,
}: {
  alertId: string;
  fieldRef: RefObject<HTMLTextAreaElement | null>;
}) {
  const { note } = useActs();
  const { text, write, idOf, kept } = useDraft(alertId, 'note');
  const [busy, setBusy] = useState(false);
  const empty = text.trim() === '';

  const keep = async (): Promise<void> => {
    if (empty || busy) {
      return;
    }

    setBusy(true);
    if (await note(alertId, text, idOf(text))) {
      kept(text);
    }

    setBusy(false);
  };

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void keep();
    } else if (event.key === 'Escape') {
      event.currentTarget.blur();
    }
  };

  return (
    <div className={css.form}>
      <Textarea
        ref={fieldRef}
        aria-label="Note"
        placeholder="Write a note for your colleagues"
        dir="auto"
        maxLength={2000}
        value={text}
        onChange={event => write(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        classNames={{ input: css.growing }}
      />
      {!empty && (
        <div className={css.row}>
          <span className={css.hint}>Ctrl + Enter keeps it</span>
          <Button size="xs" variant="default" loading={busy} onClick={() => void keep()}>
            Keep note
          </Button>
        </div>
      )}
    </div>
  );
}
