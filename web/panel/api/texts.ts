import type { Json } from './json.js';
import { withQuery } from './query.js';
import { request } from './request.js';
import type {
  ListedText,
  NamedText as NamedTextOfProgram,
  TextShelf,
} from '../../../src/clients/named-texts.js';
import type { OpenedNotice, OwnNotice } from '../../../src/clients/own-notices.js';
import type { Page } from '../../../src/shared/paging.js';

export type { TextShelf };
export type Notice = OpenedNotice;
export type TextRow = Json<ListedText>;
export type NamedText = Json<NamedTextOfProgram>;
export type { OwnNotice };
export type WrittenText = Pick<NamedText, 'name' | 'text' | 'by_language'>;
type Asked = { signal: AbortSignal };

/** Every notice, with the defaults in each language. */
export async function readNotices(client_id: string, { signal }: Asked): Promise<Notice[]> {
  const { items } = (await request('GET', `/api/clients/${client_id}/notices`, { signal })) as {
    items: Notice[];
  };
  return items;
}

/**
 * @param change.own empty: nothing is said; null: the default again, but where there is a text by language
 * @param change.seen what it was when it was opened
 * @throws ApiError `stale_edit` with what somebody saved meanwhile as `current`
 */
export async function changeNotice(
  client_id: string,
  { name, ...change }: OwnNotice & { name: Notice['name']; seen: OwnNotice },
): Promise<void> {
  await request('PUT', `/api/clients/${client_id}/notices/${name}`, { body: change });
}

/** @param asked.words of the name or the text; empty: all of them */
export async function listTexts(
  client_id: string,
  shelf: TextShelf,
  { words, after, signal }: { words: string; after: string | undefined } & Asked,
): Promise<Page<TextRow>> {
  const path = withQuery(pathOf(client_id, shelf), { words, after, limit: 50 });
  return (await request('GET', path, { signal })) as Page<TextRow>;
}

export async function readText(
  client_id: string,
  shelf: TextShelf,
  { id, signal }: { id: string } & Asked,
): Promise<NamedText> {
  return (await request('GET', `${pathOf(client_id, shelf)}/${id}`, { signal })) as NamedText;
}

export async function addText(client_id: string, shelf: TextShelf, written: WrittenText): Promise<NamedText> {
  return (await request('POST', pathOf(client_id, shelf), { body: written })) as NamedText;
}

/** @throws ApiError `stale_edit` with the text somebody saved meanwhile as `current` */
export async function changeText(
  client_id: string,
  shelf: TextShelf,
  { id, revision, ...written }: WrittenText & { id: string; revision: string },
): Promise<NamedText> {
  const body = { ...written, revision };
  return (await request('PUT', `${pathOf(client_id, shelf)}/${id}`, { body })) as NamedText;
}

/** @throws ApiError as {@link changeText} */
export async function removeText(
  client_id: string,
  shelf: TextShelf,
  { id, revision }: { id: string; revision: string },
): Promise<void> {
  await request('DELETE', withQuery(`${pathOf(client_id, shelf)}/${id}`, { revision }));
}

function pathOf(client_id: string, shelf: TextShelf): string {
  return `/api/clients/${client_id}/texts/${shelf}`;
}
