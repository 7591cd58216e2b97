import { IconClockPlay } from '@tabler/icons-react';
import { whenInFull, whenWithYear } from '../text/time';
import css from './RehearsalBanner.module.css';

/** A rehearsal must never be taken for the real thing. */
export function RehearsalBanner({ clock }: { clock: string | null }) {
  return (
    <aside className={css.banner} aria-label="Rehearsal">
      <IconClockPlay size={16} aria-hidden />
      <span>
        <strong>Rehearsal.</strong> Nothing leaves this workspace.
      </span>
      {clock !== null && (
        <span className={css.clock}>
          Its clock stands at{' '}
          <time dateTime={clock} title={whenInFull(clock)}>
            {whenWithYear(clock)}
          </time>
        </span>
      )}
    </aside>
  );
}
