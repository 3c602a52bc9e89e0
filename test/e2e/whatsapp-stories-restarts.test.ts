import { createLocalWhatsApp } from '../../playground/whatsapp/local-whatsapp.js';
import { queueMessage } from '../../src/messages/queue-message.js';
import { systemClock } from '../../src/shared/clock.js';
import { sql } from '../../src/shared/database.js';
import type { ConversationId } from '../../src/shared/ids.js';
import { eventually } from '../support/eventually.js';
import { startInstallation } from './support/installation.js';
import { settled } from './support/ledger.js';
import { environmentOf, openPhoneShop, patient, patientMs } from './support/linked.js';
import type { PhoneCustomer, PhoneShop } from './support/linked.js';
import type { Program } from './support/program.js';

const whatsapp = await createLocalWhatsApp();
const installation = await startInstallation({ roles: [], env: await environmentOf(whatsapp) });
const { database: db } = installation;

// Each story starts the processes it wants to lose.
afterEach(() => installation.kill());
afterAll(() => whatsapp.close());

const opens = 'Мы открыты с 9 до 19.';

async function kill(program: Program): Promise<void> {
  await program.kill();
  installation.programs.splice(installation.programs.indexOf(program), 1);
}

/** The seconds pass after which whatever a dead process held is anybody's. */
async function leasesRunOut({ pid }: Program): Promise<void> {
  await db.query(sql`UPDATE leases SET expires_at = now() WHERE holder LIKE ${`%-${pid}`}`);
}

/** A customer has asked something and was answered: there is a conversation to go on with. */
async function answered(customer: PhoneCustomer): Promise<void> {
  await customer.writes('во сколько вы открываетесь?');
  await customer.sees(opens);
}

/** Puts so many messages into the outbox, every other one a manager's. @returns their texts */
async function says(
  { shop: { client_id } }: PhoneShop,
  customer: PhoneCustomer,
  count: number,
): Promise<string[]> {
  const { id: conversation_id } = await db.one<{ id: ConversationId }>(sql`
    SELECT c.id FROM conversations c JOIN user_identities i ON i.client_id = c.client_id AND i.user_id = c.user_id
    WHERE c.client_id = ${client_id} AND i.value = ${customer.id}`);
  const texts = Array.from({ length: count }, (_, index) => `${customer.name}, сообщение ${index + 1}`);
  for (const [index, content] of texts.entries()) {
    const role = index % 2 === 0 ? 'assistant' : 'manager';
    await queueMessage(db, { client_id, conversation_id, role, content }, systemClock.now());
  }
  return texts;
}

/** What came from the shop after the first answer, in order; each must have come once. */
function heardAfterAnswer(customer: PhoneCustomer): string[] {
  expect(customer.chat().filter(({ times }) => times > 1)).toEqual([]);
  return customer.told().slice(1);
}

describe('kill -9', () => {
  it(
    'in the middle of sending 200 messages: all 200 arrive, each once, in order',
    async () => {
      const program = await installation.start('all');
      const opened = await openPhoneShop(installation, whatsapp);
      const vera = await opened.newCustomer('Вера');
      const customers = [opened.anna, vera];
      for (const customer of customers) await answered(customer);
      const queued = await Promise.all(customers.map((customer) => says(opened, customer, 100)));
      const heard = (): number => customers.flatMap(heardAfterAnswer).length;
      await eventually(() => expect(heard()).toBeGreaterThanOrEqual(70), patient);
      await kill(program);
      expect(heard()).toBeLessThan(200);
      await leasesRunOut(program);
      await installation.start('all');
      await eventually(() => expect(heard()).toBeGreaterThanOrEqual(200), patient);
      await eventually(() => settled(opened.shop), patient);
      expect(customers.map(heardAfterAnswer)).toEqual(queued);
      const rows = await opened.shop.messages();
      expect(rows.filter(({ delivery_status }) => delivery_status === 'uncertain')).toEqual([]);
    },
    patientMs,
  );
});

describe('while the program was stopped', () => {
  it(
    'customers wrote: all are answered after the start, once; what is too old goes to a manager instead',
    async () => {
      const program = await installation.start('all');
      const opened = await openPhoneShop(installation, whatsapp, {
        settings: { max_answer_age_minutes: 60 },
      });
      const { shop, phone, anna } = opened;
      const [vera, gleb] = [await opened.newCustomer('Вера', 'lid'), await opened.newCustomer('Глеб')];
      await answered(anna);
      await program.stop();
      installation.programs.splice(0);

      const old = await gleb.writes('вы сегодня работаете?');
      await eventually(() => expect(gleb.outcomeOf(old)).toBeDefined());
      whatsapp.age(phone.phone, 61);
      await anna.writes('вы сегодня работаете?');
      await vera.writes('во сколько вы открываетесь?');
      await installation.start('all');
      await eventually(() => expect(anna.told()).toEqual([opens, opens]), patient);
      await vera.sees(opens);
      const topic = await shop.topicOf(gleb);
      await topic.card(/сообщение долго лежало без ответа[^]*вы сегодня работаете\?/);
      await eventually(() => settled(shop), patient);
      expect([anna, vera].map((customer) => customer.told())).toEqual([[opens, opens], [opens]]);
      expect(gleb.told()).not.toContain(opens);
      const inbound = (await shop.messages()).filter(({ role }) => role === 'user');
      expect(inbound).toHaveLength(4);
    },
    patientMs,
  );
});

describe('two processes with the same number', () => {
  it(
    'one socket; its holder is killed in the middle of work, and the other goes on: nothing lost, nothing doubled',
    async () => {
      await installation.start('workers');
      const bots = [await installation.start('bots'), await installation.start('bots')];
      const opened = await openPhoneShop(installation, whatsapp);
      const { shop, anna } = opened;
      await answered(anna);
      const before = await opened.holder();
      const having = bots.find(({ pid }) => before.endsWith(`-${pid}`));
      expect(opened.phone.linkedDevices()).toHaveLength(1);

      const queued = await says(opened, anna, 40);
      await eventually(() => expect(anna.told().length).toBeGreaterThan(10), patient);
      await kill(having as Program);
      await anna.writes('вы сегодня работаете?');
      await eventually(() => expect(anna.told()).toHaveLength(42), patient);
      await eventually(() => settled(shop), patient);
      expect(heardAfterAnswer(anna)).toEqual([...queued, opens]);
      const other = bots.find((program) => program !== having);
      expect((await opened.holder()).endsWith(`-${other?.pid}`)).toBe(true);
      expect((await shop.messages()).filter(({ role }) => role === 'user')).toHaveLength(2);
      // Whoever connects with a link that is in use ends the other's connection with 440.
      expect(installation.output()).not.toContain('"code":440');
    },
    patientMs,
  );
});

it('wrote no text and no secret into its log', () => expect(installation.leaks()).toEqual([]));
