import type { FastifyReply } from 'fastify';

/** Answers with a file of a chat: only pictures, films and sounds may show in the page; the rest is downloaded. */
export function sendShownFile(reply: FastifyReply, mime_type: string, content: Buffer): FastifyReply {
  const shows = /^(image\/(jpeg|png|webp|gif)|audio\/[\w.+-]+|video\/[\w.+-]+)(;.*)?$/.test(mime_type);
  void reply
    .header('x-content-type-options', 'nosniff')
    .header('content-security-policy', "default-src 'none'");
  if (!shows) void reply.header('content-disposition', 'attachment');
  return reply.type(shows ? mime_type : 'application/octet-stream').send(content);
}
