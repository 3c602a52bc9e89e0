import { useSyncExternalStore } from 'react';
import type { AnchorHTMLAttributes, MouseEvent, ReactNode } from 'react';
import { mayLeave } from './unsaved.js';

const base = '/panel';
const listeners = new Set<() => void>();
/** The address of the page that is shown. */
let shown = hrefNow();

window.addEventListener('popstate', () => {
  // The browser has moved already: what would be lost brings the address back.
  if (mayLeave()) tellAll();
  else window.history.pushState(null, '', shown);
});

/** Where the reader is, below `/panel`, with what stands after the question mark: `/coffee-point/conversations?q=x`. */
export function usePlace(): { path: string; query: URLSearchParams } {
  const href = useSyncExternalStore(subscribe, () => shown);
  const [path = '', query = ''] = href.split('?');
  return {
    path: path.startsWith(base) ? path.slice(base.length) || '/' : '/',
    query: new URLSearchParams(query),
  };
}

/**
 * Goes to another page of the panel, unless something on this one is not saved and the reader stays.
 *
 * @param to below `/panel`
 * @param options.replaces whether the way back leads past the page left
 */
export function go(to: string, { replaces = false }: { replaces?: boolean } = {}): void {
  const href = base + to;
  if (href !== shown && !mayLeave()) return;
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

function hrefNow(): string {
  return window.location.pathname + window.location.search;
}

function tellAll(): void {
  shown = hrefNow();
  for (const listener of listeners) listener();
}
