import { CloseButton, SegmentedControl, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import type { RefObject } from 'react';
import type { Severity } from '../api/types';
import css from './AlertFilters.module.css';
import { severities, type AlertFilter, type Show } from './filter';

interface Props {
  filter: AlertFilter;
  onChange: (filter: AlertFilter) => void;
  searchRef: RefObject<HTMLInputElement | null>;
}

const shows: { value: Show; label: string }[] = [
  { value: 'open', label: 'Open' },
  { value: 'mine', label: 'Mine' },
  { value: 'taken', label: 'Claimed' },
  { value: 'resolved', label: 'Resolved' },
];

const atLeastNames: Record<Severity, string> = {
  low: 'Every severity',
  medium: 'Medium and above',
  high: 'High and above',
  critical: 'Critical only',
};

/** Which alerts are listed. */
export function AlertFilters({ filter, onChange, searchRef }: Props) {
  return (
    <div className={css.filters}>
      <SegmentedControl
        aria-label="Which alerts"
        size="xs"
        fullWidth
        data={shows}
        value={filter.show}
        onChange={show => onChange({ ...filter, show })}
      />
      <div className={css.second}>
        <TextInput
          ref={searchRef}
          className={css.search}
          size="xs"
          aria-label="Search in this list"
          placeholder="Search in this list"
          leftSection={<IconSearch size={14} aria-hidden />}
          rightSection={
            filter.text === '' ? (
              <kbd>/</kbd>
            ) : (
              <CloseButton
                size="sm"
                aria-label="Clear the search"
                onClick={() => onChange({ ...filter, text: '' })}
              />
            )
          }
          value={filter.text}
          onChange={event => onChange({ ...filter, text: event.currentTarget.value })}
          onKeyDown={event => {
            if (event.key === 'Escape') {
              onChange({ ...filter, text: '' });
              event.currentTarget.blur();
            }
          }}
        />
        <select
          className={css.severity}
          aria-label="Severity"
          value={filter.atLeast}
          onChange={event => onChange({ ...filter, atLeast: event.currentTarget.value as Severity })}
        >
          {severities.map(severity => (
            <option key={severity} value={severity}>
              {atLeastNames[severity]}
            </option>
          ))}
        </select>
      </div>
    </div>
  );
}
