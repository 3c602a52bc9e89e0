import { randomUUID } from 'node:crypto';
import type { testApi } from '../../support/api.js';
import type { FixedClock } from '../../support/clock.js';
import { Group } from '../../support/group.js';
import { openShop } from '../../support/shop.js';
import { takeTurn } from '../../support/turns.js';
import { csrfTokenOf } from '../../../src/admins/sessions.js';
import type { Database } from '../../../src/shared/database.js';

export type Listed = { id: string; assigned_to_name: string | null; is_mine: boolean; status: string };

type Api = Awaited<ReturnType<typeof testApi>>;

/** A shop in which somebody waits for a person, its group, and an admin of it. */
export async function waitingRequest(
  { database, clock, api }: { database: Database; clock: FixedClock; api: Api },
  settings: Record<string, unknown> = {},
) {
  const shop = await openShop(database, clock, { settings: { group_is_forum: true, ...settings } });
  const group = new Group(database, shop, { isForum: settings['group_is_forum'] !== false });
  const { conversation_id, user_id } = await shop.write('Позовите человека');
  await takeTurn(shop, clock, { conversation_id });
  if (settings['telegram_chat_id'] !== null) await group.deliver();
  const anna = await api.admin({ roles: { [shop.client_id]: 'admin' } });
  const url = `/api/clients/${shop.client_id}/handovers`;
  const board = async (column: string, more = '') =>
    (await anna.get(`${url}?column=${column}${more}`)).body<{ items: Listed[] }>().items;
  const [first] = await board('waiting');
  if (!first) throw new Error('nobody waits');
  return { shop, group, anna, url, board, conversation_id, user_id, id: first.id, one: `${url}/${first.id}` };
}

/** Sends the same to an address three times at once, as a page does whose answers were lost. */
export async function thriceAtOnce(
  api: Api,
  { secret, url, body }: { secret: string; url: string; body: object },
): Promise<string[]> {
  const headers = {
    cookie: `estafeta=${secret}`,
    'x-csrf-token': csrfTokenOf(secret),
    'content-type': 'application/json',
  };
  const asked = { method: 'POST', url, headers, payload: JSON.stringify(body) } as const;
  const answers = await Promise.all([1, 2, 3].map(async () => api.server.inject(asked)));
  return answers.map((answer) => `${answer.statusCode} ${answer.body}`);
}

/** What is written in the panel, under a key of its own. */
export function words(text: string): { text: string; key: string } {
  return { text, key: randomUUID() };
}
