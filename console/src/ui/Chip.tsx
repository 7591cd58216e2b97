import type { ReactNode } from 'react';
import css from './Chip.module.css';

export type Tone = 'plain' | 'good' | 'warn' | 'bad' | 'accent';

/** A word of state. Its tone only underlines what the word says. */
export function Chip({ tone = 'plain', icon, children }: { tone?: Tone; icon?: ReactNode; children: ReactNode }) {
  return (
    <span className={css.chip} data-tone={tone}>
      {icon}
      {children}
    </span>
  );
}
