import { createHash } from 'node:crypto';
import { Readable, Transform } from 'node:stream';
import { z } from 'zod';
import type { ClientId, IntegrationId } from '../../src/shared/ids.js';
import { FileRefused } from '../media/file-refused.js';
import { endingOf } from '../media/media-store.js';
import type { FileFetcher } from '../media/media-store.js';
import { GraphError } from './graph-api.js';
import type { GraphApi, MediaPlace } from './graph-api.js';
import { cloudProblem } from './problem.js';

const cloudReference = z.looseObject({
  channel: z.literal('whatsapp_cloud'),
  integration_id: z.string(),
  media_id: z.string().regex(/^[\w.:-]{1,200}$/),
  file_name: z.string().optional(),
  mime_type: z.string().optional(),
});

/** Telegram takes no more from a bot, and managers see every file there. https://core.telegram.org/bots/api#senddocument */
const largestFile = 50_000_000;

/** Where Meta keeps what people send. An address in a webhook or an answer leads nowhere else, whatever it says. */
const hosts = ['lookaside.fbsbx.com', '.fbsbx.com', '.whatsapp.net', '.fbcdn.net'];

/** A number of a client by which its files are fetched, and where its Graph API is. */
export type FileSource = { graph: GraphApi; root: string };

/** @param sourceOf the client's number of this id, or null when the client has it no more */
export function cloudFiles(
  sourceOf: (client_id: ClientId, integration_id: IntegrationId) => Promise<FileSource | null>,
): FileFetcher {
  return async (client_id, media) => {
    const { data: reference } = cloudReference.safeParse(media);
    const source = reference && (await sourceOf(client_id, reference.integration_id as IntegrationId));
    if (!reference || !source) throw new FileRefused('file_gone');
    const { graph, root } = source;
    const place = await graph.media(reference.media_id).catch(refusedOr);
    if (!isKnownHost(place.url, root)) throw new FileRefused('media_host_refused');
    if ((place.file_size ?? 0) > largestFile) throw new FileRefused('file_too_big');
    return {
      name: nameOf(reference.media_id, endingOf(media, reference.file_name ?? '')),
      largest: largestFile,
      open: () => opened(graph, place),
    };
  };
}

/** Whether a file may be fetched from there: Meta's hosts by https, or the Graph API's own. */
export function isKnownHost(address: string, root: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, host, username } = new URL(address);
  if (username !== '') return false;
  const graph = new URL(root);
  if (host === graph.host && protocol === graph.protocol) return true;
  const isMetas = hosts.some((known) =>
    known.startsWith('.') ? hostname.endsWith(known) : hostname === known,
  );
  return protocol === 'https:' && isMetas;
}

async function opened(graph: GraphApi, place: MediaPlace): Promise<Readable> {
  const response = await graph.download(place.url).catch(refusedOr);
  if (!response.body) throw new FileRefused('file_gone');
  const announced = Number(response.headers.get('content-length') ?? 0);
  if (announced > largestFile) {
    await response.body.cancel();
    throw new FileRefused('file_too_big');
  }
  const source = Readable.fromWeb(response.body);
  if (!place.sha256) return source;
  const whole = asSigned(place.sha256);
  source.once('error', (error) => whole.destroy(error));
  whole.once('close', () => source.destroy());
  return source.pipe(whole);
}

/** Lets a file through and fails at its end when it is another one than Meta said. @param sha256 base64, or hex as some answers have it */
function asSigned(sha256: string): Transform {
  const hash = createHash('sha256');
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
    flush(done) {
      const digest = hash.digest();
      const isIt = digest.toString('base64') === sha256 || digest.toString('hex') === sha256.toLowerCase();
      done(isIt ? null : new Error('a file is not the one that was announced'));
    },
  });
}

/** Ids of Meta are opaque, and must not reach out of the folder. */
function nameOf(media_id: string, ending: string): string {
  return `wa-${createHash('sha256').update(media_id).digest('hex').slice(0, 32)}${ending}`;
}

function refusedOr(error: unknown): never {
  if (error instanceof GraphError && isGone(error)) throw new FileRefused('file_gone');
  const problem = cloudProblem(error);
  if (problem.type === 'stopped') throw new FileRefused('token_revoked');
  if (problem.type === 'refused') throw new FileRefused('file_gone');
  throw error;
}

/** Where files lie nothing answers in Meta's form: a plain refusal there is for good. */
function isGone({ status, code }: GraphError): boolean {
  return code === 100 || (code === null && [400, 403, 404, 410].includes(status));
}
