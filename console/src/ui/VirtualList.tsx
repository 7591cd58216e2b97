import { IconArrowUp } from '@tabler/icons-react';
import { useCallback, useEffect, useLayoutEffect, useRef, useState, type ReactNode, type Ref } from 'react';
import { shift } from './shift';
import css from './VirtualList.module.css';

interface Props<T> {
  label: string;
  items: T[];
  keyOf: (item: T) => string;
  rowHeight: number;
  selected: string | null;
  onSelect: (key: string) => void;
  /** To the row before (-1) or after (1) the selected one. */
  onStep: (by: number) => void;
  onOpen: (key: string) => void;
  onEnd: () => void;
  render: (item: T) => ReactNode;
  /** How many rows above have not been seen since the reader was last at the top. */
  pill: (unseen: number) => string;
  listRef?: Ref<HTMLDivElement>;
  footer?: ReactNode;
}

const overscan = 6;
const stillness = 1_500;

/**
 * A list of rows of one height, of which only those in sight are in the page. Rows that come in above do not move what
 * is being read: the list stays where it was and says how many they are.
 */
export function VirtualList<T>(props: Props<T>) {
  const { label, items, keyOf, rowHeight, selected, onSelect, onStep, onOpen, onEnd } = props;
  const { render, pill, listRef, footer } = props;
  const { pane, view, seen, measure, touch } = useStillness(items, keyOf, rowHeight, selected);
  const first = Math.max(0, Math.floor(view.top / rowHeight) - overscan);
  const end = Math.min(items.length, Math.ceil((view.top + view.height) / rowHeight) + overscan);
  const nearEnd = end >= items.length - overscan;
  useEffect(() => {
    if (nearEnd) {
      onEnd();
    }
  }, [nearEnd, items.length, onEnd]);

  const shown = items.slice(first, end);
  const active = selected !== null && shown.some(item => keyOf(item) === selected) ? idOf(selected) : undefined;
  const above = seen === null ? -1 : items.findIndex(item => keyOf(item) === seen);
  const unseen = view.top < rowHeight / 2 ? 0 : Math.max(0, above);

  return (
    <div className={css.outer}>
      {unseen > 0 && (
        <button
          type="button"
          className={css.pill}
          onClick={() => pane.current?.scrollTo({ top: 0, behavior: 'smooth' })}
        >
          <IconArrowUp size={14} aria-hidden /> {pill(unseen)}
        </button>
      )}
      <div
        className={css.pane}
        ref={pane}
        onScroll={measure}
        onPointerMove={touch}
        onPointerDown={touch}
        onKeyDown={touch}
      >
        <div
          ref={listRef}
          role="listbox"
          aria-label={label}
          tabIndex={0}
          className={css.list}
          style={{ height: items.length * rowHeight }}
          aria-activedescendant={active}
          onKeyDown={event => {
            if (event.key === 'Enter' && selected !== null) {
              onOpen(selected);
            } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
              event.preventDefault();
              onStep(event.key === 'ArrowDown' ? 1 : -1);
            }
          }}
        >
          {shown.map((item, index) => {
            const key = keyOf(item);
            return (
              <div
                key={key}
                id={idOf(key)}
                role="option"
                aria-selected={key === selected}
                aria-setsize={items.length}
                aria-posinset={first + index + 1}
                className={css.row}
                style={{ height: rowHeight, transform: `translateY(${(first + index) * rowHeight}px)` }}
                onClick={() => onSelect(key)}
              >
                {render(item)}
              </div>
            );
          })}
        </div>
        {footer}
      </div>
    </div>
  );
}

/** Keeps what is being read where it is, and knows what of the list is in sight and what has been seen. */
function useStillness<T>(items: T[], keyOf: (item: T) => string, rowHeight: number, selected: string | null) {
  const pane = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 800 });
  const [seen, setSeen] = useState<string | null>(null);
  const touched = useRef(0);
  const before = useRef<string[]>([]);

  const measure = useCallback(() => {
    const element = pane.current;
    if (element === null) {
      return;
    }

    setView({ top: element.scrollTop, height: element.clientHeight });
    if (element.scrollTop < rowHeight / 2) {
      setSeen(before.current[0] ?? null);
    }
  }, [rowHeight]);

  useEffect(() => {
    const element = pane.current;
    if (element === null) {
      return;
    }

    const watch = new ResizeObserver(measure);
    watch.observe(element);
    return () => watch.disconnect();
  }, [measure]);

  useLayoutEffect(() => {
    const element = pane.current;
    const keys = items.map(keyOf);
    const old = before.current;
    before.current = keys;
    if (element === null || old.length === 0) {
      measure();
      return;
    }

    const reading = element.scrollTop > 0 || Date.now() - touched.current < stillness;
    const moved = reading ? shift(old, keys, Math.floor(element.scrollTop / rowHeight)) : 0;
    if (moved !== 0) {
      element.scrollTop += moved * rowHeight;
    }

    measure();
  }, [items, keyOf, rowHeight, measure]);

  // The selected row is brought into sight when it becomes selected, and not each time the list changes.
  useEffect(() => {
    const element = pane.current;
    const index = selected === null ? -1 : before.current.indexOf(selected);
    if (element === null || index < 0) {
      return;
    }

    const top = index * rowHeight;
    if (top < element.scrollTop) {
      element.scrollTop = top;
    } else if (top + rowHeight > element.scrollTop + element.clientHeight) {
      element.scrollTop = top + rowHeight - element.clientHeight;
    }
  }, [selected, rowHeight]);

  const touch = useCallback(() => {
    touched.current = Date.now();
  }, []);

  return { pane, view, seen, measure, touch };
}

const idOf = (key: string): string => `row-${key}`;
