import { IconCloudOff } from '@tabler/icons-react';
import css from './ConnectionNotice.module.css';
import { useConnection, useDesk } from './desk';
import { useSeconds } from '../shell/now';

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });

/** Says where it is read that the list may lack what came in meanwhile. */
export function ConnectionNotice() {
  const connection = useConnection();
  const line = useDesk().connection;
  const now = useSeconds() * 1000;
  const lostAt = connection.kind === 'waiting' || connection.kind === 'connecting' ? connection.lostAt : null;
  if (lostAt === null) {
    return null;
  }

  const seconds = connection.kind === 'waiting' ? Math.max(0, Math.ceil((connection.retryAt - now) / 1000)) : 0;
  return (
    <div className={css.notice}>
      <IconCloudOff size={16} aria-hidden />
      <span>
        <strong>Offline since {clock.format(lostAt)}.</strong> Later alerts are missing until it is back.
      </span>
      <button type="button" onClick={line.tryNow} disabled={connection.kind === 'connecting'}>
        {connection.kind === 'connecting' || seconds === 0 ? 'Trying…' : `Try now (${seconds} s)`}
      </button>
    </div>
  );
}
