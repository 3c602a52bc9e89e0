import { MadeOnce } from '../../../src/shared/made-once.js';

describe('What is made once', () => {
  it('is made when it is first asked for, and the same for all', async () => {
    let made = 0;
    const thing = new MadeOnce(async () => (made += 1));
    expect(await thing.ifMade()).toBeUndefined();
    expect(made).toBe(0);
    expect(await Promise.all([thing.get(), thing.get()])).toEqual([1, 1]);
    expect(await thing.get()).toBe(1);
    expect(await thing.ifMade()).toBe(1);
  });

  it('is made anew after it could not be made', async () => {
    let attempts = 0;
    const thing = new MadeOnce(async () => {
      attempts += 1;
      if (attempts === 1) throw new Error('too many open files');
      return 'there';
    });
    const first = [thing.get(), thing.get()];
    expect(await thing.ifMade()).toBeUndefined();
    for (const asked of first) await expect(asked).rejects.toThrow('too many open files');
    expect(await thing.get()).toBe('there');
    expect(attempts).toBe(2);
  });
});
