import { useNow } from '../shell/now';
import { ago, briefAgo, when, whenInFull } from '../text/time';

interface Props {
  at: string;
  /** "brief" for lists, "both" where there is room for the date too. */
  show?: 'relative' | 'brief' | 'absolute' | 'both';
}

/** An instant. The whole of it is in the tool tip. */
export function Time({ at, show = 'relative' }: Props) {
  const now = useNow();
  return (
    <time dateTime={at} title={whenInFull(at)}>
      {show === 'brief' && briefAgo(at, now)}
      {show === 'relative' && ago(at, now)}
      {show === 'absolute' && when(at, now)}
      {show === 'both' && `${when(at, now)} · ${ago(at, now)}`}
    </time>
  );
}
