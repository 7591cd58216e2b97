import type { ReactNode } from 'react';
import css from './TwoPanes.module.css';

interface Props {
  title: string;
  head?: ReactNode;
  list: ReactNode;
  detail: ReactNode;
  /** Something is chosen; a narrow screen then shows it instead of the list. */
  opened: boolean;
}

/** A list and beside it what was chosen from it. */
export function TwoPanes({ title, head, list, detail, opened }: Props) {
  return (
    <div className={css.panes} data-opened={opened || undefined}>
      {/* Heard whichever pane a narrow screen shows. */}
      <h1 className="heard">{title}</h1>
      <section className={css.list} aria-label={title}>
        <header className={css.head}>
          <p className={css.title} aria-hidden>
            {title}
          </p>
          {head}
        </header>
        {/* Scrollable by keys even where it holds nothing that takes the focus. */}
        <div className={css.scroll} tabIndex={0} role="group" aria-label={`${title}, list`}>
          {list}
        </div>
      </section>
      <section className={css.detail} aria-label={`${title}, chosen`} tabIndex={0}>
        <div className={css.inner}>{detail}</div>
      </section>
    </div>
  );
}
