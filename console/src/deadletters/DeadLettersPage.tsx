import { Button } from '@mantine/core';
import { IconMailCheck, IconRefresh } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { path, post } from '../api/client';
import { wordsOf } from '../api/problem';
import type { DeadLetter } from '../api/types';
import { Link } from '../shell/route';
import { plural } from '../text/amounts';
import { Chip } from '../ui/Chip';
import { More } from '../ui/More';
import { usePages } from '../ui/pages';
import { Empty, Failed, Loading, Stale } from '../ui/states';
import { Time } from '../ui/Time';
import { toast } from '../ui/toasts';
import page from '../ui/page.module.css';
import css from './DeadLettersPage.module.css';
import { everyLetter, queryOf, useMany, type LetterFilter, type Many } from './many';
import { ManyLetters } from './ManyLetters';

const usually = 30_000;
const afterRetry = 2_000;
const soon = 60_000;

/** What was given up after many tries, and why; it can be tried again or dismissed, one by one or all at once. */
export function DeadLettersPage() {
  const [retriedAt, setRetriedAt] = useState<number | null>(null);
  useEffect(() => {
    const timer = retriedAt === null ? undefined : setTimeout(() => setRetriedAt(null), soon);
    return () => clearTimeout(timer);
  }, [retriedAt]);

  // Who has just tried again wants to see at once whether the letter comes back.
  const every = retriedAt === null ? usually : afterRetry;
  const [filter, setFilter] = useState(everyLetter);
  const [asked, setAsked] = useState<Record<string, string>>({});
  const pages = usePages<DeadLetter>(['dead-letters'], '/v1/dead-letters', 'before', asked, () => every);
  const many = useMany(filter, () => setRetriedAt(Date.now()));
  const items = pages.items?.toSorted((one, other) => Date.parse(other.givenUpAt) - Date.parse(one.givenUpAt));
  const narrow = (next: LetterFilter): void => {
    many.forget();
    setFilter(next);
    setAsked(queryOf(next, Date.now()));
  };

  return (
    <div className={page.page} tabIndex={0} role="group" aria-label="Dead letters">
      <div className={page.inner}>
        <header>
          <h1>Dead letters</h1>
          <p className={page.dim}>
            What could not be delivered and was given up. A new try carries the same key as the ones before.
          </p>
        </header>
        <ManyLetters filter={filter} onFilter={narrow} many={many} some={items !== undefined && items.length > 0} />
        {pages.isError && items !== undefined && <Stale error={pages.error} retry={() => void pages.refetch()} />}
        <div className={page.card}>
          {items === undefined ? (
            pages.isError ? (
              <Failed what="The dead letters" error={pages.error} retry={() => void pages.refetch()} />
            ) : (
              <Loading rows={5} height={56} />
            )
          ) : items.length === 0 && Object.keys(asked).length > 0 ? (
            <Empty title="None match">Others were given up, perhaps, for another reason or at another time.</Empty>
          ) : items.length === 0 ? (
            <Empty icon={<IconMailCheck size={26} stroke={1.5} aria-hidden />} title="Nothing was given up">
              Everything that had to go out has gone, or is still being tried.
            </Empty>
          ) : (
            <ul className={page.lines}>
              {items.map(letter => (
                <Letter
                  key={`${letter.row}/${letter.givenUpAt}`}
                  letter={letter}
                  onRetried={() => setRetriedAt(Date.now())}
                />
              ))}
            </ul>
          )}
          <More
            has={pages.hasNextPage}
            busy={pages.isFetchingNextPage}
            failed={pages.isFetchNextPageError}
            onMore={() => void pages.fetchNextPage()}
          />
        </div>
      </div>
    </div>
  );
}

function Letter({ letter, onRetried }: { letter: DeadLetter; onRetried: () => void }) {
  const queries = useQueryClient();
  const [sure, setSure] = useState(false);
  const act = useMutation({
    mutationFn: (which: Many) => post(path`/v1/dead-letters/${letter.row}/${which}`),
    onSuccess: (_, which) => {
      toast('good', did[which]);
      onRetried();
      void queries.invalidateQueries({ queryKey: ['dead-letters'] });
    },
    onError: (error, which) => toast('bad', `${didNot[which]} ${wordsOf(error)}`),
  });
  return (
    <li>
      <div className={page.what}>
        <p>
          <Chip tone="warn">{letter.receiver}</Chip> <code dir="auto">{letter.key}</code>
        </p>
        <p className={page.detail} dir="auto">
          {letter.error}
        </p>
        <p className={page.dim}>
          <Link href={`/customers/${encodeURIComponent(letter.customerId)}`} dir="auto">
            {letter.customerId}
          </Link>
          {' · '}given up <Time at={letter.givenUpAt} show="both" real /> after{' '}
          {plural(letter.attempts, 'try', 'tries')}
        </p>
      </div>
      <div className={css.acts}>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconRefresh size={14} aria-hidden />}
          loading={act.isPending}
          disabled={act.isSuccess}
          onClick={() => act.mutate('retry')}
        >
          Try again
        </Button>
        {letter.receiver !== followUps && (
          <Button
            size="xs"
            variant={sure ? 'filled' : 'default'}
            disabled={act.isPending || act.isSuccess}
            onClick={() => (sure ? act.mutate('dismiss') : setSure(true))}
            onBlur={() => setSure(false)}
          >
            {sure ? 'Dismiss for good' : 'Dismiss'}
          </Button>
        )}
      </div>
    </li>
  );
}

/** The receiver of customers who are no longer woken: the server lets nobody dismiss one. */
const followUps = 'follow-ups';

const did: Record<Many, string> = {
  retry: 'It is in its queue again. Should that fail too, it comes back here.',
  dismiss: 'It is dismissed and will not be sent.',
};

const didNot: Record<Many, string> = {
  retry: 'It could not be queued again.',
  dismiss: 'It could not be dismissed.',
};
