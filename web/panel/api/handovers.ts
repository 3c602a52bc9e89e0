import type { Handover, OpenedHandover } from './generated/api-types.js';
import { ask } from './request.js';
import type { Page, Query } from './routes.js';
import { upload } from './upload.js';
import { anyText } from '../../../src/texts/wording.js';

type Board = Query<'GET', '/api/clients/{client_id}/handovers'>;
export type BoardColumn = Board['column'];
export type BoardHandover = Handover;
export type { OpenedHandover };
/** Somebody a request can be handed to. */
export type Colleague = { id: string; name: string; is_active: boolean };
export type SavedReply = { id: string; name: string };

/** Which request of which client. */
export type OneHandover = { client_id: string; id: string };
export type Deed = 'take' | 'resolve' | 'return-to-bot' | 'to-queue';

/** @param asked.manager a manager's id, or `me`; all when left out */
export async function listHandovers(
  client_id: string,
  { signal, ...asked }: Omit<Board, 'limit'> & { signal: AbortSignal },
): Promise<Page<BoardHandover>> {
  const query = { ...asked, limit: 30 };
  return ask('GET', '/api/clients/{client_id}/handovers', { path: { client_id }, query, signal });
}

export async function readHandover(path: OneHandover, signal: AbortSignal): Promise<OpenedHandover> {
  return ask('GET', '/api/clients/{client_id}/handovers/{id}', { path, signal });
}

/** A button of the card. @throws ApiError 409 when somebody was first */
export async function doTo(path: OneHandover, deed: Deed): Promise<OpenedHandover> {
  return ask('POST', `/api/clients/{client_id}/handovers/{id}/${deed}`, { path });
}

/** @param to a manager's id, or `me` */
export async function assign(path: OneHandover, to: string): Promise<OpenedHandover> {
  return ask('POST', '/api/clients/{client_id}/handovers/{id}/assign', { path, body: { to } });
}

/** @param words.key new for each message; the same when it is tried once more */
export async function writeTo(path: OneHandover, words: { text: string; key: string }): Promise<void> {
  await ask('POST', '/api/clients/{client_id}/handovers/{id}/messages', { path, body: words });
}

/**
 * A file with its caption, as {@link writeTo}.
 *
 * @param onProgress how much of it is on its way, from 0 to 1
 */
export async function sendFile(
  path: OneHandover,
  { file, text, key }: { file: File; text: string; key: string },
  onProgress: (share: number) => void,
): Promise<void> {
  const form = { key, text, file };
  await upload('/api/clients/{client_id}/handovers/{id}/files', { path, form }, onProgress);
}

/** For colleagues alone. @param words.key as for {@link writeTo} */
export async function noteAbout(path: OneHandover, words: { text: string; key: string }): Promise<void> {
  await ask('POST', '/api/clients/{client_id}/handovers/{id}/notes', { path, body: words });
}

/** Those a request can be handed to, by name. */
export async function listColleagues(client_id: string, signal: AbortSignal): Promise<Colleague[]> {
  const asked = { path: { client_id }, query: { limit: 200 }, signal };
  const { items } = await ask('GET', '/api/clients/{client_id}/managers', asked);
  return items.filter(({ is_active }) => is_active);
}

/** What the client has written down for its managers. */
export async function listSavedReplies(client_id: string, signal: AbortSignal): Promise<SavedReply[]> {
  const path = { client_id, shelf: 'saved_replies' } as const;
  const asked = { path, query: { limit: 200 }, signal };
  const { items } = await ask('GET', '/api/clients/{client_id}/texts/{shelf}', asked);
  return items;
}

/** @param languages in which to look for it, the best first */
export async function readSavedReply(
  client_id: string,
  { id, languages }: { id: string; languages: readonly string[] },
): Promise<string> {
  const path = { client_id, shelf: 'saved_replies', id } as const;
  return anyText(await ask('GET', '/api/clients/{client_id}/texts/{shelf}/{id}', { path }), languages);
}
