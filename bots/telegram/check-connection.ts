import { openBotApi } from './bot-api.js';
import type { BotApi } from './bot-api.js';
import { checkWebhook } from './check-webhook.js';
import { groupStanding } from './group-look.js';
import { telegramChatId } from './ids.js';
import { problemInWords, telegramProblem } from './problem.js';
import type { TelegramProblem } from './problem.js';
import type { WantedConnection } from './wanted-connections.js';
import type { Finding } from '../finding.js';
import { texts } from '../../src/texts/texts.js';
import { whatIsMissing } from '../../src/topics/group-standing.js';

/**
 * Looks whether a bot's token works and whether the bot may do in its groups what it has to. Changes nothing.
 *
 * @param apiRoot the Bot API's root
 * @param publicUrl where Telegram brings the bot's updates; null = it is polled
 */
export async function checkConnection(
  connection: WantedConnection,
  { apiRoot, publicUrl }: { apiRoot: string; publicUrl: string | null },
): Promise<Finding[]> {
  const bot = openBotApi({ token: connection.token, apiRoot, signal: AbortSignal.timeout(20_000) });
  try {
    const me = await bot.api.getMe();
    const findings: Finding[] = [{ what: `bot @${me.username}`, ok: true, words: 'the token works' }];
    const webhook = await checkWebhook(bot, publicUrl);
    if (webhook) findings.push({ ...webhook, what: `webhook of @${me.username}` });
    for (const { telegram_chat_id } of connection.groups)
      findings.push(await checkGroup(bot, telegram_chat_id));
    return findings;
  } catch (error) {
    return [{ what: `bot ${bot.bot_id}`, ok: false, words: advice(telegramProblem(error)) }];
  }
}

async function checkGroup(bot: BotApi, telegram_chat_id: string | null): Promise<Finding> {
  const what = `managers' group ${telegram_chat_id ?? ''}`.trim();
  const chat = telegram_chat_id === null ? null : telegramChatId(telegram_chat_id);
  if (chat === null) {
    return {
      what,
      ok: false,
      words:
        "No group is set. Make a code with `client connect-code` and send it in the managers' group as /connect CODE.",
    };
  }
  try {
    const missing = whatIsMissing(await groupStanding(bot, chat));
    // A group without topics works: the cards stand in the group itself and replies answer them.
    const ok = missing === null || missing === 'topicsOff';
    return { what, ok, words: texts('en').group[missing ?? 'ready'] };
  } catch (error) {
    return { what, ok: false, words: advice(telegramProblem(error)) };
  }
}

/** What is wrong and what a person should do about it. */
function advice(problem: TelegramProblem): string {
  const { group } = texts('en');
  switch (problem.type) {
    case 'unauthorized':
      return 'Telegram refuses the token: it was revoked or mistyped. Take the current one from @BotFather (/mybots → API Token), write it into the client file and apply it.';
    case 'never_left':
    case 'unclear':
      return 'Telegram did not answer. Check the network and TELEGRAM_API_ROOT, then try again.';
    case 'rate_limited':
      return `Telegram asks to wait ${Math.ceil(problem.retry_after_ms / 1_000)} seconds. Try again then.`;
    case 'migrated':
      return `The group has become a supergroup. Write telegram_chat_id: "${problem.telegram_chat_id}" into the client file and apply it.`;
    case 'refused':
      if (problem.refusal === 'not_in_group')
        return problem.reason === 'chat_not_found' ? group.chatNotFound : group.notInGroup;
      return `Telegram ${problemInWords(problem)}. Check the bot's place in the group.`;
    default:
      return `${problemInWords(problem)}. Stop other programs that use this token, then try again.`;
  }
}
