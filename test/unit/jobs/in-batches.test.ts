import { inBatches } from '../../../src/jobs/in-batches.js';

/** Work that ends when it is told to. */
function heldWork() {
  const batches: { items: number[]; end(error?: Error): void }[] = [];
  const hand = inBatches<number>(
    (items) =>
      new Promise((resolve, reject) => {
        batches.push({ items, end: (error) => (error ? reject(error) : resolve()) });
      }),
  );
  return { batches, hand };
}

const aMoment = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('work in batches', () => {
  it('begins at once when nothing is under way', async () => {
    const { batches, hand } = heldWork();
    const done = hand([1]);
    await aMoment();
    expect(batches.map(({ items }) => items)).toEqual([[1]]);
    batches[0]?.end();
    await done;
  });

  it('gathers what comes meanwhile for one batch after it', async () => {
    const { batches, hand } = heldWork();
    const all = [hand([1])];
    await aMoment();
    all.push(hand([2]), hand([3, 4]));
    await aMoment();
    expect(batches).toHaveLength(1);
    batches[0]?.end();
    await aMoment();
    expect(batches.map(({ items }) => items)).toEqual([[1], [2, 3, 4]]);
    batches[1]?.end();
    await Promise.all(all);
  });

  it('a batch that fails is its own affair: those before and after it are as they were', async () => {
    const { batches, hand } = heldWork();
    const first = hand([1]);
    await aMoment();
    const second = hand([2]);
    batches[0]?.end(new Error('down'));
    await expect(first).rejects.toThrow('down');
    await aMoment();
    batches[1]?.end();
    await expect(second).resolves.toBeUndefined();
  });
});
