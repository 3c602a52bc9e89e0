import type { z } from 'zod';
import type { Json } from './json.js';
import { withQuery } from './query.js';
import { request } from './request.js';
import type { BoardColumn } from '../../../src/reports/handover-board.js';
import type { Page } from '../../../src/shared/paging.js';
import { anyText } from '../../../src/texts/wording.js';
import type { Wording } from '../../../src/texts/wording.js';
import type { boardHandover, openedHandover } from '../../server/api/handover-shapes.js';

export type { BoardColumn };
export type BoardHandover = Json<z.infer<typeof boardHandover>>;
export type OpenedHandover = Json<z.infer<typeof openedHandover>>;
/** Somebody a request can be handed to. */
export type Colleague = { id: string; name: string; is_active: boolean };
export type SavedReply = { id: string; name: string };

/** Which request of which client. */
export type OneHandover = { client_id: string; id: string };
export type Deed = 'take' | 'resolve' | 'return-to-bot' | 'to-queue';

/** @param asked.manager a manager's id, or `me`; all when left out */
export async function listHandovers(
  client_id: string,
  asked: {
    column: BoardColumn;
    manager: string | undefined;
    after: string | undefined;
    signal: AbortSignal;
  },
): Promise<Page<BoardHandover>> {
  const { signal, ...query } = asked;
  const path = withQuery(`/api/clients/${client_id}/handovers`, { ...query, limit: 30 });
  return (await request('GET', path, { signal })) as Page<BoardHandover>;
}

export async function readHandover(one: OneHandover, signal: AbortSignal): Promise<OpenedHandover> {
  return (await request('GET', pathOf(one), { signal })) as OpenedHandover;
}

/** A button of the card. @throws ApiError 409 when somebody was first */
export async function doTo(one: OneHandover, deed: Deed): Promise<OpenedHandover> {
  return (await request('POST', `${pathOf(one)}/${deed}`)) as OpenedHandover;
}

/** @param to a manager's id, or `me` */
export async function assign(one: OneHandover, to: string): Promise<OpenedHandover> {
  return (await request('POST', `${pathOf(one)}/assign`, { body: { to } })) as OpenedHandover;
}

/** @param words.key new for each message; the same when it is tried once more */
export async function writeTo(one: OneHandover, words: { text: string; key: string }): Promise<void> {
  await request('POST', `${pathOf(one)}/messages`, { body: words });
}

/** For colleagues alone. @param words.key as for {@link writeTo} */
export async function noteAbout(one: OneHandover, words: { text: string; key: string }): Promise<void> {
  await request('POST', `${pathOf(one)}/notes`, { body: words });
}

/** Those a request can be handed to, by name. */
export async function listColleagues(client_id: string, signal: AbortSignal): Promise<Colleague[]> {
  const path = `/api/clients/${client_id}/managers?limit=200`;
  const { items } = (await request('GET', path, { signal })) as Page<Colleague>;
  return items.filter(({ is_active }) => is_active);
}

/** What the client has written down for its managers. */
export async function listSavedReplies(client_id: string, signal: AbortSignal): Promise<SavedReply[]> {
  const path = `/api/clients/${client_id}/texts/saved_replies?limit=200`;
  return ((await request('GET', path, { signal })) as Page<SavedReply>).items;
}

/** @param languages in which to look for it, the best first */
export async function readSavedReply(
  client_id: string,
  { id, languages }: { id: string; languages: readonly string[] },
): Promise<string> {
  const path = `/api/clients/${client_id}/texts/saved_replies/${id}`;
  return anyText((await request('GET', path)) as Wording, languages);
}

function pathOf({ client_id, id }: OneHandover): string {
  return `/api/clients/${client_id}/handovers/${id}`;
}
