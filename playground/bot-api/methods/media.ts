import { randomInt } from 'node:crypto';
import { badRequest } from '../api-error.js';
import type { FileKind, Media, StoredMessage } from '../model.js';
import { Params } from '../params.js';
import { renderMessage } from '../render.js';
import { formattedOf, postTo, targetOf, type Call, type Method } from './call.js';

const ALBUM_KINDS = new Set<FileKind>(['photo', 'video', 'document', 'audio']);

/** Returns the method that sends one file of a kind: an upload, `attach://…` or a file_id of this bot. */
export function sendFile(kind: FileKind): Method {
  return (call) => {
    const target = targetOf(call);
    const caption = formattedOf(call.params, 'caption');
    const media = mediaOf(call, kind, call.params.text(kind) ?? '', call.params, kind);
    return renderMessage(call.world, call.bot, postTo(call, target, { media, ...caption }));
  };
}

/** https://core.telegram.org/bots/api#sendmediagroup */
export function sendMediaGroup(call: Call): unknown {
  const target = targetOf(call);
  const items = call.params.json<Record<string, unknown>[]>('media') ?? [];
  if (items.length < 2 || items.length > 10) throw badRequest('group send failed: 2 to 10 items are allowed');
  const prepared = items.map((item) => {
    const kind = item['type'] as FileKind;
    if (!ALBUM_KINDS.has(kind)) throw badRequest(`wrong type "${kind}" in the media group`);
    return albumItem(call, item);
  });
  const album_id = String(randomInt(1e12, 1e14));
  return prepared.map((content) =>
    renderMessage(call.world, call.bot, postTo(call, target, { ...content, album_id })),
  );
}

/** Returns a file that is described by an InputMedia, with its caption. */
export function albumItem(
  call: Call,
  item: Record<string, unknown>,
): Pick<StoredMessage, 'text' | 'entities'> & { media: Media } {
  const params = new Params(item, call.params.uploads);
  const media = mediaOf(call, item['type'] as FileKind, params.text('media') ?? '', params);
  return { media, ...formattedOf(params, 'caption') };
}

/** https://core.telegram.org/bots/api#sendlocation */
export function sendLocation(call: Call): unknown {
  const target = targetOf(call);
  const latitude = call.params.number('latitude');
  const longitude = call.params.number('longitude');
  if (latitude === undefined || longitude === undefined) throw badRequest('latitude is empty');
  return renderMessage(
    call.world,
    call.bot,
    postTo(call, target, { media: { kind: 'location', latitude, longitude } }),
  );
}

/** https://core.telegram.org/bots/api#sendvenue */
export function sendVenue(call: Call): unknown {
  const target = targetOf(call);
  const latitude = call.params.number('latitude');
  const longitude = call.params.number('longitude');
  const title = call.params.text('title');
  const address = call.params.text('address');
  if (latitude === undefined || longitude === undefined) throw badRequest('latitude is empty');
  if (!title) throw badRequest('title is empty');
  if (!address) throw badRequest('address is empty');
  const media: Media = { kind: 'location', latitude, longitude, title, address };
  return renderMessage(call.world, call.bot, postTo(call, target, { media }));
}

/** https://core.telegram.org/bots/api#sendcontact */
export function sendContact(call: Call): unknown {
  const target = targetOf(call);
  const phone_number = call.params.text('phone_number');
  const first_name = call.params.text('first_name');
  const last_name = call.params.text('last_name');
  if (!phone_number) throw badRequest('PHONE_NUMBER_INVALID');
  if (!first_name) throw badRequest('first_name is empty');
  const media: Media = { kind: 'contact', phone_number, first_name, ...(last_name && { last_name }) };
  return renderMessage(call.world, call.bot, postTo(call, target, { media }));
}

/** https://core.telegram.org/bots/api#getfile */
export function getFile({ world, bot, params }: Call): unknown {
  const fileId = params.text('file_id');
  if (!fileId) throw badRequest('file_id not specified');
  return world.files.describe(bot.id, fileId);
}

/** `field` is the form field that may carry the file itself. */
function mediaOf({ world, bot }: Call, kind: FileKind, named: string, params: Params, field?: string): Media {
  const upload = params.uploads.get(
    named.startsWith('attach://') ? named.slice('attach://'.length) : (field ?? ''),
  );
  if (upload) {
    if (upload.content.length === 0) throw badRequest('file must be non-empty');
    const { content, mime_type, file_name } = upload;
    const file = world.files.save({
      kind,
      content,
      mime_type: mime_type === 'application/octet-stream' ? MIME_TYPES[kind] : mime_type,
      file_name,
      duration: params.integer('duration'),
      width: params.integer('width') ?? params.integer('length'),
      height: params.integer('height') ?? params.integer('length'),
    });
    return { kind, file: file.id };
  }
  if (named === '') throw badRequest(`there is no ${kind} in the request`);
  const known = world.files.byFileId(bot.id, named);
  if (!known) throw badRequest('wrong file identifier/HTTP URL specified');
  if (known.kind !== kind)
    throw badRequest(`can't use file of type ${typeName(known.kind)} as ${typeName(kind)}`);
  return { kind, file: known.id };
}

const MIME_TYPES: Partial<Record<FileKind, string>> = {
  photo: 'image/jpeg',
  voice: 'audio/ogg',
  audio: 'audio/mpeg',
  video: 'video/mp4',
  video_note: 'video/mp4',
  sticker: 'image/webp',
  animation: 'video/mp4',
};

function typeName(kind: FileKind): string {
  return kind
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}
