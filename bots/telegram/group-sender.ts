import { randomUUID } from 'node:crypto';
import { monotonicMs } from '../../src/shared/clock.js';
import { msOfSeconds, plusMs } from '../../src/shared/durations.js';
import { insisting } from '../../src/shared/insisting.js';
import type { ClaimedPost } from '../../src/topics/post-outbox.js';
import {
  claimNextPost,
  groupsWithWork,
  markPostDropped,
  markPostFailed,
  markPostGone,
  markPostRetryAt,
  markPostUncertain,
} from '../../src/topics/post-outbox.js';
import { isGroupLost, noteGroupStanding } from '../../src/topics/group-standing.js';
import type { GroupStanding } from '../../src/topics/group-standing.js';
import { markTopicGone, moveGroup } from '../../src/topics/topic-state.js';
import type { Tools } from '../../src/use-case.js';
import type { BotApi } from './bot-api.js';
import { isDatabaseAway } from '../../src/shared/database-away.js';
import type { GroupBudget } from './group-budget.js';
import { hasTopics } from './group-look.js';
import { telegramChatId } from './ids.js';
import type { MediaStore } from '../media/media-store.js';
import { isOwnFault, problemInWords, telegramProblem } from './problem.js';
import type { TelegramProblem } from './problem.js';
import { BudgetShort, FileNotFetched, sendPost } from './send-post.js';
import { NoTopicsHere } from './topic-thread.js';
import type { Spend } from './topic-thread.js';

export type GroupSenderOptions = {
  tools: Pick<Tools, 'db' | 'clock' | 'logger' | 'watch'>;
  bot: BotApi;
  media: MediaStore;
  sender_key: string;
  telegram_chat_id: string;
  language: string | undefined;
  budget: GroupBudget;
  /** Looks how the bot stands in the group now, and writes it down. @returns null when nobody can tell */
  look: () => Promise<GroupStanding | null>;
  /** Whether the connection is still ours. */
  isOurs: () => boolean;
};

type Right = 'may_write' | 'may_make_topics';

const longestPauseMs = msOfSeconds(60);
/** What only the owner can put right is tried again this often. */
const ownerPauseMs = msOfSeconds(60);
/** A post that can't even be read after so many tries never will be: those behind it go on. */
const mostFaults = 20;

/** Sends the posts of one managers' group, one after another, in the order and within the budget of the group. */
export class GroupSender {
  readonly #options: GroupSenderOptions;
  #running: Promise<void> | null = null;
  #again = false;
  /** Since when something is to be sent and the budget does not allow it. */
  #waitingSinceMs: number | null = null;
  /** The group took nothing the last time. */
  #isCutOff = false;
  /** The bot might not write the last time. */
  #isMuted = false;

  constructor(options: GroupSenderOptions) {
    this.#options = options;
  }

