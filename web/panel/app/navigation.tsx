import { useSyncExternalStore } from 'react';
import type { AnchorHTMLAttributes, MouseEvent, ReactNode } from 'react';

const base = '/panel';
const listeners = new Set<() => void>();

window.addEventListener('popstate', tellAll);

/** Where the reader is, below `/panel`, with what stands after the question mark: `/coffee-point/conversations?q=x`. */
export function usePlace(): { path: string; query: URLSearchParams } {
  const href = useSyncExternalStore(subscribe, () => window.location.pathname + window.location.search);
  const [path = '', query = ''] = href.split('?');
  return {
    path: path.startsWith(base) ? path.slice(base.length) || '/' : '/',
    query: new URLSearchParams(query),
  };
}

/**
 * Goes to another page of the panel.
 *
 * @param to below `/panel`
 * @param options.replaces whether the way back leads past the page left
 */
export function go(to: string, { replaces = false }: { replaces?: boolean } = {}): void {
  const href = base + to;
  if (replaces) window.history.replaceState(null, '', href);
  else window.history.pushState(null, '', href);
  tellAll();
}

/** A link to another page of the panel, which can be opened in a tab of its own as any link. */
export function Link({
  to,
  children,
  ...rest
}: { to: string; children: ReactNode } & Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'href'>): ReactNode {
  return (
    <a {...rest} href={base + to} onClick={(event) => follow(event, to)}>
      {children}
    </a>
  );
}

function follow(event: MouseEvent, to: string): void {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  go(to);
  window.scrollTo(0, 0);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function tellAll(): void {
  for (const listener of listeners) listener();
}
