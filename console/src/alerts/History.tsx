import { IconBellRinging, IconCheck, IconHandGrab, IconHandOff, IconNote } from '@tabler/icons-react';
import type { FeedEntry, FeedItem } from '../api/types';
import { Bullet } from '../ui/Bullet';
import { Loading } from '../ui/states';
import { Time } from '../ui/Time';
import css from './History.module.css';

const icons = {
  raised: IconBellRinging,
  claimed: IconHandGrab,
  released: IconHandOff,
  resolved: IconCheck,
  noted: IconNote,
};

/** What was done about an alert, oldest first. */
export function History({ entries }: { entries: FeedEntry[] | undefined }) {
  if (entries === undefined) {
    return <Loading rows={2} height={28} />;
  }

  return (
    <section className={css.history} aria-label="What was done">
      <h3>History</h3>
      <ol>
        {entries.map(({ position, item }) => {
          const Icon = icons[item.kind];
          return (
            <li key={position}>
              <Bullet tone={item.kind === 'resolved' ? 'good' : 'plain'}>
                <Icon size={14} aria-hidden />
              </Bullet>
              <div className={css.what}>
                <p>
                  <What item={item} />{' '}
                  <span className={css.time}>
                    <Time at={item.at} show="absolute" />
                  </span>
                </p>
                {item.kind === 'noted' && (
                  <p className={css.words} dir="auto">
                    {item.text}
                  </p>
                )}
                {item.kind === 'resolved' && item.resolution != null && (
                  <p className={css.words} dir="auto">
                    {item.resolution}
                  </p>
                )}
              </div>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

function What({ item }: { item: FeedItem }) {
  switch (item.kind) {
    case 'raised':
      return <>Raised</>;
    case 'claimed':
      return (
        <>
          <bdi>{item.agent}</bdi>{' '}
          {item.from == null ? (
            'claimed it'
          ) : (
            <>
              took it over from <bdi>{item.from}</bdi>
            </>
          )}
        </>
      );
    case 'released':
      return (
        <>
          <bdi>{item.agent}</bdi> released it
        </>
      );
    case 'resolved':
      return (
        <>
          <bdi>{item.agent}</bdi> resolved it
        </>
      );
    case 'noted':
      return (
        <>
          <bdi>{item.agent}</bdi> noted
        </>
      );
  }
}
