import {
  IconAlertHexagonFilled,
  IconAlertTriangleFilled,
  IconCircleDotFilled,
  IconInfoCircle,
} from '@tabler/icons-react';
import type { Severity } from '../api/types';
import css from './SeverityMark.module.css';

const icons = {
  critical: IconAlertHexagonFilled,
  high: IconAlertTriangleFilled,
  medium: IconCircleDotFilled,
  low: IconInfoCircle,
};

const names = { critical: 'Critical', high: 'High', medium: 'Medium', low: 'Low' };

/** How soon an agent should look: by colour, by shape and by word. */
export function SeverityMark({ severity, small = false }: { severity: Severity; small?: boolean }) {
  const Icon = icons[severity];
  return (
    <span className={css.mark} data-severity={severity} data-small={small || undefined}>
      <Icon size={small ? 14 : 16} aria-hidden />
      <span>{names[severity]}</span>
    </span>
  );
}
