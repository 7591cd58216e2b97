import { Button, TextInput } from '@mantine/core';
import { IconRefresh, IconTrash } from '@tabler/icons-react';
import { number, plural } from '../text/amounts';
import css from './ManyLetters.module.css';
import type { LetterFilter, useMany } from './many';

const channels = [
  ['', 'Every channel'],
  ['email', 'E-mail'],
  ['webhook', 'Webhooks'],
  ['alert-desk', 'Alerts'],
] as const;

const ages = [
  [0, 'At any time'],
  [1, 'In the last hour'],
  [24, 'In the last 24 hours'],
  [168, 'In the last 7 days'],
  [-24, 'More than 24 hours ago'],
  [-168, 'More than 7 days ago'],
] as const;

interface Props {
  filter: LetterFilter;
  onFilter: (filter: LetterFilter) => void;
  many: ReturnType<typeof useMany>;
  /** There is something to act on. */
  some: boolean;
}

/** Narrows the list, and deals with all that is in it at once. */
export function ManyLetters({ filter, onFilter, many, some }: Props) {
  const { state } = many;
  const running = state?.running === true;
  return (
    <div className={css.many}>
      <div className={css.filters} role="group" aria-label="Which dead letters">
        <select
          aria-label="Channel"
          value={filter.channel}
          disabled={running}
          onChange={event => onFilter({ ...filter, channel: event.currentTarget.value })}
        >
          {channels.map(([value, name]) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </select>
        <select
          aria-label="Given up"
          value={filter.hours}
          disabled={running}
          onChange={event => onFilter({ ...filter, hours: Number(event.currentTarget.value) })}
        >
          {ages.map(([value, name]) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </select>
        <TextInput
          size="xs"
          aria-label="Words of the reason"
          placeholder="Words of the reason"
          maxLength={200}
          value={filter.reason}
          disabled={running}
          onChange={event => onFilter({ ...filter, reason: event.currentTarget.value })}
        />
        <TextInput
          size="xs"
          aria-label="Template"
          placeholder="Template"
          maxLength={200}
          value={filter.template}
          disabled={running}
          onChange={event => onFilter({ ...filter, template: event.currentTarget.value })}
        />
      </div>
      {state === null ? (
        <div className={css.row}>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconRefresh size={14} aria-hidden />}
            disabled={!some}
            onClick={() => void many.count('retry')}
          >
            Try all again
          </Button>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconTrash size={14} aria-hidden />}
            disabled={!some}
            onClick={() => void many.count('dismiss')}
          >
            Dismiss all
          </Button>
        </div>
      ) : (
        <Asked many={many} />
      )}
    </div>
  );
}

/** How many they are, before anything is done; and then how far it has come. */
function Asked({ many: { state, go, forget } }: { many: Props['many'] }) {
  if (state === null) {
    return null;
  }

  const { act, counted, left, running } = state;
  const done = counted - left;
  return (
    <div className={css.row} role="group" aria-label="All that match">
      <p role="status">
        {running
          ? `${number(done)} of ${number(counted)} done`
          : counted === 0
            ? 'None match any more.'
            : `${plural(counted, 'matches', 'match')}. ${
                act === 'retry' ? 'Try again?' : 'Dismissed ones are never sent. Dismiss?'
              }`}
      </p>
      {running ? (
        <progress aria-label="Done" value={done} max={counted} />
      ) : (
        <>
          <Button size="xs" variant="default" onClick={forget}>
            {counted === 0 ? 'Close' : 'Cancel'}
          </Button>
          {counted > 0 && (
            <Button size="xs" onClick={() => void go()}>
              {act === 'retry' ? `Try ${number(counted)} again` : `Dismiss ${number(counted)}`}
            </Button>
          )}
        </>
      )}
    </div>
  );
}
