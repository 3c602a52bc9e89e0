import type { Tools } from '../../src/use-case.js';
import type { BotApi } from './bot-api.js';
import { lookAtGroups } from './group-look.js';
import type { UpdateContext } from './handle-update.js';
import type { WantedConnection } from './wanted-connections.js';

/**
 * What an update is handled with, whichever way it came.
 *
 * @param connection what the bot is for at the moment it is asked
 */
export function updateContext({
  tools,
  bot,
  username,
  connection,
}: {
  tools: Tools;
  bot: BotApi;
  username: string;
  connection: () => WantedConnection;
}): UpdateContext {
  const onGroupChanged = (): void => void lookAtGroups({ tools, bot, connection: connection() });
  return { tools, bot, username, connection, onGroupChanged };
}
