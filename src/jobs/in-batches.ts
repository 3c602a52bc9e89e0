/**
 * Makes many small pieces of work into few large ones: while one batch is under way, what comes meanwhile gathers for the
 * next. Without haste a batch is what was handed over, at once; under load round trips don't grow with it.
 *
 * @param work handles a batch; what it throws reaches everybody who has a part in the batch
 * @returns hands items over; the promise ends with the batch that they went in
 */
export function inBatches<Item>(
  work: (items: Item[]) => Promise<void>,
): (items: readonly Item[]) => Promise<void> {
  let gathered: Item[] = [];
  let next: Promise<void> | null = null;
  let underWay: Promise<void> = Promise.resolve();

  const begin = async (): Promise<void> => {
    await underWay.catch(() => undefined);
    const items = gathered;
    gathered = [];
    next = null;
    underWay = work(items);
    return underWay;
  };
  return (items) => {
    gathered.push(...items);
    return (next ??= begin());
  };
}
