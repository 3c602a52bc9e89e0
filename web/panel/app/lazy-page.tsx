import { use } from 'react';
import type { ComponentType, ReactNode } from 'react';
import type { Client } from '../api/me.js';
import { ApiError } from '../api/request.js';
import type { ClientRole } from '../../../src/admins/roles.js';

/** A page of the menu, whose files come when it is opened. */
export type LazyPage<Props> = {
  Content: (props: Props) => ReactNode;
  /** Asks for its files before it is opened: the reader has reached for it. */
  preload: () => void;
  /** The least role that may read it. */
  least: ClientRole;
  /** Whether the menu of a client shows it now; its address leads to it in any case. */
  isListed: (client: Client) => boolean;
};

/**
 * @param load imports the page's file and returns its component
 * @param options.least the least role its routes let read; a viewer may read most
 * @param options.isListed always, unless told
 */
export function page<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  { least = 'viewer', isListed = () => true }: Partial<Pick<LazyPage<Props>, 'least' | 'isListed'>> = {},
): LazyPage<Props> {
  let loading: Promise<ComponentType<Props>> | null = null;
  const ask = async (): Promise<ComponentType<Props>> => {
    try {
      return await load();
    } catch {
      // Not kept: the next try asks again.
      loading = null;
      throw new ApiError(0, null);
    }
  };
  const wanted = (): Promise<ComponentType<Props>> => (loading ??= known(ask()));
  return {
    least,
    isListed,
    preload: () => void wanted().catch(() => null),
    Content(props) {
      const Loaded = use(wanted());
      return <Loaded {...props} />;
    },
  };
}

/** What has come before it is used is shown at once: React reads it from the promise itself. */
function known<T>(promise: Promise<T>): Promise<T> {
  void promise.then(
    (value) => Object.assign(promise, { status: 'fulfilled', value }),
    (reason: unknown) => Object.assign(promise, { status: 'rejected', reason }),
  );
  return promise;
}
