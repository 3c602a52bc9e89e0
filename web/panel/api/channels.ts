import type { Channel, KeptTemplate, ManagersGroup } from './generated/api-types.js';
import type { MessageTemplates, PhoneLink } from './generated/api-types.js';
import { ask } from './request.js';
import type { Body, Query } from './routes.js';

export type { Channel, KeptTemplate, ManagersGroup, MessageTemplates, PhoneLink };
export type Template = NonNullable<Channel['template']>;
export type Platform = Channel['platform'];
/** What a connection is added by. */
export type NewChannel = Body<'POST', '/api/clients/{client_id}/channels'>;
/** In which the messenger's and our own words are. */
type InLanguage = Query<'GET', '/api/clients/{client_id}/channels'>;
type Language = InLanguage['language'];

/** The connections, those that are switched off last, and the managers' group. */
export async function readChannels(
  client_id: string,
  { signal, ...query }: InLanguage & { signal: AbortSignal },
): Promise<{ items: Channel[]; managers_group: ManagersGroup }> {
  return ask('GET', '/api/clients/{client_id}/channels', { path: { client_id }, query, signal });
}

/**
 * @param language of what the messenger says of the credentials
 * @throws ApiError `fields_invalid`
 */
export async function addChannel(
  client_id: string,
  body: NewChannel,
  language: Language,
): Promise<{ id: string; account: string | null }> {
  return ask('POST', '/api/clients/{client_id}/channels', { path: { client_id }, query: { language }, body });
}

export type OfChannel = { client_id: string; id: string };

/** Gives a connection other credentials; one that was switched off goes on. @throws ApiError `fields_invalid` */
export async function renewChannel(
  path: OfChannel,
  credentials: Record<string, string>,
  language: Language,
): Promise<void> {
  const given = { path, query: { language }, body: { credentials } };
  await ask('PUT', '/api/clients/{client_id}/channels/{id}/credentials', given);
}

/** The templates Meta has approved, or why it does not tell. */
export async function readTemplates(
  path: OfChannel,
  { signal }: { signal: AbortSignal },
): Promise<MessageTemplates> {
  return ask('GET', '/api/clients/{client_id}/channels/{id}/templates', { path, signal });
}

/**
 * Names the template in which a manager's words go out after 24 hours, or none.
 *
 * @param body.seen what it was when it was opened
 * @throws ApiError `stale_edit` with what somebody saved meanwhile as `current`; `fields_invalid`
 */
export async function setTemplate(
  path: OfChannel,
  body: { template: Template | null; seen: Template | null },
): Promise<KeptTemplate> {
  return ask('PUT', '/api/clients/{client_id}/channels/{id}/template', { path, body });
}

/** Erases the credentials; the conversations stay. @throws ApiError `unlink_first` */
export async function switchChannelOff(path: OfChannel): Promise<void> {
  await ask('DELETE', '/api/clients/{client_id}/channels/{id}', { path });
}

/** @throws ApiError `linked_already`, `number_taken`, `link_busy`, `fields_invalid` */
export async function askForLink(
  path: OfChannel,
  body: { method: 'qr' | 'code'; phone?: string },
): Promise<void> {
  await ask('POST', '/api/clients/{client_id}/channels/{id}/link', { path, body });
}

/** Where a link stands, with the code while there is one. */
export async function readLink(
  path: OfChannel,
  { signal, ...query }: InLanguage & { signal: AbortSignal },
): Promise<PhoneLink> {
  return ask('GET', '/api/clients/{client_id}/channels/{id}/link', { path, query, signal });
}

/** Unlinks the phone, or takes back the request to link one. */
export async function unlinkPhone(path: OfChannel): Promise<void> {
  await ask('DELETE', '/api/clients/{client_id}/channels/{id}/link', { path });
}

/** A code to be sent in the managers' group as `/connect CODE`. */
export async function makeConnectCode(client_id: string): Promise<{ code: string; expires_at: string }> {
  return ask('POST', '/api/clients/{client_id}/channels/connect-code', { path: { client_id } });
}
