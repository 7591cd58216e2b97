import { IconAlertTriangle, IconCheck, IconClock, IconHandStop, IconMail, IconWebhook } from '@tabler/icons-react';
import { use } from 'react';
import type { ListedMessage } from '../api/types';
import { RehearsalClock } from '../shell/now';
import { shortId } from '../text/ids';
import { Chip, type Tone } from '../ui/Chip';
import { Time } from '../ui/Time';
import css from './lines.module.css';

const states: Record<ListedMessage['status'], [string, Tone, typeof IconCheck]> = {
  sent: ['Sent', 'good', IconCheck],
  queued: ['Queued', 'accent', IconClock],
  failed: ['Failed', 'bad', IconAlertTriangle],
  withheld: ['Held back', 'warn', IconHandStop],
};

interface Props {
  message: ListedMessage;
  onOpen: () => void;
  withCustomer?: boolean;
  selected?: boolean;
}

/** A message in a list. */
export function MessageLine({ message, onOpen, withCustomer = false, selected = false }: Props) {
  const sentAt = useSentAt(message);
  const Icon = message.channel === 'webhook' ? IconWebhook : IconMail;
  return (
    <button type="button" className={css.line} onClick={onOpen} aria-current={selected || undefined}>
      <Icon size={17} stroke={1.6} role="img" aria-label={message.channel} />
      <span className={css.what}>
        <span className={css.name}>
          <strong dir="auto">{message.template}</strong> <span className={css.dim}>v{message.templateVersion}</span>
        </span>
        <span className={css.dim} dir="auto">
          {withCustomer && <>{shortId(message.customerId)} · </>}
          {message.reason ?? message.purpose}
        </span>
      </span>
      <span className={css.state}>
        <MessageStatus status={message.status} />
        <span className={css.dim}>
          <Time at={sentAt} show="absolute" />
        </span>
      </span>
    </button>
  );
}

/** What became of a message. */
export function MessageStatus({ status }: { status: ListedMessage['status'] }) {
  const [label, tone, Icon] = states[status];
  return (
    <Chip tone={tone} icon={<Icon size={12} aria-hidden />}>
      {label}
    </Chip>
  );
}

/** When it left; in a rehearsal, when it would have, for what leaves there goes by the real clock. */
export function useSentAt(message: ListedMessage): string {
  return sentAt(message, use(RehearsalClock) !== null);
}

/** Newest first by the time that each line shows. */
export function useInOrder(messages: ListedMessage[]): ListedMessage[] {
  const rehearsed = use(RehearsalClock) !== null;
  const at = (message: ListedMessage): number => Date.parse(sentAt(message, rehearsed));
  return [...messages].sort((one, other) => at(other) - at(one) || other.row - one.row);
}

function sentAt(message: ListedMessage, rehearsed: boolean): string {
  return rehearsed ? message.at : (message.sentAt ?? message.at);
}
