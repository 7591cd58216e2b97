import { IconAlertCircle, IconCircleCheck, IconInfoCircle, IconX } from '@tabler/icons-react';
import { useSyncExternalStore } from 'react';
import css from './toasts.module.css';

interface Toast {
  id: number;
  tone: 'good' | 'bad' | 'note';
  text: string;
}

let toasts: Toast[] = [];
let last = 0;
const listeners = new Set<() => void>();

function show(next: Toast[]): void {
  toasts = next;
  listeners.forEach(listener => listener());
}

/** Says something in passing. What went wrong stays longer than what went well; what is lasting, until it is read. */
export function toast(tone: Toast['tone'], text: string, lasting = false): void {
  const id = ++last;
  show([...toasts.slice(-2), { id, tone, text }]);
  if (!lasting) {
    setTimeout(() => dismiss(id), tone === 'bad' ? 12_000 : 4_000);
  }
}

function dismiss(id: number): void {
  show(toasts.filter(one => one.id !== id));
}

export function Toasts() {
  const shown = useSyncExternalStore(
    listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => toasts,
  );

  return (
    <div className={css.toasts} role="status" aria-live="polite">
      {shown.map(({ id, tone, text }) => (
        <div key={id} className={css.toast} data-tone={tone}>
          <Sign tone={tone} />
          <span dir="auto">{text}</span>
          <button type="button" aria-label="Dismiss" onClick={() => dismiss(id)}>
            <IconX size={14} aria-hidden />
          </button>
        </div>
      ))}
    </div>
  );
}

function Sign({ tone }: { tone: Toast['tone'] }) {
  const Icon = { good: IconCircleCheck, bad: IconAlertCircle, note: IconInfoCircle }[tone];
  return <Icon size={18} aria-hidden />;
}
