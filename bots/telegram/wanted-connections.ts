import { openCredentials, openManagersToken } from '../../src/integrations/credentials.js';
import { sql } from '../../src/shared/database.js';
import type { Queryable } from '../../src/shared/database.js';
import { explain } from '../../src/shared/errors.js';
import type { ClientId, IntegrationId } from '../../src/shared/ids.js';
import type { SealedBox } from '../../src/shared/sealed-box.js';

/** One bot token and what it is for: one integration's customers, any number of clients' groups, or both. */
export type WantedConnection = {
  /** `telegram:<fingerprint of the token>`: the key of its lease. */
  sender_key: string;
  token: string;
  integration: { client_id: ClientId; id: IntegrationId } | null;
  groups: {
    client_id: ClientId;
    telegram_chat_id: string | null;
    language: string;
    /** Whether it has topics, as last seen; null = nobody has looked yet. */
    is_forum: boolean | null;
  }[];
};

type IntegrationRow = {
  id: IntegrationId;
  client_id: ClientId;
  sender_key: string;
  credentials_encrypted: Uint8Array;
};
type ManagersRow = {
  id: null;
  client_id: ClientId;
  sender_key: string;
  telegram_bot_token: string;
  telegram_chat_id: string | null;
  language: string;
  is_forum: boolean | null;
};

/**
 * The bots that should be connected now: every token of an integration that is not switched off, and of every managers'
 * group.
 *
 * @param box opens the sealed tokens
 * @param onUnreadable told of a token that can't be opened; it is left out
 * @returns one entry a token, by its key
 */
export async function wantedConnections(
  db: Queryable,
  box: SealedBox,
  onUnreadable: (sender_key: string, problem: string) => void,
): Promise<Map<string, WantedConnection>> {
  // One statement: of a client that is being added, a bot of both uses must never be seen with one of them.
  const rows = await db.query<IntegrationRow | ManagersRow>(sql`
    SELECT id, client_id, 'telegram:' || credentials_hash AS sender_key, credentials_encrypted,
      NULL AS telegram_bot_token, NULL AS telegram_chat_id, NULL AS language, NULL::boolean AS is_forum
    FROM integrations
    WHERE platform_id = 'telegram' AND credentials_hash IS NOT NULL AND status <> 'disconnected'
    UNION ALL
    SELECT NULL, s.client_id, 'telegram:' || s.telegram_bot_token_hash, NULL,
      s.telegram_bot_token, s.telegram_chat_id, c.language, s.group_is_forum
    FROM client_settings s JOIN clients c ON c.id = s.client_id
    WHERE s.telegram_bot_token_hash IS NOT NULL
    ORDER BY id NULLS LAST, client_id`);
  const integrations = rows.filter((row): row is IntegrationRow => row.id !== null);
  const managers = rows.filter((row): row is ManagersRow => row.id === null);
  const wanted = new Map<string, WantedConnection>();
  const connection = (sender_key: string, open: () => string): WantedConnection | null => {
    const known = wanted.get(sender_key) ?? opened(sender_key, open, onUnreadable);
    if (known) wanted.set(sender_key, known);
    return known;
  };
  for (const { sender_key, id, client_id, credentials_encrypted } of integrations) {
    const sealed = { id, client_id, platform_id: 'telegram' as const, credentials_encrypted };
    const found = connection(sender_key, () => openCredentials(box, sealed).bot_token);
    if (found) found.integration = { client_id, id };
  }
  for (const { sender_key, client_id, telegram_bot_token, ...group } of managers) {
    const found = connection(sender_key, () => openManagersToken(box, client_id, telegram_bot_token));
    const { telegram_chat_id, language, is_forum } = group;
    found?.groups.push({ client_id, telegram_chat_id, language, is_forum });
  }
  return wanted;
}

/**
 * The tokens a client's own files may have come through: its managers' bot and its customers' bots.
 *
 * @throws EstafetaError `seal_broken`, `seal_key_unknown`
 */
export async function tokensOfClient(db: Queryable, box: SealedBox, client_id: ClientId): Promise<string[]> {
  const integrations = await db.query<Pick<IntegrationRow, 'id' | 'credentials_encrypted'>>(sql`
    SELECT id, credentials_encrypted FROM integrations
    WHERE client_id = ${client_id} AND platform_id = 'telegram' AND credentials_hash IS NOT NULL`);
  const managers = await db.query<Pick<ManagersRow, 'telegram_bot_token'>>(sql`
    SELECT telegram_bot_token FROM client_settings WHERE client_id = ${client_id} AND telegram_bot_token IS NOT NULL`);
  return [
    ...managers.map(({ telegram_bot_token }) => openManagersToken(box, client_id, telegram_bot_token)),
    ...integrations.map(
      (row) => openCredentials(box, { ...row, client_id, platform_id: 'telegram' }).bot_token,
    ),
  ];
}

function opened(
  sender_key: string,
  open: () => string,
  onUnreadable: (sender_key: string, problem: string) => void,
): WantedConnection | null {
  try {
    return { sender_key, token: open(), integration: null, groups: [] };
  } catch (error) {
    onUnreadable(sender_key, explain(error));
    return null;
  }
}
