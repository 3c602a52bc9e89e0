import { atMost, inTime } from '../../../src/shared/in-time.js';

const never = new Promise<string>(() => undefined);
const late = (): Error => new Error('too late');

describe('Waiting no longer than so long', () => {
  it('brings what came in time', async () => {
    expect(await atMost(60_000, Promise.resolve('here'))).toBe('here');
    expect(await inTime(Promise.resolve('here'), 60_000, late)).toBe('here');
  });

  it('brings nothing, or says that it is late, when it is not over by then', async () => {
    expect(await atMost(1, never)).toBeNull();
    await expect(inTime(never, 1, late)).rejects.toThrow('too late');
  });

  it('fails as what it waited for fails', async () => {
    const broken = Promise.reject(new Error('broken'));
    await expect(atMost(60_000, broken)).rejects.toThrow('broken');
    await expect(inTime(broken, 60_000, late)).rejects.toThrow('broken');
  });
});
