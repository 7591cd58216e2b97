import { IconMailOpened } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { get, path } from '../api/client';
import type { ListedMessage } from '../api/types';
import { navigate } from '../shell/route';
import { Card } from '../ui/Card';
import { More } from '../ui/More';
import { usePages } from '../ui/pages';
import { Empty, Failed, Loading, Stale } from '../ui/states';
import { ListPane, TwoPanes } from '../ui/TwoPanes';
import css from './lines.module.css';
import { MessageLine, useInOrder } from './MessageLine';
import { MessageView } from './MessageView';

/** Everything that was sent or held back in the workspace, newest first. */
export function MessagesPage({ selected }: { selected: string | null }) {
  return (
    <TwoPanes
      title="Messages"
      opened={selected !== null}
      back="/messages"
      list={
        <ListPane title="Messages">
          <MessageList selected={selected} />
        </ListPane>
      }
      detail={
        selected === null ? (
          <Empty icon={<IconMailOpened size={26} stroke={1.5} aria-hidden />} title="Choose a message">
            What it says, to whom it went and what became of it will be here.
          </Empty>
        ) : (
          <OneMessage key={selected} row={selected} />
        )
      }
    />
  );
}

function MessageList({ selected }: { selected: string | null }) {
  const pages = usePages<ListedMessage>(['messages'], '/v1/messages', 'before', {}, soonWhileQueued);
  const inOrder = useInOrder(pages.items ?? []);
  const { items } = pages;
  if (items === undefined) {
    return pages.isError ? (
      <Failed what="The messages" error={pages.error} retry={() => void pages.refetch()} />
    ) : (
      <Loading rows={10} height={44} />
    );
  }

  if (items.length === 0) {
    return <Empty title="No messages yet">The first one appears when a journey sends it, or holds it back.</Empty>;
  }

  return (
    <>
      {pages.isError && <Stale error={pages.error} retry={() => void pages.refetch()} />}
      <ul className={`${css.lines} ${css.wide}`}>
        {inOrder.map(message => (
          <li key={message.row}>
            <MessageLine
              message={message}
              withCustomer
              selected={String(message.row) === selected}
              onOpen={() => navigate(`/messages/${message.row}`)}
            />
          </li>
        ))}
      </ul>
      <More
        has={pages.hasNextPage}
        busy={pages.isFetchingNextPage}
        failed={pages.isFetchNextPageError}
        onMore={() => void pages.fetchNextPage()}
      />
    </>
  );
}

/** What waits in its queue is about to leave or to fail. */
function soonWhileQueued(messages: ListedMessage[]): number {
  return messages.some(message => message.status === 'queued') ? 4_000 : 20_000;
}

function OneMessage({ row }: { row: string }) {
  const query = useQuery({
    queryKey: ['messages', 'one', row],
    queryFn: ({ signal }) => get<ListedMessage>(path`/v1/messages/${row}`, {}, signal),
    refetchInterval: state => (state.state.data?.status === 'queued' ? 5_000 : false),
  });
  return (
    <Card>
      {query.data !== undefined ? (
        <MessageView message={query.data} />
      ) : query.isError ? (
        <Failed what="The message" error={query.error} retry={() => void query.refetch()} />
      ) : (
        <Loading rows={4} height={48} />
      )}
    </Card>
  );
}
