import type { NamedText, Notice } from './generated/api-types.js';
import { ask } from './request.js';
import type { Answer, Body, Given, Page } from './routes.js';

type Shelf = '/api/clients/{client_id}/texts/{shelf}';
export type TextShelf = Given<'GET', Shelf>['path']['shelf'];
export type { NamedText, Notice };
export type TextRow = Answer<'GET', Shelf>['items'][number];
export type OwnNotice = Pick<Notice, 'own' | 'by_language'>;
export type WrittenText = Pick<NamedText, 'name' | 'text' | 'by_language'>;
type Asked = { signal: AbortSignal };

/** Every notice, with the defaults in each language. */
export async function readNotices(client_id: string, { signal }: Asked): Promise<Notice[]> {
  const { items } = await ask('GET', '/api/clients/{client_id}/notices', { path: { client_id }, signal });
  return items;
}

/**
 * @param change.own empty: nothing is said; null: the default again, but where there is a text by language
 * @param change.seen what it was when it was opened
 * @throws ApiError `stale_edit` with what somebody saved meanwhile as `current`
 */
export async function changeNotice(
  client_id: string,
  { name, ...body }: Body<'PUT', '/api/clients/{client_id}/notices/{name}'> & Pick<Notice, 'name'>,
): Promise<void> {
  await ask('PUT', '/api/clients/{client_id}/notices/{name}', { path: { client_id, name }, body });
}

/** @param asked.words of the name or the text; empty: all of them */
export async function listTexts(
  client_id: string,
  shelf: TextShelf,
  { words, after, signal }: { words: string; after: string | undefined } & Asked,
): Promise<Page<TextRow>> {
  const query = { words, after, limit: 50 };
  return ask('GET', '/api/clients/{client_id}/texts/{shelf}', { path: { client_id, shelf }, query, signal });
}

export async function readText(
  client_id: string,
  shelf: TextShelf,
  { id, signal }: { id: string } & Asked,
): Promise<NamedText> {
  const path = { client_id, shelf, id };
  return ask('GET', '/api/clients/{client_id}/texts/{shelf}/{id}', { path, signal });
}

export async function addText(client_id: string, shelf: TextShelf, written: WrittenText): Promise<NamedText> {
  const path = { client_id, shelf };
  return ask('POST', '/api/clients/{client_id}/texts/{shelf}', { path, body: written });
}

/** @throws ApiError `stale_edit` with the text somebody saved meanwhile as `current` */
export async function changeText(
  client_id: string,
  shelf: TextShelf,
  { id, ...body }: WrittenText & { id: string; revision: string },
): Promise<NamedText> {
  const path = { client_id, shelf, id };
  return ask('PUT', '/api/clients/{client_id}/texts/{shelf}/{id}', { path, body });
}

/** @throws ApiError as {@link changeText} */
export async function removeText(
  client_id: string,
  shelf: TextShelf,
  { id, revision }: { id: string; revision: string },
): Promise<void> {
  const path = { client_id, shelf, id };
  await ask('DELETE', '/api/clients/{client_id}/texts/{shelf}/{id}', { path, query: { revision } });
}
