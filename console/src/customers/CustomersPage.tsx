import { Checkbox, CloseButton, TextInput } from '@mantine/core';
import { IconSearch, IconUser } from '@tabler/icons-react';
import { type RefObject, useEffect, useRef, useState } from 'react';
import type { ListedCustomer } from '../api/types';
import { typing } from '../shell/keys';
import { Link, navigate } from '../shell/route';
import { number, plural } from '../text/amounts';
import { Chip } from '../ui/Chip';
import { More } from '../ui/More';
import { usePages } from '../ui/pages';
import { Empty, Failed, Loading, Stale } from '../ui/states';
import { Time } from '../ui/Time';
import { ListPane, TwoPanes } from '../ui/TwoPanes';
import { CustomerCard } from './CustomerCard';
import css from './CustomersPage.module.css';

let lastSearch = '';
let lastWaiting = false;

/** Every customer of the workspace, to be searched, and the one whose id is in the address. */
export function CustomersPage({ selected }: { selected: string | null }) {
  const [search, setSearch] = useState(lastSearch);
  const [waiting, setWaiting] = useState(lastWaiting);
  const wanted = useSettled(search);
  const field = useRef<HTMLInputElement>(null);

  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (typing(event)) {
        return;
      }

      if (event.key === '/') {
        event.preventDefault();
        field.current?.focus();
      } else if (event.key === 'Escape') {
        navigate('/customers');
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);

  const change = (text: string): void => {
    lastSearch = text;
    setSearch(text);
  };

  return (
    <TwoPanes
      title="Customers"
      opened={selected !== null}
      back="/customers"
      list={
        <ListPane
          title="Customers"
          head={
            <>
              <Search text={search} onChange={change} fieldRef={field} />
              <Checkbox
                size="xs"
                mt={6}
                label="Waiting for something unknown"
                checked={waiting}
                onChange={event => {
                  lastWaiting = event.currentTarget.checked;
                  setWaiting(lastWaiting);
                }}
              />
            </>
          }
        >
          <CustomerList search={wanted} waiting={waiting} selected={selected} />
        </ListPane>
      }
      detail={
        selected === null ? (
          <Empty icon={<IconUser size={26} stroke={1.5} aria-hidden />} title="Choose a customer">
            Orders, timeline, messages and points will be here.
          </Empty>
        ) : (
          <CustomerCard key={selected} customerId={selected} own />
        )
      }
    />
  );
}

interface SearchProps {
  text: string;
  onChange: (text: string) => void;
  fieldRef: RefObject<HTMLInputElement | null>;
}

function Search({ text, onChange, fieldRef }: SearchProps) {
  return (
    <TextInput
      ref={fieldRef}
      size="xs"
      aria-label="Search customers"
      placeholder="Id, name or e-mail"
      leftSection={<IconSearch size={14} aria-hidden />}
      rightSection={
        text === '' ? (
          <kbd>/</kbd>
        ) : (
          <CloseButton size="sm" aria-label="Clear the search" onClick={() => onChange('')} />
        )
      }
      value={text}
      onChange={event => onChange(event.currentTarget.value)}
      onKeyDown={event => {
        if (event.key === 'Escape') {
          event.currentTarget.blur();
        }
      }}
    />
  );
}

interface ListProps {
  search: string;
  waiting: boolean;
  selected: string | null;
}

function CustomerList({ search, waiting, selected }: ListProps) {
  const pages = usePages<ListedCustomer>(['customers'], '/v1/customers', 'after', {
    search: search === '' ? null : search,
    waitsFor: waiting ? 'unknown' : null,
  });
  const { items } = pages;
  if (items === undefined) {
    return pages.isError ? (
      <Failed what="The customers" error={pages.error} retry={() => void pages.refetch()} />
    ) : (
      <Loading rows={10} height={48} />
    );
  }

  if (items.length === 0 && waiting) {
    return <Empty title="Nobody waits">No journey here waits for something that no event has told.</Empty>;
  }

  if (items.length === 0) {
    return search === '' ? (
      <Empty title="No customers yet">They appear with the first event about them.</Empty>
    ) : (
      <Empty title="Nobody found">No id, name or e-mail address holds “{search}”.</Empty>
    );
  }

  return (
    <>
      {pages.isError && <Stale error={pages.error} retry={() => void pages.refetch()} />}
      <ul className={css.lines}>
        {items.map(customer => (
          <CustomerLine key={customer.customerId} customer={customer} selected={customer.customerId === selected} />
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

function CustomerLine({ customer, selected }: { customer: ListedCustomer; selected: boolean }) {
  const { customerId, name, email, orders, openAlerts, pointsAvailable, unknownWaits } = customer;
  return (
    <li>
      <Link
        href={`/customers/${encodeURIComponent(customerId)}`}
        className={css.line}
        aria-current={selected ? 'true' : undefined}
      >
        <span className={css.top}>
          <strong dir="auto">{name ?? customerId}</strong>
          {unknownWaits > 0 && <Chip tone="warn">waits for something unknown</Chip>}
          {openAlerts > 0 && <Chip tone="bad">{plural(openAlerts, 'alert', 'alerts')}</Chip>}
        </span>
        <span className={css.dim} dir="auto">
          {email ?? customerId}
        </span>
        <span className={css.dim}>
          {plural(orders, 'order', 'orders')}
          {pointsAvailable !== 0 && ` · ${number(pointsAvailable)} points`} · seen <Time at={customer.lastSeenAt} />
        </span>
      </Link>
    </li>
  );
}

/** A text once its writer has paused. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text.trim()), 250);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
