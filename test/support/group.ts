import { randomUUID } from 'node:crypto';
import type { Database } from '../../src/shared/database.js';
import { sql } from '../../src/shared/database.js';
import type { GroupMessage, GroupPerson, PressAnswer } from '../../src/topics/group-events.js';
import { onGroupMessage } from '../../src/topics/on-group-message.js';
import { onPress } from '../../src/topics/on-press.js';
import type { PostContent } from '../../src/topics/post-content.js';
import { claimNextPost, markPostDropped, markPostSent } from '../../src/topics/post-outbox.js';
import type { ClaimedPost } from '../../src/topics/post-outbox.js';
import { pressData } from '../../src/topics/press.js';
import { renderPost } from '../../src/topics/render-post.js';
import { detailsInWords } from '../../src/messages/message-details.js';
import { plainText } from '../../src/topics/styled-text.js';
import { markTopicOpen } from '../../src/topics/topic-state.js';
import type { Shop } from './shop.js';

/** Something that stands in the group: as it was sent, or as it was edited last. */
export type Standing = {
  id: number;
  kind: string;
  thread_id: number | null;
  text: string;
  buttons: string[];
  content: PostContent;
  edits: number;
};

export const timur: GroupPerson = {
  telegram_user_id: 11,
  name: 'Тимур',
  username: 'timur',
  is_anonymous: false,
};
export const olga: GroupPerson = { telegram_user_id: 12, name: 'Ольга', username: null, is_anonymous: false };

/** A managers' group as its managers see it: posts are brought there as the sender does it, without a messenger. */
export class Group {
  /** Oldest first. */
  readonly posts: Standing[] = [];
  /** Reactions by the message they are on. */
  readonly reactions = new Map<number, string | null>();
  #lastId = 1000;
  #lastThread = 50;
  readonly #db: Database;
  readonly #shop: Shop;
  readonly #isForum: boolean;

  constructor(db: Database, shop: Shop, { isForum = true }: { isForum?: boolean } = {}) {
    this.#db = db;
    this.#shop = shop;
    this.#isForum = isForum;
  }

  /** Where this group is: its chat and the connection that serves it. */
  async place(): Promise<{ telegram_chat_id: string; sender_key: string }> {
    return this.#db.one(sql`
      SELECT telegram_chat_id, 'telegram:' || telegram_bot_token_hash AS sender_key FROM client_settings
      WHERE client_id = ${this.#shop.client_id}`);
  }

  /** Sends what may be sent now, at most so many posts. @returns their kinds in the order of sending */
  async deliver(atMost = 100): Promise<string[]> {
    const place = await this.place();
    const sent: string[] = [];
    while (sent.length < atMost) {
      const post = await claimNextPost(this.#db, {
        ...place,
        token: randomUUID(),
        now: this.#shop.tools.clock.now(),
      });
      if (!post) break;
      await this.#show(post);
      // How a topic looks is no post that anybody reads.
      if (post.kind !== 'topic_state') sent.push(post.kind);
    }
    return sent;
  }

  /** The newest post of a kind, or of those with this text. */
  find(kind: string, text = ''): Standing {
    const found = this.posts.findLast((post) => post.kind === kind && post.text.includes(text));
    if (!found)
      throw new Error(
        `No ${kind} with "${text}" in: ${this.posts.map((post) => `${post.kind}: ${post.text}`).join('\n')}`,
      );
    return found;
  }

  all(kind: string): string[] {
    return this.posts.filter((post) => post.kind === kind).map(({ text }) => text);
  }

  /** Presses the button with this label under a post. */
  async press(
    post: Standing,
    label: string,
    from: GroupPerson = timur,
    callback_id: string = randomUUID(),
  ): Promise<PressAnswer> {
    const { content } = post;
    const button =
      content.type === 'text' ? content.buttons.flat().find((one) => one.label === label) : undefined;
    if (!button) throw new Error(`No button [${label}] under "${post.text}": ${post.buttons.join(', ')}`);
    const data = pressData(button.press);
    return onPress(this.#shop.tools, {
      ...(await this.place()),
      message_id: post.id,
      callback_id,
      data,
      from,
    });
  }

  /** Writes into the topic of a post, or into the group when there is none. @returns the message's id */
  async write(text: string, more: Partial<GroupMessage> = {}): Promise<number> {
    const message_id = more.message_id ?? (this.#lastId += 1);
    const [, name, args = ''] = /^\/(\w+)\s*([^]*)$/.exec(text) ?? [];
    await onGroupMessage(this.#shop.tools, {
      ...(await this.place()),
      thread_id: this.#isForum ? this.#lastThread : null,
      is_forum: this.#isForum,
      message_id,
      from: timur,
      kind: 'text',
      text,
      media: null,
      details: {},
      album_id: null,
      unsupported_kind: null,
      reply_to_message_id: null,
      command: name === undefined ? null : { name, args },
      sent_at: this.#shop.tools.clock.now(),
      ...more,
    });
    return message_id;
  }

  async #show(post: ClaimedPost): Promise<void> {
    const content = await renderPost(this.#db, post);
    const now = this.#shop.tools.clock.now();
    if (!content) {
      this.#remove(post.external_id);
      return markPostDropped(this.#db, post);
    }
    if (content.type === 'reaction') {
      this.reactions.set(content.on_external_id, content.emoji);
      await markPostSent(this.#db, post, { external_id: null, now });
      return;
    }
    const id = post.external_id ?? (this.#lastId += 1);
    const thread_id = await this.#thread(post);
    const before = this.posts.find((standing) => standing.id === id);
    const shown: Standing = {
      id,
      kind: post.kind,
      thread_id,
      ...inWords(content),
      content,
      edits: before ? before.edits + 1 : 0,
    };
    if (before) Object.assign(before, shown);
    else this.posts.push(shown);
    await markPostSent(this.#db, post, { external_id: id, now });
    if (content.type === 'text') this.#remove(content.replaces_external_id);
  }

  async #thread({ topic, client_id }: ClaimedPost): Promise<number | null> {
    if (!topic || !this.#isForum) return null;
    if (topic.thread_id !== null) return topic.thread_id;
    const thread_id = (this.#lastThread += 1);
    await markTopicOpen(this.#db, { client_id, topic_id: topic.id, thread_id });
    return thread_id;
  }

  #remove(id: number | null): void {
    const place = this.posts.findIndex((post) => post.id === id);
    if (place >= 0) this.posts.splice(place, 1);
  }
}

function inWords(content: Exclude<PostContent, { type: 'reaction' }>): { text: string; buttons: string[] } {
  if (content.type === 'media')
    return { text: `[${content.kind}] ${plainText(content.caption)}`, buttons: [] };
  if (content.type === 'details')
    return { text: `[${detailsInWords(content.details)}] ${plainText(content.caption)}`, buttons: [] };
  if (content.type === 'album') {
    const parts = content.files.map(({ kind, caption }) => `[${kind}] ${plainText(caption)}`.trim());
    return { text: parts.join(' '), buttons: [] };
  }
  return { text: plainText(content.text), buttons: content.buttons.flat().map(({ label }) => label) };
}
