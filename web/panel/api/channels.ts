import type { z } from 'zod';
import type { Json } from './json.js';
import { withQuery } from './query.js';
import { request } from './request.js';
import type {
  channel,
  keptTemplate,
  listedTemplates,
  managersGroup,
  shownLink,
} from '../../server/api/channel-shapes.js';

export type Channel = Json<z.infer<typeof channel>>;
export type ManagersGroup = Json<z.infer<typeof managersGroup>>;
export type Template = NonNullable<Channel['template']>;
export type MessageTemplates = Json<z.infer<typeof listedTemplates>>;
export type KeptTemplate = Json<z.infer<typeof keptTemplate>>;
export type PhoneLink = Json<z.infer<typeof shownLink>>;
export type Platform = Channel['platform'];
/** What a connection is added by. */
export type NewChannel = {
  platform: Platform;
  name: string;
  credentials: Record<string, string>;
  settings?: CloudSettings;
};
type CloudSettings = { template?: { name: string; language: string } };
type Asked = { language: string; signal: AbortSignal };

/** The connections, those that are switched off last, and the managers' group. */
export async function readChannels(
  client_id: string,
  { language, signal }: Asked,
): Promise<{ items: Channel[]; managers_group: ManagersGroup }> {
  const path = withQuery(pathOf(client_id), { language });
  return (await request('GET', path, { signal })) as { items: Channel[]; managers_group: ManagersGroup };
}

/**
 * @param language of what the messenger says of the credentials
 * @throws ApiError `fields_invalid`
 */
export async function addChannel(
  client_id: string,
  given: NewChannel,
  language: string,
): Promise<{ id: string; account: string | null }> {
  const path = withQuery(pathOf(client_id), { language });
  return (await request('POST', path, { body: given })) as { id: string; account: string | null };
}

/** Gives a connection other credentials; one that was switched off goes on. @throws ApiError `fields_invalid` */
export async function renewChannel(
  { client_id, id }: OfChannel,
  credentials: Record<string, string>,
  language: string,
): Promise<void> {
  const path = withQuery(`${pathOf(client_id)}/${id}/credentials`, { language });
  await request('PUT', path, { body: { credentials } });
}

/** The templates Meta has approved, or why it does not tell. */
export async function readTemplates(
  { client_id, id }: OfChannel,
  { signal }: { signal: AbortSignal },
): Promise<MessageTemplates> {
  return (await request('GET', `${pathOf(client_id)}/${id}/templates`, { signal })) as MessageTemplates;
}

/**
 * Names the template in which a manager's words go out after 24 hours, or none.
 *
 * @param change.seen what it was when it was opened
 * @throws ApiError `stale_edit` with what somebody saved meanwhile as `current`; `fields_invalid`
 */
export async function setTemplate(
  { client_id, id }: OfChannel,
  change: { template: Template | null; seen: Template | null },
): Promise<KeptTemplate> {
  return (await request('PUT', `${pathOf(client_id)}/${id}/template`, { body: change })) as KeptTemplate;
}

/** Erases the credentials; the conversations stay. @throws ApiError `unlink_first` */
export async function switchChannelOff({ client_id, id }: OfChannel): Promise<void> {
  await request('DELETE', `${pathOf(client_id)}/${id}`);
}

export type OfChannel = { client_id: string; id: string };

/** @throws ApiError `linked_already`, `number_taken`, `link_busy`, `fields_invalid` */
export async function askForLink(
  { client_id, id }: OfChannel,
  asked: { method: 'qr' | 'code'; phone?: string },
): Promise<void> {
  await request('POST', `${pathOf(client_id)}/${id}/link`, { body: asked });
}

/** Where a link stands, with the code while there is one. */
export async function readLink(
  { client_id, id }: OfChannel,
  { language, signal }: Asked,
): Promise<PhoneLink> {
  const path = withQuery(`${pathOf(client_id)}/${id}/link`, { language });
  return (await request('GET', path, { signal })) as PhoneLink;
}

/** Unlinks the phone, or takes back the request to link one. */
export async function unlinkPhone({ client_id, id }: OfChannel): Promise<void> {
  await request('DELETE', `${pathOf(client_id)}/${id}/link`);
}

/** A code to be sent in the managers' group as `/connect CODE`. */
export async function makeConnectCode(client_id: string): Promise<{ code: string; expires_at: string }> {
  return (await request('POST', `${pathOf(client_id)}/connect-code`, { body: {} })) as {
    code: string;
    expires_at: string;
  };
}

function pathOf(client_id: string): string {
  return `/api/clients/${client_id}/channels`;
}
