import { useNow, useRealNow } from '../shell/now';
import { ago, briefAgo, when, whenInFull } from '../text/time';

interface Props {
  at: string;
  /** "brief" for lists, "both" where there is room for the date too. */
  show?: 'relative' | 'brief' | 'absolute' | 'both';
  /** It happened by the real clock, also where a rehearsal has one of its own. */
  real?: boolean;
}

/** An instant. The whole of it is in the tool tip. */
export function Time({ at, show = 'relative', real = false }: Props) {
  const [here, truly] = [useNow(), useRealNow()];
  const now = real ? truly : here;
  return (
    <time dateTime={at} title={whenInFull(at)}>
      {show === 'brief' && briefAgo(at, now)}
      {show === 'relative' && ago(at, now)}
      {show === 'absolute' && when(at, now)}
      {show === 'both' && `${when(at, now)} · ${ago(at, now)}`}
    </time>
  );
}
