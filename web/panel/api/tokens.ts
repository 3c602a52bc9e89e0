import type { z } from 'zod';
import type { Json } from './json.js';
import { request } from './request.js';
import type { token } from '../../server/api/tokens.js';

export type Token = Json<z.infer<typeof token>>;

/** The tokens of programs. */
export async function listTokens(client_id: string, signal: AbortSignal): Promise<Token[]> {
  const { items } = (await request('GET', pathOf(client_id), { signal })) as { items: Token[] };
  return items;
}

/** Makes a token, which is shown this once. */
export async function makeToken(
  client_id: string,
  given: { name: string; scopes: string[]; expires_at?: string },
): Promise<string> {
  const made = (await request('POST', pathOf(client_id), { body: given })) as { token: string };
  return made.token;
}

/** From now on it signs nobody in. */
export async function revokeToken(client_id: string, id: string): Promise<void> {
  await request('DELETE', `${pathOf(client_id)}/${id}`);
}

/** The areas a token can be given, as the API's own description names them. */
export async function readAreas(signal: AbortSignal): Promise<string[]> {
  const { paths } = (await request('GET', '/api/docs/openapi.json', { signal })) as {
    paths: Record<string, Record<string, { tags?: string[] }>>;
  };
  const ofClients = Object.entries(paths).filter(([path]) => path.startsWith('/api/clients/{client_id}'));
  const tags = ofClients.flatMap(([, methods]) =>
    Object.values(methods).flatMap(({ tags: named = [] }) => named),
  );
  return [...new Set(tags)].toSorted();
}

function pathOf(client_id: string): string {
  return `/api/clients/${client_id}/tokens`;
}
