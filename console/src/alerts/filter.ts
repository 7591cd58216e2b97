import type { AlertStatus, Raised, Severity } from '../api/types';
import type { ShownAlert } from './store';

/** Which alerts a list shows. */
export type Show = 'open' | 'mine' | 'taken' | 'resolved';

export interface AlertFilter {
  show: Show;
  atLeast: Severity;
  text: string;
}

export const severities: Severity[] = ['low', 'medium', 'high', 'critical'];

export const everyOpen: AlertFilter = { show: 'open', atLeast: 'low', text: '' };

export const statusOf: Record<Show, AlertStatus> = {
  open: 'open',
  mine: 'claimed',
  taken: 'claimed',
  resolved: 'resolved',
};

/** Whether an alert is in a list, whatever words are searched for there. */
export function belongs(alert: ShownAlert, { show, atLeast }: AlertFilter, agent: string): boolean {
  return (
    alert.status === statusOf[show] &&
    (show !== 'mine' || alert.claimedBy === agent) &&
    severities.indexOf(alert.raised.severity) >= severities.indexOf(atLeast)
  );
}

/** Whether an alert speaks of the words, in any case of letters and with or without their accents. */
export function mentions(alert: ShownAlert, words: string): boolean {
  const wanted = plain(words.trim());
  return wanted === '' || said(alert).includes(wanted) || plain(alert.claimedBy ?? '').includes(wanted);
}

// What never changes of an alert is made plain once: thousands are gone through at each letter that is typed.
const sayings = new WeakMap<Raised, string>();

function said({ raised, customerId }: ShownAlert): string {
  const known = sayings.get(raised);
  if (known !== undefined) {
    return known;
  }

  const { title, reason, customerName, orderId, quote } = raised;
  const saying = plain([title, reason, customerName, orderId, quote, customerId].join('\n'));
  sayings.set(raised, saying);
  return saying;
}

function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{Diacritic}/gu, '').toLowerCase();
}
