import type { ApiToken } from './generated/api-types.js';
import { ask } from './request.js';
import type { Body } from './routes.js';

export type Token = ApiToken;

/** The tokens of programs. */
export async function listTokens(client_id: string, signal: AbortSignal): Promise<Token[]> {
  const { items } = await ask('GET', '/api/clients/{client_id}/tokens', { path: { client_id }, signal });
  return items;
}

/** Makes a token, which is shown this once. */
export async function makeToken(
  client_id: string,
  given: Body<'POST', '/api/clients/{client_id}/tokens'>,
): Promise<string> {
  const { token } = await ask('POST', '/api/clients/{client_id}/tokens', {
    path: { client_id },
    body: given,
  });
  return token;
}

/** From now on it signs nobody in. */
export async function revokeToken(client_id: string, id: string): Promise<void> {
  await ask('DELETE', '/api/clients/{client_id}/tokens/{token_id}', { path: { client_id, token_id: id } });
}

/** The areas a token can be given, as the API's own description names them. */
export async function readAreas(signal: AbortSignal): Promise<string[]> {
  const { paths } = await ask('GET', '/api/docs/openapi.json', { signal });
  const ofClients = Object.entries(paths).filter(([path]) => path.startsWith('/api/clients/{client_id}'));
  const tags = ofClients.flatMap(([, methods]) => Object.values(methods).flatMap((one) => one.tags));
  return [...new Set(tags)].toSorted();
}
