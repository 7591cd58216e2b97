import { Button } from '@mantine/core';
import {
  IconCheck,
  IconHandGrab,
  IconHandOff,
  IconNote,
  IconQuote,
  IconUserCheck,
} from '@tabler/icons-react';
import { useEffect, useRef, type ReactNode } from 'react';
import type { FeedEntry } from '../api/types';
import { useCustomer } from '../customers/customer';
import { useSession } from '../session/session';
import { wallTime } from '../text/time';
import { Chip } from '../ui/Chip';
import { Copy } from '../ui/Copy';
import { Fact, Facts } from '../ui/Facts';
import { SeverityMark } from '../ui/SeverityMark';
import { Stars } from '../ui/Stars';
import { Time } from '../ui/Time';
import { useActs } from './acts';
import css from './AlertPanel.module.css';
import { History } from './History';
import { NoteForm } from './NoteForm';
import { offers } from './offers';
import { ResolveForm } from './ResolveForm';
import type { ShownAlert } from './store';
import { TakeOverForm } from './TakeOverForm';

/** What the agent is being asked for: nothing, how it was resolved, a note, or whether to take it from a colleague. */
export type Asked = 'resolve' | 'note' | 'takeOver' | null;

interface Props {
  alert: ShownAlert;
  history: FeedEntry[] | undefined;
  asked: Asked;
  onAsked: (asked: Asked) => void;
}

/** One alert: what happened, why we were told, what the customer said, who has it, and what was done about it. */
export function AlertPanel({ alert, history, asked, onAsked }: Props) {
  const { raised } = alert;
  const { name } = useSession();
  const can = offers(alert, name);
  return (
    <article className={css.panel} aria-labelledby="alert-title">
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
          <There customerId={alert.customerId} at={raised.at} />
        </p>
      </header>
      <Buttons alert={alert} asked={asked} onAsked={onAsked} />
      {asked === 'takeOver' && can.has('takeOver') && alert.claimedBy != null && (
        <TakeOverForm alertId={alert.alertId} from={alert.claimedBy} onDone={() => onAsked(null)} />
      )}
      {asked === 'resolve' && can.has('resolve') && (
        <ResolveForm alertId={alert.alertId} onDone={() => onAsked(null)} />
      )}
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
      <Facts>
        <Fact name="Why">{raised.reason}</Fact>
        <Fact name="Rule">
          <code>{raised.rule}</code>
        </Fact>
        {raised.orderId != null && (
          <Fact name="Order">
            <span className={css.order}>
              <code>{raised.orderId}</code>
              <Copy text={raised.orderId} what="the order’s id" />
            </span>
          </Fact>
        )}
        {raised.rating != null && (raised.quote == null || raised.quote === '') && (
          <Fact name="Rating">
            <Stars rating={raised.rating} />
          </Fact>
        )}
      </Facts>
      <History entries={history} />
      {can.has('note') && <Note alertId={alert.alertId} asked={asked} onAsked={onAsked} />}
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
  const { name } = useSession();
  const { alertId, pending } = alert;
  const can = offers(alert, name);
  if (can.size === 0) {
    return null;
  }

  return (
    <div className={css.buttons}>
      {can.has('claim') && (
        <Act
          name="Claim"
          letter="c"
          icon={<IconHandGrab size={15} aria-hidden />}
          variant="filled"
          disabled={pending}
          onClick={() => void acts.claim(alertId)}
        />
      )}
      {can.has('takeOver') && (
        <Act
          name="Take over…"
          letter="c"
          icon={<IconHandGrab size={15} aria-hidden />}
          disabled={pending}
          expanded={asked === 'takeOver'}
          onClick={() => onAsked(asked === 'takeOver' ? null : 'takeOver')}
        />
      )}
      {can.has('release') && (
        <Act
          name="Release"
          letter="u"
          icon={<IconHandOff size={15} aria-hidden />}
          disabled={pending}
          onClick={() => void acts.release(alertId)}
        />
      )}
      {can.has('resolve') && (
        <Act
          name="Resolve"
          letter="r"
          icon={<IconCheck size={15} aria-hidden />}
          variant={can.has('claim') ? 'default' : 'filled'}
          disabled={pending}
          expanded={asked === 'resolve'}
          onClick={() => onAsked(asked === 'resolve' ? null : 'resolve')}
        />
      )}
      <Act name="Note" letter="n" icon={<IconNote size={15} aria-hidden />} onClick={() => onAsked('note')} />
    </div>
  );
}

interface ActProps {
  name: string;
  /** The key that does the same. */
  letter: string;
  icon: ReactNode;
  onClick: () => void;
  variant?: 'filled' | 'default';
  disabled?: boolean;
  expanded?: boolean;
}

function Act({ name, letter, icon, onClick, variant = 'default', disabled = false, expanded }: ActProps) {
  return (
    <Button
      size="xs"
      variant={variant}
      leftSection={icon}
      rightSection={<kbd aria-hidden>{letter}</kbd>}
      aria-keyshortcuts={letter}
      aria-expanded={expanded}
      disabled={disabled}
      onClick={onClick}
    >
      {name}
    </Button>
  );
}

/** What the customer's clock showed then, where it shows another time than the agent's. */
function There({ customerId, at }: { customerId: string; at: string }) {
  const zone = useCustomer(customerId).data?.customer.contact.timeZone;
  const there = zone == null ? null : wallTime(at, zone);
  return there === null ? null : <span title={zone ?? undefined}> · {there} there</span>;
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
