import type { Json } from './json.js';
import { withQuery } from './query.js';
import { request } from './request.js';
import type { OpenedIntent } from '../../../src/intents/edit-intents.js';
import type { TriedMessage as TriedByProgram } from '../../../src/intents/try-intents.js';

export type Intent = Json<OpenedIntent>;
export type TriedMessage = Json<TriedByProgram>;
/** An intent as it is written. */
export type WrittenIntent = {
  name: string;
  action: Intent['action'];
  reply?: string;
  description?: string;
  examples: string[];
};

/** The intents in their order. */
export async function readIntents(client_id: string, signal: AbortSignal): Promise<Intent[]> {
  const { items } = (await request('GET', pathOf(client_id), { signal })) as { items: Intent[] };
  return items;
}

/** @throws ApiError with the fields that are wrong */
export async function addIntent(client_id: string, written: WrittenIntent): Promise<Intent> {
  return (await request('POST', pathOf(client_id), { body: written })) as Intent;
}

/**
 * @param opened.revision of the intent as it was opened
 * @throws ApiError `stale_edit` with the intent somebody saved meanwhile as `current`
 */
export async function changeIntent(
  client_id: string,
  opened: { id: string; revision: string },
  written: WrittenIntent,
): Promise<Intent> {
  const body = { ...written, revision: opened.revision };
  return (await request('PUT', `${pathOf(client_id)}/${opened.id}`, { body })) as Intent;
}

/** @throws ApiError as {@link changeIntent} */
export async function removeIntent(
  client_id: string,
  { id, revision }: { id: string; revision: string },
): Promise<void> {
  await request('DELETE', withQuery(`${pathOf(client_id)}/${id}`, { revision }));
}

/** What the assistant would do about a message; nothing is stored or sent. */
export async function tryMessage(client_id: string, text: string): Promise<TriedMessage> {
  return (await request('POST', `${pathOf(client_id)}/try`, { body: { text } })) as TriedMessage;
}

function pathOf(client_id: string): string {
  return `/api/clients/${client_id}/intents`;
}
