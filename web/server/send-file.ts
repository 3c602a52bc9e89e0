import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { extname, resolve, sep } from 'node:path';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** What a browser may show by itself: nothing that could hold a script. Everything else is downloaded. */
const shownTypes: Readonly<Record<string, string>> = {
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.gif': 'image/gif',
  '.ogg': 'audio/ogg',
  '.oga': 'audio/ogg',
  '.opus': 'audio/ogg',
  '.mp3': 'audio/mpeg',
  '.m4a': 'audio/mp4',
  '.aac': 'audio/aac',
  '.wav': 'audio/wav',
  '.mp4': 'video/mp4',
  '.mov': 'video/quicktime',
  '.webm': 'video/webm',
};

/**
 * Sends a file that somebody sent, which may be anything: under a type of ours, and closed in so that nothing in it runs.
 *
 * @param file.path below the folder
 * @param file.name what it is saved as
 * @returns false when it is not there
 */
export async function sendFile(
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
  file: { folder: string; path: string; name: string | null },
): Promise<boolean> {
  const folder = resolve(file.folder);
  const path = resolve(folder, file.path);
  if (!path.startsWith(folder + sep)) return false;
  const found = await stat(path).catch(() => null);
  if (!found?.isFile()) return false;
  const type = shownTypes[extname(path).toLowerCase()];
  const tag = `"${found.size.toString(36)}-${Math.trunc(found.mtimeMs).toString(36)}"`;
  reply.headers({
    // Asked for each time: who may not see it any more doesn't, and an erased file is gone.
    'cache-control': 'private, no-cache',
    'content-security-policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
    'content-disposition': disposition(type === undefined ? 'attachment' : 'inline', file.name),
    'content-type': type ?? 'application/octet-stream',
    'accept-ranges': 'bytes',
    etag: tag,
  });
  if (request.headers['if-none-match'] === tag) await reply.code(304).send();
  else await sendPart({ request, reply }, { path, size: found.size });
  return true;
}

async function sendPart(
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
  { path, size }: { path: string; size: number },
): Promise<void> {
  const asked = rangeOf(request.headers.range, size);
  if (asked === 'impossible') {
    await reply.code(416).header('content-range', `bytes */${size}`).send();
    return;
  }
  const { start, end } = asked ?? { start: 0, end: size - 1 };
  if (asked) reply.code(206).header('content-range', `bytes ${start}-${end}/${size}`);
  reply.header('content-length', end - start + 1);
  await reply.send(size === 0 ? '' : createReadStream(path, { start, end }));
}

/** One stretch, as players ask for; several at once are answered with the whole. */
function rangeOf(
  header: string | undefined,
  size: number,
): { start: number; end: number } | 'impossible' | null {
  const [, from = '', to = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? [];
  if (from === '' && to === '') return null;
  const start = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const end = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  return start > end ? 'impossible' : { start, end };
}

/** RFC 6266: the name as it is for those who read UTF-8, in plain letters for the rest. */
function disposition(kind: 'inline' | 'attachment', name: string | null): string {
  if (name === null) return kind;
  const plain = name.replace(/[^\w.-]/g, '_');
  const encoded = encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${kind}; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
