import { claimAlarm, markRefused, markTold } from '../../src/integrations/tell-owner.js';
import type { Tools } from '../../src/use-case.js';
import type { BotApi } from './bot-api.js';
import { problemInWords, telegramProblem } from './problem.js';

/**
 * Tells the owners of the clients that a bot serves what needs their hand, in a private chat. A bot that an owner never
 * started may not write to them: then the client's other bot tries, then the managers' group.
 */
export async function tellOwners({
  tools,
  bot,
  sender_key,
}: {
  tools: Pick<Tools, 'db' | 'clock' | 'logger' | 'bell'>;
  bot: BotApi;
  sender_key: string;
}): Promise<void> {
  const { db, clock, logger, bell } = tools;
  for (;;) {
    const now = clock.now();
    const alarm = await claimAlarm(db, { sender_key, now });
    if (!alarm) return;
    const { client_id, kind, owner_chat, text } = alarm;
    try {
      if (owner_chat !== null) {
        await bot.api.sendMessage(owner_chat, text);
        await markTold(db, alarm, now);
        continue;
      }
    } catch (error) {
      const problem = telegramProblem(error);
      logger.warn(
        { client_id, kind, problem: problemInWords(problem) },
        'an owner could not be told of an alarm',
      );
      // Anything else may be over in a minute, when the claim has run out.
      if (problem.type !== 'refused' && problem.type !== 'unauthorized') continue;
    }
    const posting = await markRefused(db, alarm, { sender_key, now });
    if (posting !== null) bell.posts(posting);
  }
}
