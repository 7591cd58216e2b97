import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { Failed, Loading, Stale } from '../ui/states';
import { useCustomer } from './customer';
import css from './CustomerCard.module.css';
import { Messages } from './Messages';
import { Overview } from './Overview';
import { Points } from './Points';
import { Profile } from './Profile';
import { Timeline } from './Timeline';

type Tab = 'overview' | 'timeline' | 'messages' | 'points';

const tabs: { value: Tab; label: string }[] = [
  { value: 'overview', label: 'Orders' },
  { value: 'timeline', label: 'Timeline' },
  { value: 'messages', label: 'Messages' },
  { value: 'points', label: 'Points' },
];

// An agent who looks at timelines wants the next customer's timeline too.
let lastTab: Tab = 'overview';

interface Props {
  customerId: string;
  highlightOrder?: string | null;
  /** On its own page the name need not lead there. */
  own?: boolean;
}

/** Everything about one customer. */
export function CustomerCard({ customerId, highlightOrder = null, own = false }: Props) {
  const [tab, setTab] = useState(lastTab);
  const query = useCustomer(customerId);

  if (query.data === undefined) {
    return (
      <section className={css.card} aria-label="Customer">
        {query.isError ? (
          <Failed what="The customer" error={query.error} retry={() => void query.refetch()} />
        ) : (
          <Loading rows={5} height={56} />
        )}
      </section>
    );
  }

  const { customer } = query.data;
  return (
    <section className={css.card} aria-label="Customer">
      {query.isError && <Stale error={query.error} retry={() => void query.refetch()} />}
      <Profile customer={customer} own={own} />
      <SegmentedControl
        aria-label="What of the customer"
        size="xs"
        fullWidth
        data={tabs}
        value={tab}
        onChange={next => {
          lastTab = next;
          setTab(next);
        }}
      />
      {tab === 'overview' && <Overview customer={customer} highlightOrder={highlightOrder} />}
      {tab === 'timeline' && <Timeline customerId={customerId} />}
      {tab === 'messages' && <Messages customerId={customerId} />}
      {tab === 'points' && <Points customerId={customerId} />}
    </section>
  );
}
