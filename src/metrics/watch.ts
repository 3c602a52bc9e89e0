import type { Labels, NameOf } from './catalog.js';

/** Told of what happens, for whoever watches. It never fails and never waits. */
export type Watch = {
  /** @param by 1 unless told; never negative */
  count<Name extends NameOf<'counter'>>(name: Name, labels: Labels<Name>, by?: number): void;
  /** @param seconds how long something took */
  took<Name extends NameOf<'histogram'>>(name: Name, labels: Labels<Name>, seconds: number): void;
};
