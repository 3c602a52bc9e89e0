import type { SealedBox } from '../../src/shared/sealed-box.js';
import type { Tools } from '../../src/use-case.js';
import type { BotApi } from './bot-api.js';
import type { WantedConnection } from './wanted-connections.js';

/** What handling an update needs to know of the connection it came over. */
export type UpdateContext = {
  tools: Tools;
  /** Seals the bot's token for a client that gets it as its managers' bot. */
  sealedBox: SealedBox;
  bot: BotApi;
  username: string;
  /** What the bot is for at this moment. */
  connection: () => WantedConnection;
  /** The bot's place in a group changed, or the group itself did. */
  onGroupChanged: () => void;
};
