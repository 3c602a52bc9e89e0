import type { Tools } from '../../src/use-case.js';
import type { BotApi } from './bot-api.js';
import type { UpdateContext } from './handle-update.js';
import type { WantedConnection } from './wanted-connections.js';

/**
 * What an update is handled with, whichever way it came.
 *
 * @param connection what the bot is for at the moment it is asked
 * @param onGroupChanged told when the bot's place in a group changed, or the group itself did
 */
export function updateContext({
  tools,
  bot,
  username,
  connection,
  onGroupChanged,
}: {
  tools: Tools;
  bot: BotApi;
  username: string;
  connection: () => WantedConnection;
  onGroupChanged: () => void;
}): UpdateContext {
  return { tools, bot, username, connection, onGroupChanged };
}
