import { IconArrowLeft } from '@tabler/icons-react';
import type { ReactNode, Ref } from 'react';
import { Link } from '../shell/route';
import css from './TwoPanes.module.css';

interface Props {
  title: string;
  list: ReactNode;
  detail: ReactNode;
  /** Something is chosen; a narrow screen then shows it instead of the list, and the way back. */
  opened: boolean;
  back: string;
  /** The detail has columns of its own and wants all the room there is. */
  wide?: boolean;
  detailRef?: Ref<HTMLElement>;
}

/** A list and beside it what was chosen from it. */
export function TwoPanes({ title, list, detail, opened, back, wide = false, detailRef }: Props) {
  return (
    <div className={css.panes} data-opened={opened || undefined}>
      {/* Heard whichever pane a narrow screen shows. */}
      <h1 className="heard">{title}</h1>
      <section className={css.list} aria-label={title}>
        {list}
      </section>
      <section className={css.detail} aria-label={`${title}, chosen`} ref={detailRef} tabIndex={0}>
        <div className={css.inner} data-wide={wide || undefined}>
          <Link href={back} className={css.back}>
            <IconArrowLeft size={16} aria-hidden /> All {title.toLowerCase()}
          </Link>
          {detail}
        </div>
      </section>
    </div>
  );
}

/** A list that scrolls under its title. */
export function ListPane({ title, head, children }: { title: string; head?: ReactNode; children: ReactNode }) {
  return (
    <>
      <header className={css.head}>
        <p className={css.title} aria-hidden>
          {title}
        </p>
        {head}
      </header>
      {/* Scrollable by keys even where it holds nothing that takes the focus. */}
      <div className={css.scroll} tabIndex={0} role="group" aria-label={`${title}, list`}>
        {children}
      </div>
    </>
  );
}
