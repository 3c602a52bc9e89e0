import { use } from 'react';
import type { ComponentType, ReactNode } from 'react';
import { ApiError } from '../api/request.js';
import type { ClientRole } from '../../../src/admins/roles.js';

/** A page of the menu, whose files come when it is opened. */
export type LazyPage<Props> = {
  Content: (props: Props) => ReactNode;
  /** Asks for its files before it is opened: the reader has reached for it. */
  preload: () => void;
  /** The least role that may read it. */
  least: ClientRole;
};

/**
 * @param load imports the page's file and returns its component
 * @param options.least the least role its routes let read; a viewer may read most
 */
export function page<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  { least = 'viewer' }: { least?: ClientRole } = {},
): LazyPage<Props> {
  let loaded: ComponentType<Props> | null = null;
  let loading: Promise<ComponentType<Props>> | null = null;
  const ask = async (): Promise<ComponentType<Props>> => {
    try {
      loaded = await load();
      return loaded;
    } catch {
      // Not kept: the next try asks again.
      loading = null;
      throw new ApiError(0, null);
    }
  };
  const wanted = (): Promise<ComponentType<Props>> => (loading ??= ask());
  return {
    least,
    preload: () => void wanted().catch(() => null),
    Content(props) {
      const Loaded = loaded ?? use(wanted());
      return <Loaded {...props} />;
    },
  };
}
