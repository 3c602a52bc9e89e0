import type { BotApi } from '../../../bots/telegram/bot-api.js';
import { GroupBudget, telegramGroupBudget } from '../../../bots/telegram/group-budget.js';
import { GroupSender } from '../../../bots/telegram/group-sender.js';
import type { GroupSenderOptions } from '../../../bots/telegram/group-sender.js';
import { sql } from '../../../src/shared/database.js';
import { queuePost } from '../../../src/topics/queue-post.js';
import { fixedClock } from '../../support/clock.js';
import { testDatabase } from '../../support/database.js';
import { Group } from '../../support/group.js';
import { openShop } from '../../support/shop.js';

const { database } = await testDatabase();
const clock = fixedClock('2026-11-23T10:00:00Z');

let groups = 0;

/** A budget that is used up when the test says so. */
class ToldBudget extends GroupBudget {
  isUsedUp = false;

  override waitMs(): number {
    return this.isUsedUp ? 1_000 : 0;
  }
}

/** A group whose sender counts what it waits for. */
async function sendingGroup() {
  const telegram_chat_id = `-100${(groups += 1)}`;
  const shop = await openShop(database, clock, { settings: { group_is_forum: false, telegram_chat_id } });
  const budget = new ToldBudget(telegramGroupBudget);
  const counted: string[] = [];
  const standing: string[] = [];
  const sendMessage = async (_chat: number, text: string) => {
    standing.push(text);
    return { message_id: standing.length };
  };
  const { sender_key } = await new Group(database, shop).place();
  const sender = new GroupSender({
    ...{ telegram_chat_id, sender_key, budget, language: 'ru', isOurs: () => true, look: async () => null },
    tools: { ...shop.tools, watch: { count: (name) => void counted.push(name), took: () => undefined } },
    bot: { api: { sendMessage } } as unknown as BotApi,
    media: {} as GroupSenderOptions['media'],
  });
  return {
    budget,
    standing,
    waits: () => counted.filter((name) => name === 'group_budget_waits_total').length,
    async say(text: string): Promise<void> {
      const { client_id } = shop;
      await queuePost(
        database,
        {
          client_id,
          telegram_chat_id,
          topic_id: null,
          kind: 'text',
          dedupe_key: text,
          payload: { text: [{ text }] },
        },
        clock.now(),
      );
    },
    /** What still waits is not posted after all. */
    takesBack: () =>
      database.query(sql`DELETE FROM topic_posts WHERE telegram_chat_id = ${telegram_chat_id}`),
    async wake(): Promise<void> {
      sender.wake();
      await sender.idle();
    },
  };
}

describe('Waiting for the budget of a group', () => {
  it('is counted when a post waits', async () => {
    const group = await sendingGroup();
    group.budget.isUsedUp = true;
    await group.say('первое');
    await group.wake();
    expect(group.standing).toEqual([]);
    group.budget.isUsedUp = false;
    await group.wake();
    expect(group.standing).toEqual(['первое']);
    expect(group.waits()).toBe(1);
  });

  it('is none while there is nothing to post, however long the budget was used up before', async () => {
    const group = await sendingGroup();
    await group.say('первое');
    group.budget.spend = () => void (group.budget.isUsedUp = true);
    await group.wake();
    expect(group.standing).toEqual(['первое']);
    group.budget.isUsedUp = false;
    await group.say('час спустя');
    await group.wake();
    expect(group.standing).toEqual(['первое', 'час спустя']);
    expect(group.waits()).toBe(0);
  });

  it('is over when what waited is posted no more', async () => {
    const group = await sendingGroup();
    group.budget.isUsedUp = true;
    await group.say('первое');
    await group.wake();
    await group.takesBack();
    group.budget.isUsedUp = false;
    await group.wake();
    await group.say('час спустя');
    await group.wake();
    expect(group.standing).toEqual(['час спустя']);
    expect(group.waits()).toBe(0);
  });
});
