import { useEffect, useRef, useState } from 'react';
import { IconBellCheck, IconInbox } from '@tabler/icons-react';
import { CustomerCard } from '../customers/CustomerCard';
import { useSession } from '../session/session';
import { KeyList } from '../shell/KeyList';
import { typing } from '../shell/keys';
import { navigate } from '../shell/route';
import { Empty, Failed, Loading, Stale } from '../ui/states';
import { toast } from '../ui/toasts';
import { TwoPanes } from '../ui/TwoPanes';
import { VirtualList } from '../ui/VirtualList';
import { plural } from '../text/amounts';
import { useActs, type Acts } from './acts';
import { AlertFilters } from './AlertFilters';
import { AlertLine } from './AlertLine';
import { AlertPanel, type Asked } from './AlertPanel';
import css from './AlertsPage.module.css';
import { ConnectionNotice } from './ConnectionNotice';
import { useConnection } from './desk';
import { everyOpen, type AlertFilter } from './filter';
import { useAlertList, useSearch } from './lists';
import { offers, whyNot, type Offer } from './offers';
import { useAlert } from './one';
import { SearchState } from './SearchState';
import type { ShownAlert } from './store';

const rowHeight = 84;
const keyOf = (alert: ShownAlert): string => alert.alertId;
const at = (alertId: string): string => `/alerts/${encodeURIComponent(alertId)}`;

// What was filtered stays so while the agent looks at other pages.
let lastFilter = everyOpen;

/** The page an agent keeps open: what came in, and beside it the one being worked on with its customer. */
export function AlertsPage({ selected }: { selected: string | null }) {
  const [filter, setFilter] = useState(lastFilter);
  const [kept, setKept] = useState<string | null>(null);
  const search = useRef<HTMLInputElement>(null);
  const detail = useRef<HTMLElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const stepped = useRef(false);
  const [asked, setAsked] = useState<Asked>(null);
  const { alerts, listed, pages } = useAlertList(filter, kept);
  const sought = useSearch(filter.text, pages);
  const current = useAlert(selected);

  const change = (next: AlertFilter): void => {
    lastFilter = next;
    setFilter(next);
    setKept(null);
  };

  const select = (alertId: string): void => {
    setAsked(null);
    setKept(alertId);
    navigate(at(alertId), selected === null ? 'push' : 'replace');
  };

  const step = (by: number): void => {
    const next =
      alerts[Math.min(alerts.length - 1, Math.max(0, alerts.findIndex(a => a.alertId === selected) + by))];
    if (next !== undefined) {
      stepped.current = true;
      select(next.alertId);
    }
  };

  // The focus goes where the keys went, or nobody hears which alert it is now.
  useEffect(() => {
    if (stepped.current) {
      stepped.current = false;
      const seen = list.current?.checkVisibility() === true ? list.current : detail.current;
      seen?.focus({ preventScroll: true });
    }
  }, [selected]);

  useKeys({ selected: current.alert ?? null, step, ask: setAsked, search, detail });

  const onEnd = (): void => {
    if (pages.hasNextPage && !pages.isFetchingNextPage && !pages.isError) {
      void pages.fetchNextPage();
    }
  };

  return (
    <TwoPanes
      title="Alerts"
      opened={selected !== null}
      back="/alerts"
      wide
      detailRef={detail}
      list={
        <>
          <AlertFilters filter={filter} onChange={change} searchRef={search} />
          <ConnectionNotice />
          {pages.isError && alerts.length > 0 && filter.text.trim() === '' && (
            <Stale error={pages.error} retry={() => void pages.refetch()} />
          )}
          {filter.text.trim() !== '' && <SearchState search={sought} found={alerts.length} listed={listed} />}
          {pages.isPending ? (
            <Loading rows={8} height={72} />
          ) : pages.isError && alerts.length === 0 ? (
            <Failed what="The alerts" error={pages.error} retry={() => void pages.refetch()} />
          ) : alerts.length === 0 ? (
            sought.state !== 'searching' && <NoAlerts filter={filter} />
          ) : (
            <VirtualList
              key={`${filter.show} ${filter.atLeast} ${filter.text}`}
              label="Alerts"
              listRef={list}
              items={alerts}
              keyOf={keyOf}
              rowHeight={rowHeight}
              selected={selected}
              onSelect={select}
              onStep={step}
              onOpen={() => detail.current?.focus()}
              onEnd={onEnd}
              pill={unseen => plural(unseen, 'new alert', 'new alerts')}
              render={alert => <AlertLine alert={alert} selected={alert.alertId === selected} />}
            />
          )}
        </>
      }
      detail={<Chosen alertId={selected} asked={asked} onAsked={setAsked} />}
    />
  );
}

