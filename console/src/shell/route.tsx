import { type AnchorHTMLAttributes, type MouseEvent, useSyncExternalStore } from 'react';

// Customer ids may hold slashes and percent signs, so the raw path is split first and each part decoded once.

const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('popstate', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('popstate', listener);
  };
}

const location = (): string => window.location.pathname + window.location.search;

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Where the page is: the decoded parts of its path, and its query. */
export function useRoute(): { parts: string[]; query: URLSearchParams; url: string } {
  const url = useSyncExternalStore(subscribe, location);
  const [pathname = '', search = ''] = url.split('?');
  return { parts: pathname.split('/').filter(Boolean).map(decode), query: new URLSearchParams(search), url };
}

export function navigate(url: string, how: 'push' | 'replace' = 'push'): void {
  if (url === location()) {
    return;
  }

  if (how === 'push') {
    window.history.pushState(null, '', url);
  } else {
    window.history.replaceState(null, '', url);
  }

  listeners.forEach(listener => listener());
}

/** A link within the page; the browser's own ways to open it elsewhere keep working. */
export function Link({ href, onClick, ...rest }: AnchorHTMLAttributes<HTMLAnchorElement> & { href: string }) {
  const follow = (event: MouseEvent<HTMLAnchorElement>): void => {
    onClick?.(event);
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (plain && !event.defaultPrevented) {
      event.preventDefault();
      navigate(href);
    }
  };

  return <a href={href} onClick={follow} {...rest} />;
}
