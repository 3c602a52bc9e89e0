import { badRequest, conflict } from '../api-error.js';
import type { BotCommand } from '../model.js';
import type { Params } from '../params.js';
import type { Call } from './call.js';

const PRESS_ANSWERABLE_MS = 150_000;

/** https://core.telegram.org/bots/api#getme */
export function getMe({ bot }: Call): unknown {
  return {
    id: bot.id,
    is_bot: true,
    first_name: bot.first_name,
    username: bot.username,
    can_join_groups: true,
    can_read_all_group_messages: !bot.privacy,
    supports_inline_queries: false,
    can_connect_to_business: false,
    has_main_web_app: false,
  };
}

/** https://core.telegram.org/bots/api#getupdates */
export function getUpdates({ world, bot, params, signal }: Call): Promise<unknown> {
  if (bot.webhook) {
    throw conflict(
      "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    );
  }
  rememberAllowed({ world, bot, params });
  const limit = params.integer('limit') ?? 100;
  const updates = world.updates.poll(bot, {
    offset: params.integer('offset') ?? 0,
    limit: limit >= 1 && limit <= 100 ? limit : 100,
    timeout: Math.min(params.integer('timeout') ?? 0, 50),
    signal,
  });
  world.commit();
  return updates;
}

/** https://core.telegram.org/bots/api#setwebhook; plain http is taken too. */
export function setWebhook(call: Call): true {
  const { world, bot, params } = call;
  const url = params.text('url') ?? '';
  if (url === '') return deleteWebhook(call);
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw badRequest('bad webhook: invalid URL');
  const secret_token = params.text('secret_token') ?? null;
  if (secret_token !== null && !/^[\w-]{1,256}$/.test(secret_token)) {
    throw badRequest('secret token contains unallowed characters');
  }
  rememberAllowed(call);
  if (params.flag('drop_pending_updates')) world.updates.dropPending(bot);
  bot.webhook = { url, secret_token, max_connections: params.integer('max_connections') ?? 40 };
  world.putBot(bot);
  world.updates.interrupt(bot, 'conflict');
  queueMicrotask(() => world.webhooks.wake(bot));
  return true;
}

/** https://core.telegram.org/bots/api#deletewebhook */
export function deleteWebhook({ world, bot, params }: Call): true {
  if (params.flag('drop_pending_updates')) world.updates.dropPending(bot);
  bot.webhook = null;
  world.putBot(bot);
  return true;
}

/** https://core.telegram.org/bots/api#getwebhookinfo */
export function getWebhookInfo({ world, bot }: Call): unknown {
  const { url = '', max_connections, last_error_date, last_error_message } = bot.webhook ?? {};
  return {
    url,
    has_custom_certificate: false,
    pending_update_count: world.updates.pending(bot).length,
    ...(max_connections !== undefined && { max_connections }),
    ...(last_error_date !== undefined && { last_error_date, last_error_message }),
    ...(bot.allowed_updates && { allowed_updates: bot.allowed_updates }),
  };
}

/** https://core.telegram.org/bots/api#setmycommands */
export function setMyCommands({ world, bot, params }: Call): true {
  const commands = params.json<BotCommand[]>('commands') ?? [];
  if (!commands.every(({ command }) => /^\/?[a-z0-9_]{1,32}$/.test(command)))
    throw badRequest('BOT_COMMAND_INVALID');
  if (!commands.every(({ description }) => description?.length >= 1 && description.length <= 256)) {
    throw badRequest('BOT_COMMAND_DESCRIPTION_INVALID');
  }
  bot.commands[commandScope(params)] = commands.map((one) => ({
    ...one,
    command: one.command.replace('/', ''),
  }));
  world.putBot(bot);
  return true;
}

/** https://core.telegram.org/bots/api#getmycommands */
export function getMyCommands({ bot, params }: Call): unknown {
  return bot.commands[commandScope(params)] ?? [];
}

/** https://core.telegram.org/bots/api#answercallbackquery */
export function answerCallbackQuery({ world, bot, params }: Call): true {
  const id = params.text('callback_query_id') ?? '';
  const press = world.state.callbacks.get(id);
  if (!press || press.bot_id !== bot.id || press.at + PRESS_ANSWERABLE_MS < world.now()) {
    throw badRequest('query is too old and response timeout expired or query ID is invalid');
  }
  const text = params.text('text') ?? null;
  if (text !== null && text.length > 200) throw badRequest('MESSAGE_TOO_LONG');
  const answer = { answered: true, text: text || null, show_alert: params.flag('show_alert') };
  press.answered = true;
  world.state.putCallback(press);
  world.changes.emit('answer', press.chat, () => ({
    person: press.person_id,
    message_id: press.message_id,
    ...answer,
  }));
  world.presses.get(id)?.(answer);
  world.presses.delete(id);
  return true;
}

function rememberAllowed({ world, bot, params }: Call): void {
  const allowed = params.json<string[]>('allowed_updates');
  if (!allowed || JSON.stringify(allowed) === JSON.stringify(bot.allowed_updates)) return;
  bot.allowed_updates = allowed.length > 0 ? allowed : null;
  world.putBot(bot);
}

function commandScope(params: Params): string {
  const {
    type = 'default',
    chat_id = '',
    user_id = '',
  } = params.json<{ type?: string; chat_id?: number | string; user_id?: number }>('scope') ?? {};
  return [type, chat_id, user_id, params.text('language_code') ?? ''].join('/');
}
