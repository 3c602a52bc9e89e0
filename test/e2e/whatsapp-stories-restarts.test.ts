import { createLocalWhatsApp } from '../../playground/whatsapp/local-whatsapp.js';
import { sql } from '../../src/shared/database.js';
import { eventually } from '../support/eventually.js';
import { startInstallation } from './support/installation.js';
import { settled } from './support/ledger.js';
import {
  answered,
  environmentOf,
  heardAfterAnswer,
  openPhoneShop,
  opens,
  patient,
  patientMs,
  queueFor,
} from './support/linked.js';
import type { Program } from './support/program.js';

const whatsapp = await createLocalWhatsApp();
const installation = await startInstallation({ roles: [], env: await environmentOf(whatsapp) });
const { database: db } = installation;

// Each story starts the processes it wants to lose.
afterEach(() => installation.kill());
afterAll(() => whatsapp.close());

async function kill(program: Program): Promise<void> {
  await program.kill();
  installation.programs.splice(installation.programs.indexOf(program), 1);
}

/** The seconds pass after which whatever a dead process held is anybody's. */
async function leasesRunOut({ pid }: Program): Promise<void> {
  await db.query(sql`UPDATE leases SET expires_at = now() WHERE holder LIKE ${`%-${pid}`}`);
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
      const queued = await Promise.all(customers.map((customer) => queueFor(opened, customer, 100)));
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

it('wrote no text and no secret into its log', () => expect(installation.leaks()).toEqual([]));
