import type { z } from 'zod';
import type { Json } from './json.js';
import { request } from './request.js';
import type { ClientRole } from '../../../src/admins/roles.js';
import type { invitation, linkSchema, member } from '../../server/api/members.js';

export type Member = Json<z.infer<typeof member>>;
export type Invitation = Json<z.infer<typeof invitation>>;
export type GivenLink = Json<z.infer<typeof linkSchema>>;
export type { ClientRole };

/** Who has a role in a client, and who is invited. */
export async function readMembers(
  client_id: string,
  signal: AbortSignal,
): Promise<{ items: Member[]; invitations: Invitation[] }> {
  return (await request('GET', pathOf(client_id), { signal })) as {
    items: Member[];
    invitations: Invitation[];
  };
}

/** @param role null: none any more. @throws ApiError `last_owner` */
export async function setRole(
  client_id: string,
  { admin_id, role }: { admin_id: string; role: ClientRole | null },
): Promise<void> {
  const path = `${pathOf(client_id)}/${admin_id}`;
  if (role === null) await request('DELETE', path);
  else await request('PUT', path, { body: { role } });
}

/** Invites somebody; the link is shown this once. */
export async function invite(
  client_id: string,
  given: { email: string; role: ClientRole },
): Promise<GivenLink> {
  return (await request('POST', `${pathOf(client_id)}/invitations`, { body: given })) as GivenLink;
}

/** Its link is worth nothing any more. */
export async function takeInvitationBack(client_id: string, id: string): Promise<void> {
  await request('DELETE', `${pathOf(client_id)}/invitations/${id}`);
}

function pathOf(client_id: string): string {
  return `/api/clients/${client_id}/admins`;
}
