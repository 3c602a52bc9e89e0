import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Caller } from './caller.js';
import { numberOf } from './caller.js';
import type { Call } from './caller.js';
import { GraphError, invalidParameter, unknownObject } from './graph-error.js';
import { sha256 } from './media-store.js';
import type { MediaStore } from './media-store.js';
import type { StoredMedia } from './model.js';

/** More than the biggest kind may have, so that the refusal comes in Meta's words. */
const UPLOAD_LIMIT = 120 * 1024 * 1024;

/** Adds uploads, and the downloads at the addresses that `GET /{version}/{media id}` gives out. */
export async function addMediaRoutes(app: FastifyInstance, caller: Caller, media: MediaStore): Promise<void> {
  await app.register(multipart, { limits: { fileSize: UPLOAD_LIMIT, files: 1 } });
  app.post<{ Params: { id: string } }>('/:version/:id/media', async (request, reply) => {
    const form = request.isMultipart() ? await readForm(request) : null;
    const about = {
      operation: 'uploadMedia' as const,
      phone_number_id: request.params.id,
      body: form?.asked,
    };
    return caller.answer(request, reply, about, (call) => {
      const { phone_number_id } = numberOf(call, request.params.id);
      return upload(media, phone_number_id, form);
    });
  });
  app.get<{ Querystring: { mid?: string; hash?: string } }>('/attachments/', (request, reply) => {
    const { mid = '', hash = '' } = request.query;
    const phone_number_id = media.find(mid)?.phone_number_id;
    return caller.answer(
      request,
      reply,
      { operation: 'downloadMedia', phone_number_id, body: { mid } },
      (call) => {
        const file = media.atLink(mid, hash);
        if (!file)
          throw new GraphError(100, {
            status: 404,
            message: 'The address of this file is not valid any more.',
          });
        numberOf(call, file.phone_number_id);
        return reply.type(file.mime_type).send(file.content);
      },
    );
  });
}

/** What the API answers about a file: an address that is good for five minutes. */
export function describeMedia(media: MediaStore, call: Call, file: StoredMedia): Record<string, unknown> {
  mineOnly(call, file);
  const { id, mime_type, file_size, content } = file;
  const address = new URL(`${call.request.protocol}://${call.request.host}/attachments/`);
  address.search = new URLSearchParams({ mid: id, source: 'getMedia', hash: media.link(file) }).toString();
  return {
    messaging_product: 'whatsapp',
    url: address.href,
    mime_type,
    sha256: sha256(content, 'hex'),
    file_size,
    id,
  };
}

/** Removes a file. */
export function deleteMedia(media: MediaStore, call: Call, file: StoredMedia): Record<string, unknown> {
  mineOnly(call, file);
  media.delete(file.id);
  return { success: true };
}

/** A file belongs to one number; `phone_number_id` in the query asks for that number's alone. Throws GraphError. */
function mineOnly(call: Call, { id, phone_number_id }: StoredMedia): void {
  const asked = (call.request.query as { phone_number_id?: string }).phone_number_id ?? phone_number_id;
  const isMine = call.numbers.some((number) => number.phone_number_id === phone_number_id);
  if (!isMine || asked !== phone_number_id) throw unknownObject(id);
}

type Form = { fields: Record<string, string>; file: Upload | null; asked: Record<string, unknown> };
type Upload = { filename: string; mime_type: string; content: Buffer };

async function readForm(request: FastifyRequest): Promise<Form> {
  const fields: Record<string, string> = {};
  let file: Upload | null = null;
  for await (const part of request.parts()) {
    if (part.type === 'field') fields[part.fieldname] = String(part.value);
    else if (part.fieldname === 'file') {
      file = { filename: part.filename, mime_type: part.mimetype, content: await part.toBuffer() };
    } else part.file.resume();
  }
  const { filename, mime_type, content } = file ?? { filename: null, mime_type: null, content: null };
  return { fields, file, asked: { ...fields, filename, mime_type, bytes: content?.length ?? 0 } };
}

/** @throws GraphError 100 */
function upload(media: MediaStore, phone_number_id: string, form: Form | null): Record<string, unknown> {
  if (!form) throw invalidParameter('A file is uploaded as multipart/form-data.');
  const { fields, file } = form;
  if (fields['messaging_product'] !== 'whatsapp') {
    throw new GraphError(100, { message: '(#100) The parameter messaging_product is required.' });
  }
  if (!file) throw new GraphError(100, { message: '(#100) The parameter file is required.' });
  const { filename, content } = file;
  // The type of the part counts; `type` is what it falls back to.
  const isNamed = file.mime_type !== 'application/octet-stream';
  const mime_type = isNamed ? file.mime_type : (fields['type'] ?? file.mime_type);
  return { id: media.upload({ phone_number_id, mime_type, filename, content }).id };
}
