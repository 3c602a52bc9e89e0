import { pressRating } from '../../src/handovers/rate.js';
import type { Rating } from '../../src/handovers/rate.js';
import { receiveMessage } from '../../src/messages/receive-message.js';
import type { InboundMessage } from '../../src/messages/inbound-message.js';
import type { ClientId, IntegrationId } from '../../src/shared/ids.js';
import type { PressAnswer } from '../../src/topics/group-events.js';
import { texts } from '../../src/texts/texts.js';
import type { Tools } from '../../src/use-case.js';
import type { BotApi } from './bot-api.js';
import { userPress } from './inbound.js';
import { problemInWords, telegramProblem } from './problem.js';
import type { TelegramMessage, TelegramPress } from './update-shapes.js';

type Context = { tools: Tools; bot: BotApi };

/**
 * A button pressed by a user in their private chat: stored like a message, and a star rates the request it stands under.
 *
 * @returns what the presser is shown; null = nothing
 */
export async function onUserPress(
  context: Context,
  place: { client_id: ClientId; integration_id: IntegrationId },
  { press, message }: { press: TelegramPress; message: TelegramMessage },
): Promise<PressAnswer | null> {
  const { tools, bot } = context;
  const pressed = userPress(press, message, { bot_id: bot.bot_id, pressed_at: tools.clock.now() });
  if (!isRating(pressed)) {
    await receiveMessage(tools, { ...place, message: pressed });
    return null;
  }
  const { is_rated, stars, language } = await pressRating(tools, { ...place, message: pressed });
  const { rating } = texts(language);
  showRating(context, message, is_rated ? '⭐'.repeat(stars) : null);
  return is_rated ? { text: rating.thanks(stars), alert: false } : { text: rating.tooLate, alert: true };
}

function isRating(message: InboundMessage): message is InboundMessage & { rating: Rating } {
  return message.rating !== undefined;
}

/** The question shows what was given in place of its buttons. A courtesy like the answer: what counts is written down. */
function showRating(
  { tools, bot }: Context,
  { chat, message_id, text }: TelegramMessage,
  given: string | null,
): void {
  const edited =
    given === null || text === undefined
      ? bot.api.editMessageReplyMarkup(chat.id, message_id)
      : bot.api.editMessageText(chat.id, message_id, `${text}\n${given}`);
  edited.catch((error: unknown) => {
    tools.logger.debug({ problem: problemInWords(telegramProblem(error)) }, 'a rating could not be shown');
  });
}
