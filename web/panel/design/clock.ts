/** The browser's time: the one place in the panel that asks for it. */
export function now(): Date {
  return new Date();
}
