import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from '../../src/shared/database.js';
import { endCommands, ownFolder, runCommand } from './support/command.js';
import { startInstallation } from './support/installation.js';
import { calledPerson } from './support/steps.js';

// What an operator does for somebody who asks what is kept of them, and then to be forgotten.
const installation = await startInstallation();
const folder = await ownFolder();
const shop = await installation.newClient();
const { customer, slug } = shop;
const command = (...args: string[]): ReturnType<typeof runCommand> =>
  runCommand(args, installation.env, folder);

afterAll(endCommands);

beforeAll(async () => {
  await calledPerson(shop);
  const other = shop.newCustomer('Борис');
  other.writes('во сколько вы открываетесь?');
  await other.sees('Мы открыты с 9 до 19.');
}, 60_000);

it('`export` writes down what is kept of one person, and of nobody else', async () => {
  const to = join(folder, 'anna');
  const { code, output } = await command('export', slug, String(customer.id), '--to', to);
  expect({ code, output }).toMatchObject({ code: 0, output: expect.stringContaining(to) });
  const kept = await readFile(join(to, 'user.json'), 'utf8');
  expect(kept).toContain('Позовите человека');
  expect(kept).not.toContain('во сколько вы открываетесь?');
});

it('somebody who is not there is told so, with what to do', async () => {
  const { code, output } = await command('export', slug, '@nobody');
  expect({ code, output }).toMatchObject({ code: 1, output: expect.stringContaining('@nobody') });
  expect(output).toMatch(/phone, @username or id/);
});

it('`erase` shows what would go and asks for --yes where nobody can be asked', async () => {
  const { code, output } = await command('erase', slug, String(customer.id));
  expect({ code, output }).toMatchObject({ code: 1, output: expect.stringContaining('--yes') });
  expect(output).toContain('Nothing was erased');
  expect(customer.told().length).toBeGreaterThan(0);
  expect((await shop.messages()).some(({ content }) => content === 'Позовите человека')).toBe(true);
});

it('`erase --yes` leaves nothing of them, everything of the others, and the running program clears the group', async () => {
  const { code, output } = await command('erase', slug, String(customer.id), '--yes');
  expect({ code, output }).toMatchObject({
    code: 0,
    output: expect.stringContaining('Erased: 1 conversations'),
  });
  expect(output).not.toContain('Позовите');
  const contents = (await shop.messages()).map(({ content }) => content);
  expect(contents).not.toContain('Позовите человека');
  expect(contents).toContain('во сколько вы открываетесь?');
  const { left } = await installation.database.one<{ left: number }>(sql`
    SELECT count(*) AS left FROM user_identities
    WHERE client_id = ${shop.client_id} AND value = ${String(customer.id)}`);
  expect(left).toBe(0);
  await installation.telegram.journal.waitFor(
    { method: 'deleteForumTopic', chatId: shop.group, ok: true },
    30_000,
  );
});