/** The alert that was chosen, and its customer. */
function Chosen({ alertId, asked, onAsked }: { alertId: string | null; asked: Asked; onAsked: (a: Asked) => void }) {
  const { alert, history, error, retry } = useAlert(alertId);
  if (alertId === null) {
    return (
      <Empty icon={<IconInbox size={26} stroke={1.5} aria-hidden />} title="Choose an alert">
        <p className={css.hint}>Its story and its customer will be here. These keys spare you the mouse:</p>
        <KeyList />
      </Empty>
    );
  }

  if (alert === undefined) {
    return error !== null ? (
      <Failed what="The alert" error={error} retry={retry} />
    ) : (
      <Loading rows={5} height={64} />
    );
  }

  return (
    <div className={css.beside} key={alert.alertId}>
      <AlertPanel alert={alert} history={history} asked={asked} onAsked={onAsked} />
      <CustomerCard customerId={alert.customerId} highlightOrder={alert.raised.orderId ?? null} />
    </div>
  );
}

function NoAlerts({ filter }: { filter: AlertFilter }) {
  const { kind } = useConnection();
  if (filter.text !== '') {
    return <Empty title="Nothing matches">No alert in this list speaks of “{filter.text}”.</Empty>;
  }

  if (kind === 'waiting' || kind === 'connecting') {
    return <Empty title="Nothing is known">What there is will appear when the connection is back.</Empty>;
  }

  const title = {
    open: 'Nothing is waiting',
    mine: 'You have claimed nothing',
    taken: 'Nobody is working on an alert',
    resolved: 'Nothing resolved yet',
  }[filter.show];
  const next = {
    open: 'New alerts appear here by themselves.',
    mine: 'What you claim stays here until it is resolved or released.',
    taken: 'Alerts that you or a colleague claim are here.',
    resolved: 'What is resolved is kept here.',
  }[filter.show];
  return (
    <Empty icon={<IconBellCheck size={26} stroke={1.5} aria-hidden />} title={title}>
      {filter.atLeast === 'low' ? next : 'At this severity. Others may be hidden.'}
    </Empty>
  );
}

interface Keys {
  selected: ShownAlert | null;
  step: (by: number) => void;
  ask: (asked: Asked) => void;
  search: React.RefObject<HTMLInputElement | null>;
  detail: React.RefObject<HTMLElement | null>;
}

function useKeys(keys: Keys): void {
  const acts = useActs();
  const { name } = useSession();
  const now = useRef({ keys, acts, name });
  useEffect(() => {
    now.current = { keys, acts, name };
  });

  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (typing(event)) {
        return;
      }

      if (press(event.key, now.current.keys, now.current.acts, now.current.name)) {
        event.preventDefault();
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}

/** Does what a key stands for; false when it stands for nothing here. */
function press(
  key: string,
  { selected, step, ask, search, detail }: Keys,
  acts: Acts,
  agent: string,
): boolean {
  switch (key) {
    case 'j':
      step(1);
      return true;
    case 'k':
      step(-1);
      return true;
    case '/':
      search.current?.focus();
      search.current?.select();
      return true;
    case 'Escape':
      navigate('/alerts');
      return true;
    case 'Enter':
      if (document.activeElement === document.body) {
        detail.current?.focus();
        return true;
      }

      return false;
    default:
      return selected !== null && pressOn(key, selected, ask, acts, agent);
  }
}

const wanted: Record<string, Offer | undefined> = { c: 'claim', u: 'release', r: 'resolve', n: 'note' };

/** Does what is offered, and says of what is not why: no key is silent. */
function pressOn(key: string, alert: ShownAlert, ask: Keys['ask'], acts: Acts, agent: string): boolean {
  const wish = wanted[key];
  if (wish === undefined) {
    return false;
  }

  const can = offers(alert, agent);
  const offer = wish === 'claim' && can.has('takeOver') ? 'takeOver' : wish;
  if (!can.has(offer)) {
    toast('note', whyNot(offer, alert, agent));
  } else if (alert.pending && offer !== 'note') {
    toast('note', 'What was done last is still being saved.');
  } else if (offer === 'claim') {
    void acts.claim(alert.alertId);
  } else if (offer === 'release') {
    void acts.release(alert.alertId);
  } else {
    ask(offer);
  }

  return true;
}
