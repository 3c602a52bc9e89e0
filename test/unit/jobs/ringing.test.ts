import type { AddedBell } from '../../../src/jobs/ringing.js';
import { groupedByQueue, HeardHere } from '../../../src/jobs/ringing.js';
import { newId } from '../../../src/shared/ids.js';
import type { ClientId, ConversationId } from '../../../src/shared/ids.js';

const queue = 'workers';

function aBell(): AddedBell {
  const payload = { client_id: newId<ClientId>(), conversation_id: newId<ConversationId>() };
  const [bell] = groupedByQueue([{ job: 'run-turn', payload }], 'here').get(queue) ?? [];
  if (!bell) throw new Error('no bell');
  return bell;
}

const aSweep = (): AddedBell[] => groupedByQueue([{ job: 'sweep', payload: {} }], 'here').get(queue) ?? [];
const idOf = ({ opts }: AddedBell): string => opts.jobId;

/** A process with so many places for bells, whose handler ends when it is told to. */
function aProcess(places: number) {
  let now = 0;
  const heard = new HeardHere(() => now);
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  heard.listen(
    queue,
    ({ id = '' }) =>
      new Promise((resolve) => {
        begun.push(id);
        ends.set(id, resolve);
      }),
    places,
  );
  return {
    begun,
    pass: (seconds: number) => void (now += seconds * 1_000),
    /** @returns the ids that are to go to the queue */
    ring: (...bells: AddedBell[]) => heard.hearAtOnce(queue, bells).map(idOf),
    queueBrings: ({ name, data, opts }: AddedBell) => heard.hear(queue, { id: opts.jobId, name, data }),
    queueRefuses: (...bells: AddedBell[]) => heard.hearWithoutQueue(queue, bells),
    async end(bell: AddedBell): Promise<void> {
      ends.get(idOf(bell))?.();
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

describe('A process that hears bells', () => {
  it('has one number of places for those it rang itself and those the queue brings', async () => {
    const [own, other, brought, later] = [aBell(), aBell(), aBell(), aBell()];
    const { begun, ring, queueBrings, end } = aProcess(2);
    expect(ring(own, other)).toEqual([]);
    const done = queueBrings(brought);
    expect(begun).toEqual([own, other].map(idOf));

    await end(own);
    expect(begun).toEqual([own, other, brought].map(idOf));
    expect(ring(later)).toEqual([idOf(later)]);
    await end(brought);
    await done;
    expect(ring(later)).toEqual([]);
  });

  it('lets what it rings overtake nothing that the queue has brought already', async () => {
    const [own, brought, second, later] = [aBell(), aBell(), aBell(), aBell()];
    const { begun, ring, queueBrings, end } = aProcess(1);
    ring(own);
    void queueBrings(brought);
    void queueBrings(second);
    await end(own);
    expect(ring(later)).toEqual([idOf(later)]);
    await end(brought);
    expect(begun).toEqual([own, brought, second].map(idOf));
  });

  it('sweeps before whatever else waits for a place', async () => {
    const [own, brought] = [aBell(), aBell()];
    const [sweep = own] = aSweep();
    const { begun, ring, queueBrings, end } = aProcess(1);
    ring(own);
    void queueBrings(brought);
    void queueBrings(sweep);
    await end(own);
    expect(begun).toEqual([own, sweep].map(idOf));
  });

  it('takes no more places for what the queue refuses', async () => {
    const [own, refused, second] = [aBell(), aBell(), aBell()];
    const { begun, ring, queueRefuses, end } = aProcess(2);
    ring(own);
    queueRefuses(refused, second);
    await end(aBell());
    expect(begun).toEqual([own, refused].map(idOf));
    await end(refused);
    expect(begun).toEqual([own, refused, second].map(idOf));
  });

  it('hears a bell once more when it is rung while its namesake is heard', async () => {
    const bell = aBell();
    const { begun, ring, pass, end } = aProcess(2);
    ring(bell);
    pass(10);
    expect(ring(bell)).toEqual([]);
    expect(begun).toEqual([bell].map(idOf));
    await end(bell);
    expect(begun).toEqual([bell, bell].map(idOf));
    await end(bell);
    expect(begun).toHaveLength(2);
  });

  it('lets a bell travel whose namesake hangs for more than ten seconds, so that another process may hear it', async () => {
    const [hanging, other] = [aBell(), aBell()];
    const { begun, ring, pass } = aProcess(2);
    ring(hanging);
    pass(10.001);
    expect(ring(hanging, other)).toEqual([idOf(hanging)]);
    expect(begun).toEqual([hanging, other].map(idOf));
  });

  it('counts the ten seconds of each hearing anew', async () => {
    const bell = aBell();
    const { ring, pass, end } = aProcess(2);
    ring(bell);
    pass(9);
    ring(bell);
    await end(bell);
    pass(9);
    expect(ring(bell)).toEqual([]);
    pass(2);
    expect(ring(bell)).toEqual([idOf(bell)]);
  });

  it('hears what travelled once more when the one that hung ends, for the queue may have refused it', async () => {
    const bell = aBell();
    const { begun, ring, pass, queueRefuses, end } = aProcess(2);
    ring(bell);
    pass(11);
    ring(bell);
    queueRefuses(bell);
    expect(begun).toHaveLength(1);
    await end(bell);
    expect(begun).toEqual([bell, bell].map(idOf));
  });
});
