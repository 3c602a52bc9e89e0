import type { AnyJob } from '../../../src/jobs/catalog.js';
import { createBell } from '../../../src/jobs/ring-bells.js';
import { newId } from '../../../src/shared/ids.js';
import type { ClientId, IntegrationId } from '../../../src/shared/ids.js';
import { silentLogger } from '../../../src/shared/logger.js';
import type { Queryable } from '../../../src/shared/database.js';
import { fixedClock } from '../../support/clock.js';

/** A bell over a database that knows one holder, or none. */
function bellWith(holder: { bell_queue: string } | undefined) {
  const heard = { asked: 0, rung: [] as AnyJob[] };
  const maybeOne: Queryable['maybeOne'] = async () => {
    heard.asked += 1;
    return holder as never;
  };
  const bell = createBell({
    db: { maybeOne } as unknown as Queryable,
    queues: { ring: async (job) => void heard.rung.push(job) },
    clock: fixedClock('2026-11-23T10:00:00Z'),
    logger: silentLogger,
  });
  return { bell, heard };
}

const connection = () => ({ client_id: newId<ClientId>(), integration_id: newId<IntegrationId>() });
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('The bell for what is to be sent', () => {
  it('rings the holder of the connection, and asks once who that is in a burst', async () => {
    const { bell, heard } = bellWith({ bell_queue: 'bots-1' });
    const one = connection();
    for (let ring = 0; ring < 5; ring += 1) {
      bell.delivery(one);
      await settled();
    }
    expect(heard.rung).toHaveLength(5);
    expect(heard.rung).toContainEqual({ job: 'deliver-messages', payload: one, queue: 'bots-1' });
    expect(heard.asked).toBe(1);
    bell.delivery(connection());
    expect(heard.asked).toBe(2);
  });

  it('asks again and again while nobody holds the connection: who takes it is rung at once', async () => {
    const { bell, heard } = bellWith(undefined);
    const one = connection();
    for (let ring = 0; ring < 3; ring += 1) {
      bell.delivery(one);
      await settled();
    }
    expect(heard).toEqual({ asked: 3, rung: [] });
  });
});
