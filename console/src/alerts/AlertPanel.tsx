import { Button, Tooltip } from '@mantine/core';
import {
  IconArrowLeft,
  IconCheck,
  IconHandGrab,
  IconHandOff,
  IconNote,
  IconQuote,
  IconUserCheck,
} from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import type { FeedEntry } from '../api/types';
import { useSession } from '../session/session';
import { Link } from '../shell/route';
import { Chip } from '../ui/Chip';
import { SeverityMark } from '../ui/SeverityMark';
import { Stars } from '../ui/Stars';
import { Time } from '../ui/Time';
import { useActs } from './acts';
import css from './AlertPanel.module.css';
import { History } from './History';
import { NoteForm } from './NoteForm';
import { ResolveForm } from './ResolveForm';
import type { ShownAlert } from './store';

/** What the agent is being asked for: nothing, how it was resolved, or a note. */
export type Asked = 'resolve' | 'note' | null;

interface Props {
  alert: ShownAlert;
  history: FeedEntry[] | undefined;
  asked: Asked;
  onAsked: (asked: Asked) => void;
}

/** One alert: what happened, why we were told, what the customer said, who has it, and what was done about it. */
export function AlertPanel({ alert, history, asked, onAsked }: Props) {
  const { raised } = alert;
  return (
    <article className={css.panel} aria-labelledby="alert-title">
      <Link href="/alerts" className={css.back}>
        <IconArrowLeft size={16} aria-hidden /> All alerts
      </Link>
      <header className={css.head}>
        <div className={css.marks}>
          <SeverityMark severity={raised.severity} />
          <Holder alert={alert} />
        </div>
        <h2 id="alert-title" dir="auto">
          {raised.title}
        </h2>
        <p className={css.time}>
          <Time at={raised.at} show="both" />
        </p>
      </header>
      <Buttons alert={alert} asked={asked} onAsked={onAsked} />
      {asked === 'resolve' && <ResolveForm alertId={alert.alertId} onDone={() => onAsked(null)} />}
      {raised.quote != null && raised.quote !== '' && (
        <figure className={css.quote}>
          <IconQuote size={18} aria-hidden className={css.quoteSign} />
          <blockquote dir="auto">{raised.quote}</blockquote>
          {raised.rating != null && (
            <figcaption>
              <Stars rating={raised.rating} />
            </figcaption>
          )}
        </figure>
      )}
      <dl className={css.facts}>
        <div>
          <dt>Why</dt>
          <dd dir="auto">{raised.reason}</dd>
        </div>
        <div>
          <dt>Rule</dt>
          <dd>
            <code dir="auto">{raised.rule}</code>
          </dd>
        </div>
        {raised.orderId != null && (
          <div>
            <dt>Order</dt>
            <dd>
              <code className={css.whole} dir="auto" title={raised.orderId}>
                {raised.orderId}
              </code>
            </dd>
          </div>
        )}
        {raised.rating != null && (raised.quote == null || raised.quote === '') && (
          <div>
            <dt>Rating</dt>
            <dd>
              <Stars rating={raised.rating} />
            </dd>
          </div>
        )}
      </dl>
      <History entries={history} />
      <Note alertId={alert.alertId} asked={asked} onAsked={onAsked} />
    </article>
  );
}

function Holder({ alert }: { alert: ShownAlert }) {
  const { name } = useSession();
  const mine = alert.claimedBy === name;
  const saving = alert.pending && <span className={css.saving}>saving…</span>;
  switch (alert.status) {
    case 'open':
      return <>{saving || <Chip>Open</Chip>}</>;
    case 'claimed':
      return (
        <>
          <Chip tone={mine ? 'accent' : 'warn'} icon={<IconUserCheck size={13} aria-hidden />}>
            {mine ? (
              'Claimed by you'
            ) : (
              <span>
                Claimed by <bdi>{alert.claimedBy ?? 'somebody'}</bdi>
              </span>
            )}
          </Chip>
          {saving}
        </>
      );
    case 'resolved':
      return (
        <>
          <Chip tone="good" icon={<IconCheck size={13} aria-hidden />}>
            Resolved
          </Chip>
          {saving}
        </>
      );
  }
}

function Buttons({ alert, asked, onAsked }: Omit<Props, 'history'>) {
  const acts = useActs();
  const { alertId, status, pending } = alert;
  if (status === 'resolved') {
    return null;
  }

  return (
    <div className={css.buttons}>
      {status === 'open' ? (
        <Tooltip label="Key c">
          <Button
            size="xs"
            leftSection={<IconHandGrab size={15} aria-hidden />}
            disabled={pending}
            onClick={() => void acts.claim(alertId)}
          >
            Claim
          </Button>
        </Tooltip>
      ) : (
        <Tooltip label="Key u">
          <Button
            size="xs"
            variant="default"
            leftSection={<IconHandOff size={15} aria-hidden />}
            disabled={pending}
            onClick={() => void acts.release(alertId)}
          >
            Release
          </Button>
        </Tooltip>
      )}
      <Tooltip label="Key r">
        <Button
          size="xs"
          variant={status === 'open' ? 'default' : 'filled'}
          leftSection={<IconCheck size={15} aria-hidden />}
          disabled={pending}
          aria-expanded={asked === 'resolve'}
          onClick={() => onAsked(asked === 'resolve' ? null : 'resolve')}
        >
          Resolve
        </Button>
      </Tooltip>
      <Tooltip label="Key n">
        <Button
          size="xs"
          variant="default"
          leftSection={<IconNote size={15} aria-hidden />}
          onClick={() => onAsked('note')}
        >
          Note
        </Button>
      </Tooltip>
    </div>
  );
}

function Note({ alertId, asked, onAsked }: { alertId: string; asked: Asked; onAsked: (asked: Asked) => void }) {
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (asked === 'note') {
      field.current?.focus();
      onAsked(null);
    }
  }, [asked, onAsked]);

  return <NoteForm alertId={alertId} fieldRef={field} />;
}
