import { useInfiniteQuery } from '@tanstack/react-query';
import { get, path } from '../api/client';
import type { LedgerEntry, PointsAnswer, PointsLot } from '../api/types';
import { number } from '../text/amounts';
import { shortId } from '../text/ids';
import { dayOf } from '../text/time';
import { More } from '../ui/More';
import { Section } from '../ui/Section';
import { Empty, Failed, Loading } from '../ui/states';
import { Time } from '../ui/Time';
import css from './Points.module.css';

/** What the customer has earned, what of it may be spent, and every movement that made it so. */
export function Points({ customerId }: { customerId: string }) {
  const pages = useInfiniteQuery({
    queryKey: ['customer', customerId, 'points'],
    queryFn: ({ pageParam, signal }) =>
      get<PointsAnswer>(path`/v1/customers/${customerId}/points`, { before: pageParam, limit: 50 }, signal),
    initialPageParam: null as number | string | null,
    getNextPageParam: page => page.next,
  });
  const first = pages.data?.pages[0];
  if (first === undefined) {
    return pages.isError ? (
      <Failed what="The points" error={pages.error} retry={() => void pages.refetch()} />
    ) : (
      <Loading rows={4} height={48} />
    );
  }

  const entries = pages.data?.pages.flatMap(page => page.entries.map(bare)) ?? [];
  if (entries.length === 0 && first.lots.length === 0) {
    return <Empty title="No points yet">Points come with the first order that a programme rewards.</Empty>;
  }

  return (
    <>
      <dl className={css.sums}>
        <div>
          <dt>Available</dt>
          <dd>{number(first.available)}</dd>
        </div>
        <div>
          <dt>Pending</dt>
          <dd>{number(first.pending)}</dd>
        </div>
      </dl>
      <Section title="Earned" count={first.lots.length}>
        <ul className={css.list}>
          {first.lots.toReversed().map(lot => (
            <Lot key={lot.id} lot={lot} />
          ))}
        </ul>
      </Section>
      <Section title="Ledger">
        <ul className={css.list}>
          {entries.map(entry => (
            <li key={entry.key}>
              <span>
                {movement(entry)}
                <span className={css.dim} dir="auto">
                  order {shortId(entry.orderId)}, {entry.programme}
                </span>
              </span>
              <span className={css.amount}>
                <strong data-out={entry.to === 'clawed-back' || undefined}>
                  {entry.to === 'clawed-back' ? '−' : ''}
                  {number(entry.points)}
                </strong>
                <span className={css.dim}>
                  <Time at={entry.at} show="absolute" />
                </span>
              </span>
            </li>
          ))}
        </ul>
        <More
          has={pages.hasNextPage}
          busy={pages.isFetchingNextPage}
          failed={pages.isFetchNextPageError}
          onMore={() => void pages.fetchNextPage()}
        />
      </Section>
    </>
  );
}

function Lot({ lot }: { lot: PointsLot }) {
  const taken = lot.earned - lot.pending - lot.available;
  return (
    <li>
      <span>
        {number(lot.earned)} for order <bdi title={lot.orderId}>{shortId(lot.orderId)}</bdi>
        <span className={css.dim}>
          {lot.programme} v{lot.version}
        </span>
      </span>
      <span className={css.amount}>
        {lot.pending > 0 && (
          <span>
            {number(lot.pending)} pending
            <span className={css.dim}>
              {lot.maturesAt == null ? 'until it is delivered' : `until ${dayOf(lot.maturesAt)}`}
            </span>
          </span>
        )}
        {lot.available > 0 && <span>{number(lot.available)} available</span>}
        {taken > 0 && <span className={css.dim}>{number(taken)} taken back</span>}
      </span>
    </li>
  );
}

const accounts: Record<string, string> = {
  'issued>pending': 'Earned, pending',
  'pending>available': 'Became available',
  'pending>clawed-back': 'Taken back while pending',
  'available>clawed-back': 'Taken back',
};

function movement({ from, to }: LedgerEntry): string {
  return accounts[`${from}>${to}`] ?? `From ${from} to ${to}`;
}

function bare(entry: PointsAnswer['entries'][number]): LedgerEntry {
  return 'entry' in entry ? entry.entry : entry;
}
