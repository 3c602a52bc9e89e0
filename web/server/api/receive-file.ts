import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { largestFile } from '../../../src/messages/taken-files.js';
import type { GivenFile } from '../../../src/messages/taken-files.js';
import { FieldsInvalid } from '../../../src/shared/refused-edit.js';

/** What a form may hold at most. Of what is longer the rest is read and thrown away, so that the answer is heard. */
export const uploadLimits = { fileSize: largestFile, files: 1, fields: 10, fieldSize: 64 * 1024, parts: 12 };

/** A file as it was stored: what its sender calls it, cleaned, and how large it has turned out to be. */
export type ReceivedFile = GivenFile & { name: string; path: string };

type Place = {
  /** The folder under which files are kept. */
  root: string;
  /** One folder below it. */
  folder: string;
  /** Told where a file is going to be, before anything of it is. */
  onPlace: (path: string) => Promise<void>;
};

/**
 * Takes a form of some fields and a file after them. The file goes to disk as it comes, under a name of ours.
 *
 * @throws FieldsInvalid when it is another form, too large, or broke off
 */
export async function receiveFile<Fields extends z.ZodObject>(
  request: FastifyRequest,
  form: Fields,
  place: Place,
): Promise<{ fields: z.output<Fields>; file: ReceivedFile }> {
  if (!request.isMultipart()) throw noFile('send multipart/form-data, with the file as its last part');
  const part = await nextFile(request);
  if (!part || part.fieldname !== 'file') throw noFile('is missing');
  try {
    const { data: fields, error } = form.strict().safeParse(fieldsOf(part));
    if (error) throw FieldsInvalid.of(error.issues);
    const file = await stored(part, place);
    // The shape's own type does not survive `strict()`.
    return { fields: fields as z.output<Fields>, file };
  } finally {
    // Whatever is left of it is read, so that the answer is heard.
    part.file.resume();
  }
}

async function stored(part: MultipartFile, { root, folder, onPlace }: Place): Promise<ReceivedFile> {
  const type = typeOf(part.mimetype);
  const path = join(folder, `${randomUUID()}${endingOf(part.filename, type)}`);
  await onPlace(path);
  await mkdir(join(root, folder), { recursive: true });
  const onDisk = createWriteStream(join(root, path), { flags: 'wx' });
  try {
    await pipeline(part.file, onDisk);
  } catch (error) {
    // The disk's trouble is ours to see to; the other end hears of its own.
    throw isOfDisk(error) ? error : noFile('broke off on its way');
  }
  if (part.file.truncated) throw noFile(`is larger than ${largestFile / 1_000_000} MB`);
  return { path, type, size: onDisk.bytesWritten, name: nameOf(part.filename) };
}

function isOfDisk(error: unknown): boolean {
  const { syscall } = error as NodeJS.ErrnoException;
  return syscall === 'open' || syscall === 'write';
}

async function nextFile(request: FastifyRequest): Promise<MultipartFile | undefined> {
  try {
    return await request.file();
  } catch (error) {
    // What is no form at all, or more than a form may hold.
    throw noFile(error instanceof Error ? error.message : "can't be read");
  }
}

/** Only what came before the file is there already. */
function fieldsOf({ fields }: MultipartFile): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, part]) =>
      part && !Array.isArray(part) && part.type === 'field' ? [[name, part.value]] : [],
    ),
  );
}

function noFile(message: string): FieldsInvalid {
  return new FieldsInvalid({ file: { reason: 'invalid', message } });
}

function typeOf(given: string): string {
  const [type = ''] = given.toLowerCase().split(';');
  return /^[\w.+-]+\/[\w.+-]+$/.test(type.trim()) ? type.trim() : 'application/octet-stream';
}

/** What a browser shows goes by the ending alone: the one of its type, so that both agree. */
const endings: Readonly<Record<string, string>> = {
  'image/jpeg': '.jpg',
  'image/png': '.png',
  'video/mp4': '.mp4',
  'audio/mpeg': '.mp3',
  'audio/mp4': '.m4a',
  'audio/x-m4a': '.m4a',
  'audio/ogg': '.ogg',
};

function endingOf(name: string, type: string): string {
  const ending = endings[type] ?? extname(name);
  return /^\.[A-Za-z0-9]{1,8}$/.test(ending) ? ending.toLowerCase() : '';
}

const longestName = 200;

/** A name without its folder, and without what no name holds. */
function nameOf(given: string): string {
  const name = given
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '')
    .replace(/^.*[\\/]/, '')
    .trim();
  return [...name].slice(-longestName).join('') || 'file';
}
