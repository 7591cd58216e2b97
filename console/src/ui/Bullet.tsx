import type { ReactNode } from 'react';
import type { Tone } from './Chip';
import css from './Bullet.module.css';

/** The round sign at the head of an entry in a story. */
export function Bullet({ tone = 'plain', children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span className={css.bullet} data-tone={tone}>
      {children}
    </span>
  );
}
