import { IconBolt, IconCloudOff, IconLoader2, IconRefresh } from '@tabler/icons-react';
import { useConnection, useDesk } from '../alerts/desk';
import type { Connection } from '../feed/connection';
import { number } from '../text/amounts';
import css from './ConnectionState.module.css';
import { useSeconds } from './now';

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });

/** Whether what the page shows is what there is. */
export function ConnectionState() {
  const connection = useConnection();
  const { connection: line } = useDesk();
  const now = useSeconds() * 1000;
  const [title, text] = say(connection, now);
  return (
    <div className={css.state} data-kind={connection.kind} data-testid="connection" title={`${title}. ${text}`}>
      <span className={css.icon}>
        <Sign kind={connection.kind} />
      </span>
      <span className={css.words}>
        <strong role="status">{title}</strong>
        <span>{text}</span>
      </span>
      {connection.kind === 'waiting' && (
        <button type="button" className={css.retry} onClick={line.tryNow} aria-label="Try now" title="Try now">
          <IconRefresh size={15} aria-hidden />
        </button>
      )}
    </div>
  );
}

function Sign({ kind }: { kind: Connection['kind'] }) {
  switch (kind) {
    case 'live':
      return <IconBolt size={16} aria-hidden />;
    case 'waiting':
      return <IconCloudOff size={16} aria-hidden />;
    default:
      return <IconLoader2 size={16} className={css.turning} aria-hidden />;
  }
}

function say(connection: Connection, now: number): [string, string] {
  switch (connection.kind) {
    case 'live':
      return ['Live', 'Alerts appear as they happen'];
    case 'checking':
      return ['Checking', 'Making sure nothing was missed'];
    case 'catching-up':
      return ['Catching up', `${number(connection.left)} to go`];
    case 'connecting':
      return connection.lostAt === null
        ? ['Connecting', 'To the live feed']
        : ['Reconnecting', `Offline since ${clock.format(connection.lostAt)}`];
    case 'waiting': {
      const seconds = Math.max(0, Math.ceil((connection.retryAt - now) / 1000));
      const since = `since ${clock.format(connection.lostAt)}`;
      const next = seconds === 0 ? 'trying now' : `next try in ${seconds} s`;
      return [connection.networkGone ? 'No network' : 'Offline', `${since}, ${next}`];
    }
  }
}
