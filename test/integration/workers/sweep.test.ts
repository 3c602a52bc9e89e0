import { systemClock } from '../../../src/shared/clock.js';
import { sql } from '../../../src/shared/database.js';
import { recordMetrics } from '../../../src/metrics/record-metrics.js';
import { forgetOldMessages } from '../../../src/privacy/forget-old-messages.js';
import { handleOnce } from '../../../src/topics/handled-updates.js';
import { sweepJob } from '../../../workers/sweep.js';
import { testDatabase } from '../../support/database.js';

const { database } = await testDatabase();

describe('The sweep', () => {
  const rung: unknown[] = [];
  const queues = { ringMany: async (jobs: readonly unknown[]) => void rung.push(...jobs) } as never;
  const sweep = sweepJob({ db: database, clock: systemClock, queues });

  /** What is done once in a while, and rung for until it was. */
  const doRounds = async (): Promise<void> => {
    await recordMetrics({ db: database, clock: systemClock });
    await forgetOldMessages({ db: database, clock: systemClock });
  };

  it('rings for the figures of an hour that is over and for old messages, until they are seen to', async () => {
    await sweep({});
    expect(rung.splice(0)).toEqual([
      { job: 'record-metrics', payload: {} },
      { job: 'forget-old-messages', payload: {} },
    ]);
    await doRounds();
    await sweep({});
    expect(rung).toEqual([]);
  });

  it('rings for nothing where nothing is due', async () => {
    await doRounds();
    await sweep({});
    expect(rung).toEqual([]);
  });

  it('forgets what a group sent days ago, and not what may still be delivered again', async () => {
    await handleOnce(database, 'telegram:a', 'old');
    await database.query(sql`UPDATE handled_updates SET created_at = now() - interval '3 days'`);
    await handleOnce(database, 'telegram:a', 'new');
    await sweep({});
    const left = await database.query<{ external_id: string }>(sql`SELECT external_id FROM handled_updates`);
    expect(left).toEqual([{ external_id: 'new' }]);
    await expect(handleOnce(database, 'telegram:a', 'new')).resolves.toBe(false);
  });
});
