import type { Intent } from './generated/api-types.js';
import { ask } from './request.js';
import type { Answer, Body } from './routes.js';

export type { Intent };
export type TriedMessage = Answer<'POST', '/api/clients/{client_id}/intents/try'>;
/** An intent as it is written. */
export type WrittenIntent = Body<'POST', '/api/clients/{client_id}/intents'> & { examples: string[] };

/** The intents in their order. */
export async function readIntents(client_id: string, signal: AbortSignal): Promise<Intent[]> {
  const { items } = await ask('GET', '/api/clients/{client_id}/intents', { path: { client_id }, signal });
  return items;
}

/** @throws ApiError with the fields that are wrong */
export async function addIntent(client_id: string, written: WrittenIntent): Promise<Intent> {
  return ask('POST', '/api/clients/{client_id}/intents', { path: { client_id }, body: written });
}

/**
 * @param opened.revision of the intent as it was opened
 * @throws ApiError `stale_edit` with the intent somebody saved meanwhile as `current`
 */
export async function changeIntent(
  client_id: string,
  { id, revision }: { id: string; revision: string },
  written: WrittenIntent,
): Promise<Intent> {
  const body = { ...written, revision };
  return ask('PUT', '/api/clients/{client_id}/intents/{id}', { path: { client_id, id }, body });
}

/** @throws ApiError as {@link changeIntent} */
export async function removeIntent(
  client_id: string,
  { id, revision }: { id: string; revision: string },
): Promise<void> {
  const path = { client_id, id };
  await ask('DELETE', '/api/clients/{client_id}/intents/{id}', { path, query: { revision } });
}

/** What the assistant would do about a message; nothing is stored or sent. */
export async function tryMessage(client_id: string, text: string): Promise<TriedMessage> {
  return ask('POST', '/api/clients/{client_id}/intents/try', { path: { client_id }, body: { text } });
}