  /** Sends what may be sent now. While it is at it, it looks once more afterwards. */
  wake(): void {
    this.#again = true;
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
    });
  }

  /** Waits for the post under way; nothing more is begun once the connection is not ours. */
  async idle(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    const { tools } = this.#options;
    try {
      while (this.#again) {
        this.#again = false;
        while (await this.#sendNext());
      }
    } catch (error) {
      tools.logger.error(
        { err: error, telegram_chat_id: this.#options.telegram_chat_id },
        'posts could not be sent; trying again',
      );
    }
  }

  /** @returns false when nothing may be sent now: nothing due, or the budget is spent; the poll asks again within a second. */
  async #sendNext(): Promise<boolean> {
    const { tools, sender_key, telegram_chat_id, budget, isOurs } = this.#options;
    await this.#maybeMended();
    if (!isOurs()) return false;
    if (budget.waitMs(monotonicMs()) > 0) {
      if (this.#waitingSinceMs === null && (await this.#hasWork())) this.#waitingSinceMs = monotonicMs();
      return false;
    }
    const post = await claimNextPost(tools.db, {
      sender_key,
      telegram_chat_id,
      token: randomUUID(),
      now: tools.clock.now(),
    });
    if (!post) {
      this.#waitingSinceMs = null;
      return false;
    }
    this.#countWait();
    const count = (outcome: 'sent' | 'not_sent'): void =>
      tools.watch?.count('posts_sent_total', { kind: post.kind, outcome });
    try {
      await this.#send(post);
      count('sent');
    } catch (error) {
      count('not_sent');
      await insisting(() => this.#afterFailure(post, error));
      return true;
    }
    if (this.#isCutOff || this.#isMuted) await this.#options.look();
    this.#isMuted = false;
    return true;
  }

  async #hasWork(): Promise<boolean> {
    const { tools, sender_key, telegram_chat_id } = this.#options;
    const groups = await groupsWithWork(tools.db, sender_key, tools.clock.now());
    return groups.includes(telegram_chat_id);
  }

  /** The budget allows something again: whoever watches learns how long posts waited for it, if any did. */
  #countWait(): void {
    const { watch } = this.#options.tools;
    if (this.#waitingSinceMs === null) return;
    watch?.count('group_budget_waits_total', {});
    watch?.count('group_budget_wait_seconds_total', {}, (monotonicMs() - this.#waitingSinceMs) / 1_000);
    this.#waitingSinceMs = null;
  }

  /** Whoever saw that the bot is back has noted it: nothing waits any longer. */
  async #maybeMended(): Promise<void> {
    const { tools, telegram_chat_id, budget } = this.#options;
    if (!this.#isCutOff || (await isGroupLost(tools.db, telegram_chat_id))) return;
    this.#isCutOff = false;
    budget.resume();
  }

  async #send(post: ClaimedPost): Promise<void> {
    const { tools, bot, media, language, budget, telegram_chat_id } = this.#options;
    const chat = telegramChatId(telegram_chat_id);
    if (chat === null) {
      await markPostFailed(tools.db, post, 'telegram_chat_id is not a number');
      return;
    }
    const spend: Spend = (call, operations) => {
      budget.spend(monotonicMs(), operations);
      return call();
    };
    await sendPost(
      {
        tools,
        bot,
        media,
        chat,
        spend,
        affords: (operations) => budget.waitMs(monotonicMs(), operations) === 0,
        language,
      },
      post,
    );
  }

  async #afterFailure(post: ClaimedPost, error: unknown): Promise<void> {
    const { tools, budget } = this.#options;
    const now = tools.clock.now();
    if (error instanceof BudgetShort) {
      // The group waits with it: else smaller posts would take what it needs again and again.
      budget.pause(monotonicMs(), budget.waitMs(monotonicMs(), error.operations));
      await markPostRetryAt(tools.db, post, now);
      return;
    }
    if (error instanceof FileNotFetched) {
      await markPostRetryAt(tools.db, post, plusMs(now, pauseMs(post)));
      return;
    }
    if (error instanceof NoTopicsHere) {
      // Other than was known it can't make or open a topic: it goes on in the group itself.
      const standing = await this.#lacks('may_make_topics', post, now);
      await markPostRetryAt(tools.db, post, standing ? now : plusMs(now, pauseMs(post)));
      return;
    }
    if (isOwnFault(error)) {
      tools.logger.error({ err: error, post_id: post.id, kind: post.kind }, 'a post could not be rendered');
      if (post.attempts >= mostFaults && !isDatabaseAway(error))
        await markPostFailed(tools.db, post, 'it could not be rendered');
      else await markPostRetryAt(tools.db, post, plusMs(now, pauseMs(post)));
      return;
    }
    const problem = telegramProblem(error);
    tools.logger.warn(
      { post_id: post.id, kind: post.kind, problem: problemInWords(problem) },
      'a post was not sent',
    );
    await this.#afterProblem(post, problem, now);
  }

  async #afterProblem(post: ClaimedPost, problem: TelegramProblem, now: Date): Promise<void> {
    const { tools, budget } = this.#options;
    switch (problem.type) {
      case 'rate_limited':
        budget.pause(monotonicMs(), problem.retry_after_ms);
        return markPostRetryAt(tools.db, post, plusMs(now, problem.retry_after_ms));
      case 'never_left':
        return markPostRetryAt(tools.db, post, plusMs(now, pauseMs(post)));
      case 'conflict':
      case 'unclear':
        return markPostUncertain(tools.db, post, plusMs(now, pauseMs(post)));
      case 'unauthorized':
        budget.pause(monotonicMs(), ownerPauseMs);
        return markPostRetryAt(tools.db, post, now);
      case 'migrated':
        return this.#move(post, problem.telegram_chat_id, now);
      case 'refused':
        return this.#afterRefusal(post, problem, now);
    }
  }

  async #afterRefusal(
    post: ClaimedPost,
    problem: Extract<TelegramProblem, { type: 'refused' }>,
    now: Date,
  ): Promise<void> {
    const { tools } = this.#options;
    const { client_id, topic } = post;
    switch (problem.refusal) {
      case 'thread_gone': {
        if (!topic || topic.thread_id === null) return markPostFailed(tools.db, post, problem.description);
        const { id: topic_id, thread_id } = topic;
        // With topics switched off every thread is unknown, and none of them is gone.
        const standing = await this.#options.look();
        if (standing?.is_member && !standing.is_forum) return markPostRetryAt(tools.db, post, now);
        await tools.db.transaction(async (tx) => {
          await markPostGone(tx, post, now);
          await markTopicGone(tx, { client_id, topic_id, thread_id, now });
        });
        return;
      }
      case 'edit_gone':
        if (post.external_id !== null) return markPostGone(tools.db, post, now);
        // What a reaction was for is gone.
        return markPostDropped(tools.db, post);
      case 'not_in_group':
        await this.#cutOff(post, now);
        return;
      case 'no_rights':
        if (post.kind === 'receipt') return markPostDropped(tools.db, post);
        this.#isMuted = true;
        await this.#lacks('may_write', post, now);
        return markPostRetryAt(tools.db, post, plusMs(now, ownerPauseMs));
      default:
        return post.kind === 'receipt'
          ? markPostDropped(tools.db, post)
          : markPostFailed(tools.db, post, problem.description);
    }
  }

  /** The group has another id: everything goes there, this post as well. */
  async #move(post: ClaimedPost, to: string, now: Date): Promise<void> {
    const { tools, bot, sender_key, telegram_chat_id: from } = this.#options;
    const is_forum = await hasTopics(bot, telegramChatId(to) ?? 0);
    await tools.db.transaction(async (tx) => {
      await markPostRetryAt(tx, post, now);
      await moveGroup(tx, { sender_key, from, to, is_forum, now });
    });
  }

  /** Nothing reaches the group: everything waits as it is, and the owner is called. */
  async #cutOff(post: ClaimedPost, now: Date): Promise<void> {
    const { tools, budget } = this.#options;
    const standing = await this.#options.look();
    if (!standing || standing.is_member) return markPostRetryAt(tools.db, post, plusMs(now, pauseMs(post)));
    this.#isCutOff = true;
    budget.pause(monotonicMs(), ownerPauseMs);
    return markPostRetryAt(tools.db, post, now);
  }

  /** Looks how the bot stands; what it was just refused it may not do, whatever Telegram says. @returns null when nobody can tell */
  async #lacks(right: Right, { client_id }: ClaimedPost, now: Date): Promise<GroupStanding | null> {
    const { tools, telegram_chat_id } = this.#options;
    const standing = await this.#options.look();
    if (standing?.is_member && standing[right]) {
      const noted = { client_id, telegram_chat_id, standing: { ...standing, [right]: false }, now };
      await noteGroupStanding(tools, noted);
    }
    return standing;
  }
}

function pauseMs({ attempts }: ClaimedPost): number {
  return Math.min(longestPauseMs, msOfSeconds(1) * 2 ** Math.min(attempts - 1, 10));
}
