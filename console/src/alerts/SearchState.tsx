import { number, plural } from '../text/amounts';
import type { Search } from './lists';
import css from './SearchState.module.css';

interface Props {
  search: Search;
  found: number;
  listed: number;
}

/** How much of the list a search has looked through, and how much it found. */
export function SearchState({ search, found, listed }: Props) {
  const { state, goOn } = search;
  return (
    <div className={css.state}>
      <span role="status">{said(state, found, listed)}</span>
      {(state === 'paused' || state === 'failed') && (
        <button type="button" onClick={goOn}>
          {state === 'paused' ? 'Search older ones' : 'Try again'}
        </button>
      )}
    </div>
  );
}

function said(state: Search['state'], found: number, listed: number): string {
  switch (state) {
    case 'searching':
      return `Searching: ${number(found)} found in ${number(listed)} so far`;
    case 'complete':
      return `${number(found)} of ${plural(listed, 'alert', 'alerts')}`;
    case 'paused':
      return `${number(found)} of the newest ${number(listed)}`;
    case 'failed':
      return `${number(found)} of the newest ${number(listed)}; older ones could not be had`;
  }
}
