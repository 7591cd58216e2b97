import { useState } from 'react';
import { path } from '../api/client';
import type { ListedMessage } from '../api/types';
import { MessageDialog } from '../messages/MessageDialog';
import { MessageLine, useInOrder } from '../messages/MessageLine';
import { More } from '../ui/More';
import { usePages } from '../ui/pages';
import { Empty, Failed, Loading } from '../ui/states';
import css from '../messages/lines.module.css';

/** What was sent to the customer, and what was not and why. */
export function Messages({ customerId }: { customerId: string }) {
  const [opened, setOpened] = useState<ListedMessage | null>(null);
  const pages = usePages<ListedMessage>(
    ['customer', customerId, 'messages'],
    path`/v1/customers/${customerId}/messages`,
    'before',
  );
  const inOrder = useInOrder(pages.items ?? []);
  const { items } = pages;
  if (items === undefined) {
    return pages.isError ? (
      <Failed what="The messages" error={pages.error} retry={() => void pages.refetch()} />
    ) : (
      <Loading rows={4} height={48} />
    );
  }

  if (items.length === 0) {
    return <Empty title="No messages yet">Neither sent nor held back.</Empty>;
  }

  return (
    <>
      <ul className={css.lines}>
        {inOrder.map(message => (
          <li key={message.row}>
            <MessageLine message={message} onOpen={() => setOpened(message)} />
          </li>
        ))}
      </ul>
      <More
        has={pages.hasNextPage}
        busy={pages.isFetchingNextPage}
        failed={pages.isFetchNextPageError}
        onMore={() => void pages.fetchNextPage()}
      />
      <MessageDialog message={opened} onClose={() => setOpened(null)} />
    </>
  );
}
