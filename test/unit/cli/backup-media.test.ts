import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { checkMedia, copyMedia } from '../../../cli/backup/media.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'estafeta-copies-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function put(path: string, content: string): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), content);
}
const read = (path: string): Promise<string> => readFile(join(folder, path), 'utf8');
const from = (): string => join(folder, 'from');
const to = (): string => join(folder, 'to');

describe('files of conversations', () => {
  it('are copied with their folders; what is still being written is left out', async () => {
    await put('from/coffee/a.jpg', 'picture');
    await put('from/coffee/b.ogg.0a1b2c3d-0000-4000-8000-000000000000', 'half');
    expect(await copyMedia(from(), to())).toEqual({ files: 1, bytes: 7 });
    expect(await read('to/coffee/a.jpg')).toBe('picture');
  });

  it('are made whole by the next try when copying was cut off in the middle of one', async () => {
    await put('from/coffee/a.jpg', 'picture');
    await put('to/coffee/a.jpg', 'pic');
    expect(await copyMedia(from(), to())).toEqual({ files: 1, bytes: 7 });
    expect(await read('to/coffee/a.jpg')).toBe('picture');
  });

  it('are counted before a backup is brought back: missing or cut ones make it a damaged one', async () => {
    await put('from/coffee/a.jpg', 'picture');
    await expect(checkMedia(from(), { files: 1, bytes: 7 })).resolves.toBeUndefined();
    await expect(checkMedia(from(), { files: 2, bytes: 9 })).rejects.toMatchObject({
      code: 'backup_damaged',
    });
    await put('from/coffee/a.jpg', 'pic');
    await expect(checkMedia(from(), { files: 1, bytes: 7 })).rejects.toMatchObject({
      code: 'backup_damaged',
    });
    await expect(checkMedia(join(folder, 'gone'), { files: 1, bytes: 7 })).rejects.toThrow('0 files');
  });
});
