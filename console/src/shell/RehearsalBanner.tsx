import { IconClockPlay } from '@tabler/icons-react';
import { whenInFull } from '../text/time';
import css from './RehearsalBanner.module.css';

/** A rehearsal must never be taken for the real thing. */
export function RehearsalBanner({ clock }: { clock: string | null }) {
  return (
    <div className={css.banner} role="note">
      <IconClockPlay size={16} aria-hidden />
      <span>
        <strong>Rehearsal.</strong> Nothing leaves this workspace.
      </span>
      {clock !== null && (
        <span className={css.clock}>
          Its clock stands at <time dateTime={clock}>{whenInFull(clock)}</time>
        </span>
      )}
    </div>
  );
}
