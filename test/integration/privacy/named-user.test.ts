import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lives, marat, openHouse, zulfiya } from './lived.js';
import type { Lived } from './lived.js';
import { exportToFolder } from '../../../src/privacy/export-files.js';
import { namedUser } from '../../../src/users/named-user.js';
import { fixedClock } from '../../support/clock.js';
import { testDatabase } from '../../support/database.js';
import { Group } from '../../support/group.js';
import type { TwoMessengers } from '../users/people.js';

const { database } = await testDatabase();
const clock = fixedClock('2026-11-23T10:00:00Z');
const mediaDir = await mkdtemp(join(tmpdir(), 'estafeta-named-'));
afterAll(() => rm(mediaDir, { recursive: true }));

describe('A user named on the command line', () => {
  let shop: TwoMessengers;
  let her: Lived;
  const named = (wanted: string) =>
    namedUser(database, { client_id: shop.client_id, timezone: 'Asia/Almaty', wanted });

  beforeAll(async () => {
    shop = await openHouse(database, clock);
    const group = new Group(database, shop);
    her = await lives({ shop, group, clock, mediaDir }, zulfiya);
    await lives({ shop, group, clock, mediaDir }, marat);
  });

  it('is found by phone, @username, messenger, id or a name that one has', async () => {
    const called = [
      ...['+7 701 555-99-11', '8 (701) 555 99 11', '@zulfiya_oraz', 'зульфия'],
      ...[zulfiya.number, zulfiya.lid, her.user.user_id],
    ];
    for (const wanted of called)
      expect({ wanted, id: await named(wanted) }).toEqual({ wanted, id: her.user.user_id });
  });

  it('is not guessed', async () => {
    await expect(named('никто')).rejects.toMatchObject({ code: 'user_unknown' });
    await shop.write('и я', { who: '5' });
    await shop.write('и я', { who: '6' });
    await expect(named('Анна')).rejects.toMatchObject({ code: 'user_ambiguous' });
  });

  it('is exported as a folder, which is never written over', async () => {
    const to = join(mediaDir, 'export');
    const asked = { client_id: shop.client_id, user_id: her.user.user_id, mediaDir, to, now: clock.now() };
    expect(await exportToFolder(database, asked)).toEqual({ files: 1, missing: 0 });
    expect(await readdir(join(to, 'media'))).toEqual([`${zulfiya.number}.jpg`]);
    const { format, users } = JSON.parse(await readFile(join(to, 'user.json'), 'utf8')) as Record<
      string,
      unknown[]
    >;
    expect({ format, users: users?.length }).toEqual({ format: 'estafeta-user-1', users: 2 });
    await expect(exportToFolder(database, asked)).rejects.toMatchObject({ code: 'export_not_written' });
  });
});
