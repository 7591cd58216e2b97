import { IconBolt, IconClockHour4, IconUser } from '@tabler/icons-react';
import { path } from '../api/client';
import type { Json, TimelineEntry } from '../api/types';
import { useNow } from '../shell/now';
import { factSentence, headline, type Sentence } from '../text/sentences';
import { Bullet } from '../ui/Bullet';
import { More } from '../ui/More';
import { usePages } from '../ui/pages';
import { Empty, Failed, Loading, Stale } from '../ui/states';
import { Time } from '../ui/Time';
import css from './Timeline.module.css';

const icons = { event: IconBolt, 'follow-up': IconClockHour4, act: IconUser };

/** What happened, newest first, and what was concluded from it and why. */
export function Timeline({ customerId }: { customerId: string }) {
  const pages = usePages<TimelineEntry>(
    ['customer', customerId, 'timeline'],
    path`/v1/customers/${customerId}/timeline`,
    'before',
  );
  const { items } = pages;
  if (items === undefined) {
    return pages.isError ? (
      <Failed what="The timeline" error={pages.error} retry={() => void pages.refetch()} />
    ) : (
      <Loading rows={6} height={48} />
    );
  }

  if (items.length === 0) {
    return <Empty title="Nothing has happened yet" />;
  }

  return (
    <>
      {pages.isError && <Stale error={pages.error} retry={() => void pages.refetch()} />}
      <ol className={css.timeline}>
        {items.map(entry => (
          <Entry key={entry.version} entry={entry} />
        ))}
      </ol>
      <More
        has={pages.hasNextPage}
        busy={pages.isFetchingNextPage}
        failed={pages.isFetchNextPageError}
        onMore={() => void pages.fetchNextPage()}
      />
    </>
  );
}

function Entry({ entry }: { entry: TimelineEntry }) {
  const now = useNow();
  const Icon = icons[entry.kind];
  const said = headline(entry);
  // What an agent did is the headline; the fact that says it once more is left out.
  const facts = entry.facts.filter(fact => entry.kind !== 'act' || !isOfAlert(fact.fact));
  const occurred = entry.event?.occurredAt ?? entry.at;
  const late = Date.parse(entry.at) - Date.parse(occurred) > 3_600_000;
  return (
    <li className={css.entry}>
      <Bullet tone={said.tone}>
        <Icon size={14} aria-hidden />
      </Bullet>
      <div className={css.body}>
        <p className={css.head}>
          <strong dir="auto">{said.text}</strong>
          <span className={css.time}>
            <Time at={entry.at} show="absolute" />
          </span>
        </p>
        {said.words !== undefined && said.words !== '' && (
          <p className={css.words} dir="auto">
            {said.words}
          </p>
        )}
        {facts.length > 0 && (
          <ul className={css.facts}>
            {facts.map((fact, index) => (
              <Fact key={index} said={factSentence(fact, now)} />
            ))}
          </ul>
        )}
        <p className={css.source}>
          {entry.event != null && (
            <span title={entry.event.id}>
              <bdi>{entry.event.type}</bdi> from <bdi>{entry.event.source}</bdi>
            </span>
          )}
          {late && (
            <span>
              happened <Time at={occurred} show="absolute" />
            </span>
          )}
          <span>
            version {entry.version}, definitions {entry.revision}
          </span>
        </p>
      </div>
    </li>
  );
}

function Fact({ said }: { said: Sentence }) {
  return (
    <li data-tone={said.tone}>
      <span dir="auto">{said.text}</span>
      {said.why !== undefined && said.why !== '' && (
        <span className={css.why} dir="auto">
          {said.why}
        </span>
      )}
    </li>
  );
}

const isOfAlert = (kind: Json | undefined): boolean => typeof kind === 'string' && kind.startsWith('alert-');
