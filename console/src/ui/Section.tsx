import type { ReactNode } from 'react';
import css from './Section.module.css';

/** A part of a card under its own small heading. */
export function Section({ title, count, children }: { title: string; count?: number; children: ReactNode }) {
  return (
    <section className={css.section}>
      <h3>
        {title} {count !== undefined && count > 0 && <span>{count}</span>}
      </h3>
      {children}
    </section>
  );
}
