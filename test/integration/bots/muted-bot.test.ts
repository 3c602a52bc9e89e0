import { testDatabase } from '../../support/database.js';
import { eventually } from '../../support/eventually.js';
import { sql } from '../../../src/shared/database.js';
import { openStage } from './stage.js';

const { database } = await testDatabase();

it('a bot that may not write in its group calls the owner, loses nothing, and says when all is well', async () => {
  const stage = await openStage(database, { forum: false });
  try {
    const { telegram, group, client_id } = stage;
    telegram.demoteMember({ group, member: 'managers_bot' });
    telegram.faults.add({
      ...{ botUsername: 'managers_bot', method: 'sendMessage', kind: 'error' },
      error: { code: 400, description: 'Bad Request: not enough rights to send text messages to the chat' },
    });
    await stage.start();
    await stage.callPerson(await stage.meet('a person, please'));
    const alarms = () =>
      database.query<{ kind: string; is_over: boolean }>(sql`
        SELECT kind, cleared_at IS NOT NULL AS is_over FROM alarms WHERE client_id = ${client_id}`);
    await eventually(async () => expect(await alarms()).toEqual([{ kind: 'bot_not_admin', is_over: false }]));
    const waiting = await database.query(sql`
      UPDATE topic_posts SET due_at = now()
      WHERE client_id = ${client_id} AND kind = 'card' AND status = 'queued' RETURNING id`);
    expect(waiting).toHaveLength(1);
    await eventually(() =>
      expect(stage.groupChat().map(({ text }) => text)).toContainEqual(
        expect.stringContaining('New request'),
      ),
    );
    await eventually(async () => expect(await alarms()).toEqual([{ kind: 'bot_not_admin', is_over: true }]));
    // Of a trouble that is over nothing is said in the group.
    expect(stage.groupChat().some(({ text }) => text.includes('no longer an administrator'))).toBe(false);
  } finally {
    await stage.close();
  }
});
