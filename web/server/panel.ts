import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { programFile } from '../../src/shared/project-files.js';
import { securityHeaders } from './security-headers.js';

/** One file of the page, as it is kept: compressed. */
type PanelFile = { name: string; type: string; compressed: Buffer };

/** The page is its own files and nothing else: no script, style, picture or request of another place, nothing inline. */
const headers = securityHeaders(
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; " +
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
);
const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};
/** Where `build.mjs` puts the page, in the built program. */
const builtFolder = programFile('web', 'panel');

/**
 * The admins' page under `/panel/`. Its files are read once and sent from memory: they are few, small and compressed.
 * Their names carry a hash of what is in them, so a browser asks for each once; the page itself it asks for every time.
 *
 * @param options.isAtRoot whether `/` leads to it
 * @param options.folder where the built page lies; that of the built program unless told
 * @throws Error when the page has not been built
 */
export function panelRoutes({
  isAtRoot,
  folder = builtFolder,
}: {
  isAtRoot: boolean;
  folder?: string;
}): FastifyPluginAsync {
  const files = new Map(readFiles(folder).map((file) => [file.name, file]));
  const page = files.get('index.html');
  if (!page) throw new Error(`The panel's page is not in ${folder}.`);
  return async (server) => {
    if (isAtRoot) server.get('/', async (_request, reply) => reply.redirect('/panel/'));
    server.get('/panel', async (_request, reply) => reply.redirect('/panel/'));
    server.get<{ Params: { '*': string } }>('/panel/assets/*', async (request, reply) => {
      const file = files.get(`assets/${request.params['*']}`);
      reply.headers(headers);
      if (!file) return reply.code(404).type('text/plain').send('There is no such file.');
      return send(request, reply.header('cache-control', 'public, max-age=31536000, immutable'), file);
    });
    // Which page it is, the page itself reads from the address.
    server.get('/panel/*', async (request, reply) =>
      send(request, reply.headers(headers).header('cache-control', 'no-cache'), page),
    );
  };
}

async function send(
  request: FastifyRequest,
  reply: FastifyReply,
  { type, compressed }: PanelFile,
): Promise<FastifyReply> {
  reply.type(type).header('vary', 'accept-encoding');
  const takesCompressed = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
  if (!takesCompressed) return reply.send(gunzipSync(compressed));
  return reply.header('content-encoding', 'gzip').send(compressed);
}

function readFiles(folder: string): PanelFile[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.gz'))
    .map((entry) => {
      const file = join(entry.parentPath, entry.name);
      const name = relative(folder, file).split(sep).join('/').replace(/\.gz$/, '');
      return {
        name,
        type: types[extname(name)] ?? 'application/octet-stream',
        compressed: readFileSync(file),
      };
    });
}
