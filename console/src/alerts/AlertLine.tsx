import { IconCheck, IconMessage2, IconUserCheck } from '@tabler/icons-react';
import { useSession } from '../session/session';
import { useRealNow } from '../shell/now';
import { Chip } from '../ui/Chip';
import { SeverityMark } from '../ui/SeverityMark';
import { Time } from '../ui/Time';
import css from './AlertLine.module.css';
import type { ShownAlert } from './store';

/** An alert in the list. */
export function AlertLine({ alert, selected }: { alert: ShownAlert; selected: boolean }) {
  const { raised } = alert;
  const now = useRealNow();
  const fresh = alert.arrivedAt !== null && now - alert.arrivedAt < 12_000;
  return (
    <div
      className={css.line}
      data-severity={raised.severity}
      data-selected={selected || undefined}
      data-done={alert.status === 'resolved' || undefined}
      data-fresh={fresh || undefined}
    >
      <div className={css.top}>
        <SeverityMark severity={raised.severity} small />
        <span className={css.title} dir="auto">
          {raised.title}
        </span>
        <span className={css.time}>
          <Time at={raised.at} show="brief" />
        </span>
      </div>
      <div className={css.who}>
        <span className={css.name} dir="auto">
          {raised.customerName ?? alert.customerId}
        </span>
        <State alert={alert} />
      </div>
      <div className={css.words}>
        {raised.quote != null && raised.quote !== '' ? (
          <>
            <IconMessage2 size={13} aria-hidden />
            <span dir="auto">{raised.quote}</span>
          </>
        ) : (
          <span dir="auto">{raised.reason}</span>
        )}
      </div>
    </div>
  );
}

function State({ alert }: { alert: ShownAlert }) {
  const { name } = useSession();
  switch (alert.status) {
    case 'open':
      return null;
    case 'claimed':
      return (
        <Chip tone={alert.claimedBy === name ? 'accent' : 'plain'} icon={<IconUserCheck size={12} aria-hidden />}>
          {alert.claimedBy === name ? 'You' : <bdi>{alert.claimedBy ?? 'Claimed'}</bdi>}
        </Chip>
      );
    case 'resolved':
      return (
        <Chip tone="good" icon={<IconCheck size={12} aria-hidden />}>
          Resolved
        </Chip>
      );
  }
}
