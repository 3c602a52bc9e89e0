import { createHash } from 'node:crypto';
import { text } from 'node:stream/consumers';
import Fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import { FileRefused } from '../../../../bots/media/file-refused.js';
import { GraphApi } from '../../../../bots/whatsapp-cloud/graph-api.js';
import { cloudFiles } from '../../../../bots/whatsapp-cloud/media.js';
import { newId } from '../../../../src/shared/ids.js';
import type { ClientId, IntegrationId } from '../../../../src/shared/ids.js';

describe('a file that a customer sent', () => {
  let server: FastifyInstance;
  let root: string;
  /** What Meta answers when it is asked about the file. */
  let place: Record<string, unknown>;
  const asked: string[] = [];
  beforeAll(async () => {
    server = Fastify();
    server.get('/v23.0/4711', async () => place);
    server.get('/files/4711', async (request, reply) => {
      asked.push(String(request.headers.authorization));
      return reply.type('image/jpeg').send('a photo');
    });
    server.get('/files/moved', async (_request, reply) => reply.redirect('/files/4711'));
    root = await server.listen({ host: '127.0.0.1', port: 0 });
  });
  afterAll(() => server.close());

  const fetcher = cloudFiles(async () => {
    const access = { root, version: 'v23.0', access_token: 'EAA', phone_number_id: '1' };
    return { graph: new GraphApi(access, AbortSignal.timeout(10_000)), root };
  });
  const media = { channel: 'whatsapp_cloud', integration_id: newId<IntegrationId>(), media_id: '4711' };
  const fetched = async (answer: Record<string, unknown>): Promise<string> => {
    place = answer;
    return text(await (await fetcher(newId<ClientId>(), media)).open());
  };
  const sha256 = createHash('sha256').update('a photo').digest();
  const refusal = async (answer: Record<string, unknown>): Promise<unknown> =>
    fetched(answer).catch((error: unknown) => (error instanceof FileRefused ? error.reason : error));

  it('is fetched by the token, and is the one that was announced', async () => {
    expect(await fetched({ url: `${root}/files/4711`, sha256: sha256.toString('base64') })).toBe('a photo');
    expect(await fetched({ url: `${root}/files/4711`, sha256: sha256.toString('hex') })).toBe('a photo');
    expect(asked).toEqual(['Bearer EAA', 'Bearer EAA']);
  });

  it('is not taken when it is another one than was announced', async () => {
    await expect(fetched({ url: `${root}/files/4711`, sha256: 'AAAA' })).rejects.toThrow('not the one');
  });

  it.each([
    'https://127.0.0.1/files/4711',
    'http://localhost:1/files/4711',
    'https://10.0.0.7/x',
    'http://169.254.169.254/latest',
    'https://example.com/photo.jpg',
  ])('is not fetched from %s', async (url) => {
    asked.length = 0;
    expect(await refusal({ url })).toBe('media_host_refused');
    expect(asked).toEqual([]);
  });

  it('is not fetched when it is too big', async () => {
    expect(await refusal({ url: `${root}/files/4711`, file_size: '3000000000' })).toBe('file_too_big');
  });

  it('is never followed to where a redirect leads', async () => {
    asked.length = 0;
    await expect(fetched({ url: `${root}/files/moved` })).rejects.toThrow();
    expect(asked).toEqual([]);
  });

  it('is gone when it is no file of ours', async () => {
    const other = fetcher(newId<ClientId>(), { channel: 'whatsapp_cloud', media_id: '../../etc/passwd' });
    await expect(other).rejects.toMatchObject({ reason: 'file_gone' });
  });
});
