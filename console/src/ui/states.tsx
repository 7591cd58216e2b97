import { Button } from '@mantine/core';
import { IconAlertTriangle, IconCloudOff, IconRefresh, IconZoomQuestion } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Problem, wordsOf } from '../api/problem';
import css from './states.module.css';

/** Nothing is here, and that is no mistake. */
export function Empty({ icon, title, children }: { icon?: ReactNode; title: string; children?: ReactNode }) {
  return (
    <div className={css.state}>
      {icon !== undefined && <div className={css.icon}>{icon}</div>}
      <p className={css.title}>{title}</p>
      {children !== undefined && <div className={css.text}>{children}</div>}
    </div>
  );
}

/** It could not be had, why, and the way on: asking again, unless the server has said that this is how it is. */
export function Failed({ error, retry, what }: { error: unknown; retry?: () => void; what: string }) {
  const missing = error instanceof Problem && error.status === 404;
  const refused = error instanceof Problem && !error.passing;
  const Icon = missing ? IconZoomQuestion : refused ? IconAlertTriangle : IconCloudOff;
  const title = missing ? 'Not found' : `${what} could not be shown`;
  return (
    <div className={css.state} role="alert">
      <div className={css.icon}>
        <Icon size={28} stroke={1.5} aria-hidden />
      </div>
      <p className={css.title}>{title}</p>
      <p className={css.text}>{wordsOf(error)}</p>
      {retry !== undefined && !refused && (
        <Button size="xs" variant="default" leftSection={<IconRefresh size={14} />} onClick={retry}>
          Try again
        </Button>
      )}
    </div>
  );
}

/** What is shown is older than it should be. */
export function Stale({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <div className={css.stale} role="status">
      <IconCloudOff size={14} aria-hidden />
      <span>Not refreshed: {wordsOf(error)}</span>
      <button type="button" onClick={retry}>
        Try again
      </button>
    </div>
  );
}

/** Rows that are on their way. */
export function Loading({ rows = 6, height = 44 }: { rows?: number; height?: number }) {
  return (
    <div className={css.loading} role="status" aria-label="Loading">
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} className={css.row} style={{ height }} />
      ))}
    </div>
  );
}
