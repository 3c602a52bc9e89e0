import type { ClientAdmin, Invitation, OneTimeLink } from './generated/api-types.js';
import { ask } from './request.js';

export type Member = ClientAdmin;
export type { Invitation };
export type GivenLink = OneTimeLink;
export type ClientRole = Member['role'];

/** Who has a role in a client, and who is invited. */
export async function readMembers(
  client_id: string,
  signal: AbortSignal,
): Promise<{ items: Member[]; invitations: Invitation[] }> {
  return ask('GET', '/api/clients/{client_id}/admins', { path: { client_id }, signal });
}

/** @param role null: none any more. @throws ApiError `last_owner` */
export async function setRole(
  client_id: string,
  { admin_id, role }: { admin_id: string; role: ClientRole | null },
): Promise<void> {
  const path = { client_id, admin_id };
  if (role === null) await ask('DELETE', '/api/clients/{client_id}/admins/{admin_id}', { path });
  else await ask('PUT', '/api/clients/{client_id}/admins/{admin_id}', { path, body: { role } });
}

/** Invites somebody; the link is shown this once. */
export async function invite(
  client_id: string,
  given: { email: string; role: ClientRole },
): Promise<GivenLink> {
  const path = { client_id };
  return ask('POST', '/api/clients/{client_id}/admins/invitations', { path, body: given });
}

/** Its link is worth nothing any more. */
export async function takeInvitationBack(client_id: string, id: string): Promise<void> {
  const path = { client_id, invitation_id: id };
  await ask('DELETE', '/api/clients/{client_id}/admins/invitations/{invitation_id}', { path });
}
