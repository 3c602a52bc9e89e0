import { assign } from './assign.js';
import { block } from './block.js';
import { bot } from './bot.js';
import type { GroupCommand } from './command.js';
import { connect } from './connect.js';
import { del } from './del.js';
import { help } from './help.js';
import { history } from './history.js';
import { info } from './info.js';
import { link } from './link.js';
import { merge } from './merge.js';
import { mute } from './mute.js';
import { note } from './note.js';
import { queue } from './queue.js';
import { resolve } from './resolve.js';
import { savedReply } from './saved-reply.js';
import { summary } from './summary.js';
import { take } from './take.js';
import { unblock } from './unblock.js';
import { unmerge } from './unmerge.js';
import { unmute } from './unmute.js';
import { write } from './write.js';

/** Every command of the managers' group, in the order of Telegram's menu. */
export const groupCommands: readonly GroupCommand[] = [
  take,
  resolve,
  bot,
  assign,
  note,
  del,
  savedReply,
  summary,
  history,
  info,
  mute,
  unmute,
  block,
  unblock,
  merge,
  unmerge,
  write,
  queue,
  connect,
  link,
  help,
];

/** The command of this name, or null when there is none. */
export function findCommand(name: string): GroupCommand | null {
  return groupCommands.find((command) => command.name === name.toLowerCase()) ?? null;
}
