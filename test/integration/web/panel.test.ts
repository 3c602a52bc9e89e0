import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import Fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import { panelRoutes } from '../../../web/server/panel.js';

describe("The panel's page", () => {
  let folder: string;
  let server: FastifyInstance;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'estafeta-panel-'));
    await mkdir(join(folder, 'assets'));
    await writeFile(join(folder, 'index.html.gz'), gzipSync('<title>Estafeta</title>'));
    await writeFile(join(folder, 'assets', 'index-1a2b.js.gz'), gzipSync('start();'));
    await writeFile(join(folder, 'secret.txt'), 'not a file of the page');
    server = Fastify();
    await server.register(panelRoutes({ isAtRoot: true, folder }));
  });

  afterAll(async () => {
    await server.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('is what every address below /panel shows, asked for anew each time', async () => {
    for (const url of ['/panel/', '/panel/coffee-point/prompts']) {
      const answer = await server.inject({ url });
      expect(answer.body).toBe('<title>Estafeta</title>');
      expect(answer.headers['cache-control']).toBe('no-cache');
    }
  });

  it('runs no script and takes no style that is not a file of its own', async () => {
    const { headers } = await server.inject({ url: '/panel/' });
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("style-src 'self'");
    expect(policy).not.toMatch(/unsafe|nonce|https?:|\*/);
    expect(headers['x-content-type-options']).toBe('nosniff');
  });

  it('sends its files compressed to whoever takes that, to be kept for good', async () => {
    const url = '/panel/assets/index-1a2b.js';
    const packed = await server.inject({ url, headers: { 'accept-encoding': 'gzip, br' } });
    expect(packed.headers).toMatchObject({
      'content-encoding': 'gzip',
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': expect.stringContaining('immutable'),
    });
    expect(packed.rawPayload).toEqual(gzipSync('start();'));
    const plain = await server.inject({ url });
    expect(plain.body).toBe('start();');
  });

  it('gives nothing that is not one of its files', async () => {
    for (const name of [
      'secret.txt',
      '../secret.txt',
      '..%2fsecret.txt',
      '%2e%2e/secret.txt',
      'index-old.js',
    ]) {
      const answer = await server.inject({ url: `/panel/assets/${name}` });
      expect(answer.body).not.toContain('not a file of the page');
    }
    expect((await server.inject({ url: '/panel/assets/index-old.js' })).statusCode).toBe(404);
  });

  it('is where / leads to, where nothing else stands there', async () => {
    const answer = await server.inject({ url: '/' });
    expect(answer.headers['location']).toBe('/panel/');
  });
});
