import { setMaxListeners } from 'node:events';

/**
 * An end that any number of pieces of work listen to side by side, each while it is under way: no leak that Node need
 * warn of, as it does from the eleventh on.
 */
export function endOfMany(): AbortController {
  const end = new AbortController();
  setMaxListeners(0, end.signal);
  return end;
}
