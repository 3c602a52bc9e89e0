import { sql } from '../../src/shared/database.js';
import { hashSecret } from '../../src/shared/sealed-box.js';
import { eventually } from '../support/eventually.js';
import { startInstallation } from './support/installation.js';
import { ledgerOf, settled } from './support/ledger.js';
import type { Program } from './support/program.js';
import type { Shop } from './support/shop.js';
import { allRead } from './support/time.js';

const installation = await startInstallation({ roles: [] });
const { database: db } = installation;

// Each story starts the processes it wants to lose.
afterEach(() => installation.kill());

/** The seconds pass after which whatever a dead process held is anybody's. */
async function leasesRunOut({ pid }: Program): Promise<void> {
  await db.query(sql`UPDATE leases SET expires_at = now() WHERE holder LIKE ${`%-${pid}`}`);
  await db.query(sql`UPDATE conversations SET turn_lease_until = now() WHERE turn_lease_until IS NOT NULL`);
}

async function kill(program: Program): Promise<void> {
  await program.kill();
  installation.programs.splice(installation.programs.indexOf(program), 1);
  await leasesRunOut(program);
}

async function storedCount({ client_id }: Shop): Promise<number> {
  const { count } = await db.one<{ count: number }>(sql`
    SELECT count(*)::int AS count FROM messages WHERE client_id = ${client_id} AND direction = 'inbound'`);
  return count;
}

describe('kill -9', () => {
  it('during a burst loses nothing, and doubles nothing but what is counted as uncertain', async () => {
    let program = await installation.start('all');
    const shop = await installation.newClient();
    shop.model.answers.classify = ({ unread }) =>
      unread.some((text) => text.includes('человека'))
        ? { wants_human: true }
        : { intent: 'menu', confidence: 0.95 };
    const customers = [
      shop.customer,
      ...['Борис', 'Вера', 'Глеб', 'Дина', 'Ева'].map((name) => shop.newCustomer(name)),
    ];
    const sent: { person: number; id: number; text: string }[] = [];
    const wave = (number: number): void => {
      for (const customer of customers) {
        const text = `${customer.name}: вопрос ${number}`;
        sent.push({ person: customer.id, id: customer.writes(text), text });
      }
    };
    const killDuringWave = async (number: number, isMoment: () => Promise<boolean>): Promise<void> => {
      wave(number);
      await eventually(isMoment);
      await kill(program);
      wave(number + 1);
      program = await installation.start('all');
    };

    await killDuringWave(1, async () => (await storedCount(shop)) >= 3);
    await killDuringWave(3, async () => customers.some((customer) => customer.told().length > 0));
    const [first, second] = customers;
    first?.writes('Позовите человека');
    second?.writes('Позовите человека');
    await killDuringWave(5, async () => (await shop.handovers()).length > 0);
    const textsSent = [...sent.map(({ text }) => text), 'Позовите человека', 'Позовите человека'].toSorted();
    await eventually(() => settled(shop, textsSent.length), { withinMs: 40_000 });

    const ledger = await ledgerOf(shop, customers);
    expect(ledger.stored.toSorted()).toEqual(textsSent);
    expect(ledger.unanswered).toEqual([]);
    expect(ledger.answeredTwice).toEqual([]);
    // What customers read is what was said once, and once more only where a resend is counted.
    expect(ledger.missingInChats).toEqual([]);
    expect(ledger.doubledInChats).toBeLessThanOrEqual(ledger.uncertainResends);
    expect((await shop.handovers()).map(({ status }) => status)).toEqual(['pending', 'pending']);
    for (const customer of [first, second]) {
      const topic = await shop.topicOf(customer);
      await topic.card(/Новый запрос/);
      const words = topic
        .messages()
        .map(({ text }) => text)
        .join('\n');
      const late = sent.filter(({ person, text }) => person === customer?.id && /[56]$/.test(text));
      for (const { text } of late)
        await eventually(() =>
          expect(
            topic
              .messages()
              .map((seen) => seen.text)
              .join('\n'),
          ).toContain(text),
        );
      expect(words).toContain('Позовите человека');
    }
  }, 100_000);

  it('of one process of bots leaves its bots to the other', async () => {
    await installation.start('workers');
    const bots = [await installation.start('bots'), await installation.start('bots')];
    const shops = [await installation.newClient(), await installation.newClient()];
    for (const shop of shops) {
      shop.customer.writes('вы сегодня работаете?');
      await shop.customer.sees('Мы открыты с 9 до 19.');
      // What was seen may not be marked as sent yet, and killed in between it would be sent once more.
      await eventually(() => settled(shop, 1));
    }
    const holderOf = async ({ shopBot }: Shop): Promise<number> => {
      const lease = await db.one<{ holder: string; alive: boolean }>(sql`
        SELECT holder, expires_at > now() AS alive FROM leases WHERE key = ${`telegram:${hashSecret(shopBot.token)}`}`);
      return Number(lease.holder.split('-').at(-1));
    };
    const before = await holderOf(shops[0] as Shop);
    const lost = bots.find(({ pid }) => pid === before);
    const other = bots.find((program) => program !== lost);
    await kill(lost as Program);
    for (const shop of shops) {
      shop.customer.writes('во сколько вы открываетесь?');
      await eventually(() =>
        expect(shop.customer.told()).toEqual(['Мы открыты с 9 до 19.', 'Мы открыты с 9 до 19.']),
      );
      expect(await storedCount(shop)).toBe(2);
      expect(await holderOf(shop)).toBe(other?.pid);
    }
  }, 60_000);

  it('in the middle of a turn: another worker takes it, and the customer gets one answer', async () => {
    await installation.start('bots');
    const worker = await installation.start('workers');
    const shop = await installation.newClient();
    const thinking = shop.model.hold('classify');
    shop.customer.writes('вы сегодня работаете?');
    await thinking.arrived;
    await kill(worker);
    thinking.release();
    expect(shop.customer.told()).toEqual([]);
    await installation.start('workers');
    await shop.customer.sees('Мы открыты с 9 до 19.');
    await eventually(() => allRead(shop));
    expect(shop.customer.told()).toEqual(['Мы открыты с 9 до 19.']);
    expect(shop.model.asked.filter(({ purpose }) => purpose === 'classify')).toHaveLength(2);
  }, 60_000);

  it('before a message is stored: Telegram was not told that we have it, and it comes again', async () => {
    await installation.start('workers');
    const bots = await installation.start('bots');
    const shop = await installation.newClient();
    shop.customer.writes('какой кофе вы варите?');
    await shop.customer.sees('Да, всё так.');
    await eventually(() => settled(shop));
    // Nothing can be stored: the message has arrived, and hangs.
    await db.transaction(async (tx) => {
      await tx.query(sql`LOCK TABLE messages IN EXCLUSIVE MODE`);
      shop.customer.writes('вы сегодня работаете?');
      await eventually(async () => {
        const [waiting] = await db.query(sql`
          SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query ILIKE '%messages%' AND datname = current_database()`);
        return waiting !== undefined;
      });
      await kill(bots);
      // PostgreSQL would go on with what the dead asked for once it gets the lock.
      await db.query(sql`
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE wait_event_type = 'Lock' AND query ILIKE '%messages%' AND datname = current_database()`);
    });
    expect(await storedCount(shop)).toBe(1);
    await installation.start('bots');
    await shop.customer.sees('Мы открыты с 9 до 19.');
    expect(await storedCount(shop)).toBe(2);
    expect(shop.customer.told()).toEqual(['Да, всё так.', 'Мы открыты с 9 до 19.']);
  }, 60_000);
});
