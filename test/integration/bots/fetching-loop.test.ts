import { FetchingLoop } from '../../../bots/fetching-loop.js';
import { FileRefused } from '../../../bots/media/file-refused.js';
import type { MediaStore } from '../../../bots/media/media-store.js';
import { whatIsDue } from '../../../bots/due.js';
import { systemClock } from '../../../src/shared/clock.js';
import { sql } from '../../../src/shared/database.js';
import { applyEdit } from '../../../src/messages/apply-edit.js';
import { readStoredFile } from '../../../src/messages/stored-file.js';
import { wantFile } from '../../../src/messages/wanted-files.js';
import type { ClientId, MessageId } from '../../../src/shared/ids.js';
import { testDatabase } from '../../support/database.js';
import { eventually } from '../../support/eventually.js';
import { openShop } from '../../support/shop.js';

const { database } = await testDatabase();

/** A shop whose customer sent a photo that nobody has fetched, and how its messenger answers when asked for it. */
async function unfetched(stored: MediaStore['stored']) {
  const shop = await openShop(database, systemClock);
  const hash = `hash-of-${shop.client_id}`;
  await database.query(sql`
    UPDATE integrations SET credentials_hash = ${hash} WHERE client_id = ${shop.client_id}`);
  const { message_id } = await shop.write('Такой есть?', { kind: 'image', media: { channel: 'telegram' } });
  const of = { client_id: shop.client_id, message_id };
  const keys = [`telegram:${hash}`];
  const loop = new FetchingLoop(shop.tools, { stored } as MediaStore, () => keys);
  return { of, keys, loop, want: () => wantFile(database, of, systemClock.now()) };
}

it('a file that somebody looks at is due at the holder of its connection, fetched once, and kept', async () => {
  let asked = 0;
  const { of, keys, loop, want } = await unfetched(async ({ client_id }) => {
    asked += 1;
    return `${client_id}/a.jpg`;
  });
  const due = () => whatIsDue(database, keys, systemClock.now());
  expect(await due()).toEqual([]);
  await Promise.all([want(), want()]);
  expect(await due()).toMatchObject([{ what: 'files', sender_key: keys[0] }]);
  loop.wake();
  loop.wake();
  await eventually(async () =>
    expect(await readStoredFile(database, of)).toMatchObject({ media_file: `${of.client_id}/a.jpg` }),
  );
  await loop.stop();
  expect(asked).toBe(1);
  expect(await due()).toEqual([]);
  expect(await want()).toBe(false);
});

it('a file that its messenger has no more is not asked for again', async () => {
  const { of, loop, want } = await unfetched(() => Promise.reject(new FileRefused('file_gone')));
  await want();
  loop.wake();
  await eventually(async () =>
    expect(await readStoredFile(database, of)).toMatchObject({ is_wanted: false, media_file: null }),
  );
  expect(await want()).toBe(false);
});

/** The customer sends another file in the place of this one. */
const replaced = (of: { client_id: ClientId; message_id: MessageId }, file_id: string) =>
  database.transaction((tx) =>
    applyEdit(tx, {
      ...of,
      edited: {
        kind: 'image',
        content: 'Такой есть?',
        media: { channel: 'telegram', file_unique_id: file_id },
      },
      edited_at: systemClock.now(),
    }),
  );

it('a file that took the place of one that is gone is asked for', async () => {
  const { of, loop, want } = await unfetched(() => Promise.reject(new FileRefused('file_gone')));
  await want();
  loop.wake();
  await eventually(async () =>
    expect(await readStoredFile(database, of)).toMatchObject({ is_wanted: false, media_file: null }),
  );
  await replaced(of, 'another');
  expect(await want()).toBe(true);
});

it('a file that took the place of the one that is being fetched is not mistaken for it', async () => {
  const { of, loop, want } = await unfetched(async () => {
    await replaced(of, 'another');
    return 'x/before.jpg';
  });
  await want();
  loop.wake();
  await loop.stop();
  expect(await readStoredFile(database, of)).toMatchObject({ is_wanted: false, media_file: null });
  expect(await want()).toBe(true);
});

it('a file that could not be fetched just now is fetched when somebody looks again', async () => {
  let isDown = true;
  const { of, loop, want } = await unfetched(async () => {
    if (isDown) throw new Error('the network is away');
    return 'x/a.jpg';
  });
  await want();
  loop.wake();
  await eventually(async () =>
    expect(await readStoredFile(database, of)).toMatchObject({ is_wanted: false, media_file: null }),
  );
  isDown = false;
  expect(await want()).toBe(true);
  await eventually(async () => {
    loop.wake();
    expect(await readStoredFile(database, of)).toMatchObject({ media_file: 'x/a.jpg' });
  });
  await loop.stop();
});
