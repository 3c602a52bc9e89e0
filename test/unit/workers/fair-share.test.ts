import { sharedFairly } from '../../../workers/fair-share.js';

/** Work that goes on until it is ended by its conversation's name. */
function openWork() {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const work = ({ conversation_id }: { client_id: string; conversation_id: string }): Promise<void> => {
    begun.push(conversation_id);
    return new Promise((resolve) => ends.set(conversation_id, resolve));
  };
  return { begun, work, end: (name: string): void => ends.get(name)?.() };
}

const of = (client_id: string) => (conversation_id: string) => ({ client_id, conversation_id });
const [coffee, flowers] = [of('coffee'), of('flowers')];

describe('a client’s share of a process', () => {
  it('is full while so many of its turns are under way, and another client’s is not', async () => {
    const { begun, work } = openWork();
    const run = sharedFairly(work, { atMost: 2, ringAgain: () => undefined });
    void run(coffee('a'));
    void run(coffee('b'));
    await run(coffee('c'));
    void run(flowers('d'));
    expect(begun).toEqual(['a', 'b', 'd']);
  });

  it('rings again for what waited, once, as soon as a turn ends', async () => {
    const { work, end } = openWork();
    const rung: string[] = [];
    const run = sharedFairly(work, {
      atMost: 1,
      ringAgain: ({ conversation_id }) => rung.push(conversation_id),
    });
    const first = run(coffee('a'));
    await run(coffee('b'));
    await run(coffee('b'));
    await run(coffee('c'));
    end('a');
    await first;
    expect(rung).toEqual(['b']);
    const second = run(coffee('b'));
    end('b');
    await second;
    expect(rung).toEqual(['b', 'c']);
  });

  it('is given back also by a turn that fails', async () => {
    const begun: string[] = [];
    const run = sharedFairly<ReturnType<typeof coffee>>(
      async ({ conversation_id }) => {
        begun.push(conversation_id);
        throw new Error('the model hangs');
      },
      { atMost: 1, ringAgain: () => undefined },
    );
    await expect(run(coffee('a'))).rejects.toThrow('the model hangs');
    await expect(run(coffee('b'))).rejects.toThrow('the model hangs');
    expect(begun).toEqual(['a', 'b']);
  });
});
