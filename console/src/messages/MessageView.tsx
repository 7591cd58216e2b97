import { SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { get, path } from '../api/client';
import { Problem } from '../api/problem';
import type { ListedMessage, MessageContent } from '../api/types';
import { Link } from '../shell/route';
import { Chip } from '../ui/Chip';
import { Fact, Facts } from '../ui/Facts';
import { Failed, Loading } from '../ui/states';
import { Time } from '../ui/Time';
import { MessageStatus, useSentAt } from './MessageLine';
import css from './MessageView.module.css';

type Part = 'html' | 'text' | 'insert';

const names: Record<Part, string> = { html: 'As it looks', text: 'As text', insert: 'Insert for the parcel' };

/** One message: what became of it, and what it says. */
export function MessageView({ message }: { message: ListedMessage }) {
  const sentAt = useSentAt(message);
  const content = useQuery({
    queryKey: ['message', message.row],
    queryFn: ({ signal }) => get<MessageContent>(path`/v1/messages/${message.row}/content`, {}, signal),
    staleTime: Infinity,
  });
  // What was held back at the last moment had been written, and what was held back before had not.
  const unwritten = message.status === 'withheld' && content.error instanceof Problem && content.error.status === 404;

  return (
    <article className={css.message}>
      <Facts>
        <Fact name="Status">
          <MessageStatus status={message.status} /> <Time at={sentAt} show="both" />
        </Fact>
        {message.reason != null && <Fact name="Why">{message.reason}</Fact>}
        {message.lastTry != null && (
          <Fact name="Last try">
            {message.lastTry.error}{' '}
            {message.lastTry.attempts === 1 ? 'Tried once' : `Tried ${message.lastTry.attempts} times`};{' '}
            {message.lastTry.nextAt == null ? (
              'it is being tried now.'
            ) : (
              <>
                next <Time at={message.lastTry.nextAt} show="both" />
              </>
            )}
          </Fact>
        )}
        <Fact name="Customer">
          <Link href={`/customers/${encodeURIComponent(message.customerId)}`}>{message.customerId}</Link>
        </Fact>
        <Fact name="Template">
          <Link
            href={`/definitions/template/${encodeURIComponent(message.template)}?version=${message.templateVersion}`}
          >
            {message.template} v{message.templateVersion}
          </Link>
          , {message.purpose} by {message.channel}
        </Fact>
        {content.data?.to != null && (
          <Fact name="To">
            <bdi>{content.data.to}</bdi>
            {content.data.decidedFor != null && (
              <>
                , the address by the time it left; it was decided for <bdi>{content.data.decidedFor}</bdi>
              </>
            )}
          </Fact>
        )}
        {content.data?.from != null && <Fact name="From">{content.data.from}</Fact>}
        {content.data?.sameAsSent != null && (
          <Fact name="Shown">
            {content.data.sameAsSent ? (
              'as it was sent, to the byte'
            ) : (
              <Chip tone="warn">not as it was sent: made anew, it comes out otherwise</Chip>
            )}
          </Fact>
        )}
        {message.receipt != null && (
          <Fact name="Receipt">
            <code>{message.receipt}</code>
          </Fact>
        )}
      </Facts>
      {unwritten ? (
        <p className={css.none}>It was held back before it was written, so there is nothing to show.</p>
      ) : content.isError ? (
        <Failed what="What it says" error={content.error} retry={() => void content.refetch()} />
      ) : content.data === undefined ? (
        <Loading rows={3} height={60} />
      ) : (
        <Content row={message.row} content={content.data} />
      )}
    </article>
  );
}

function Content({ row, content }: { row: number; content: MessageContent }) {
  const parts = (['html', 'text', 'insert'] as const).filter(part => (content[part] ?? '') !== '');
  const [wanted, setPart] = useState<Part>('html');
  const part = parts.includes(wanted) ? wanted : parts[0];
  return (
    <>
      {content.subject != null && content.subject !== '' && (
        <h2 className={css.subject} dir="auto">
          {content.subject}
        </h2>
      )}
      {parts.length > 1 && (
        <SegmentedControl
          aria-label="How to show it"
          size="xs"
          data={parts.map(one => ({ value: one, label: names[one] }))}
          value={part ?? 'text'}
          onChange={setPart}
        />
      )}
      {part === undefined && <p className={css.none}>It has no words.</p>}
      {part === 'text' && (
        <pre className={css.text} dir="auto">
          {content.text}
        </pre>
      )}
      {/* The page of a message comes from the server under a policy of its own: no script, no request, no cookie. */}
      {(part === 'html' || part === 'insert') && (
        <iframe
          key={part}
          className={css.rendered}
          title={names[part]}
          sandbox=""
          referrerPolicy="no-referrer"
          src={`${path`/v1/messages/${row}/content`}/${part}`}
        />
      )}
    </>
  );
}
