import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InputFile } from 'grammy';
import type { BotApi } from '../../../../bots/telegram/bot-api.js';
import { MediaStore } from '../../../../bots/media/media-store.js';
import { fileToSend } from '../../../../bots/telegram/media.js';
import type { ClientId } from '../../../../src/shared/ids.js';

const client_id = 'c0ffee00-0000-4000-8000-000000000001' as ClientId;
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'media-'));
  await mkdir(join(folder, client_id));
  await writeFile(join(folder, client_id, 'kept.pdf'), 'a file');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The name under which a file that another bot was given is sent on. */
async function sentAs(file_name: string): Promise<string | undefined> {
  const media = { channel: 'telegram', bot_id: 1, file_id: 'a', file_unique_id: 'b', file_name };
  const store = new MediaStore(folder, {});
  const sender = { bot_id: 2 } as BotApi;
  const { input } = await fileToSend(store, sender, {
    client_id,
    media,
    media_file: `${client_id}/kept.pdf`,
  });
  return input instanceof InputFile ? input.filename : undefined;
}

describe('A file goes on under its own name', () => {
  it('as it was written, in any script', async () => {
    expect(await sentAs('Счёт №1 (май) – қайта.pdf')).toBe('Счёт №1 (май) – қайта.pdf');
  });

  it('but for what would end the name too early, or the whole request', async () => {
    expect(await sentAs('счёт; май.pdf')).toBe('счёт_ май.pdf');
    expect(await sentAs('a\r\nb\u0000"c".pdf')).toBe('a__b__c_.pdf');
    expect(await sentAs('../../etc/passwd')).toBe('.._.._etc_passwd');
  });

  it('or under that of its copy when it has none', async () => {
    expect(await sentAs('')).toBe('kept.pdf');
  });
});
