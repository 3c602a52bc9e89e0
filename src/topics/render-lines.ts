import { z } from 'zod';
import type { PostButton, PostContent } from './post-content.js';
import type { Rendering } from './rendering.js';
import { buttonsIn } from './post-buttons.js';
import type { StyledText } from './styled-text.js';
import { withTopicLinks } from './topic-links.js';
import { sql } from '../shared/database.js';
import type { FailureTexts } from '../texts/shape/topic.js';
import type { Texts } from '../texts/text-shape.js';

const styledText = z.array(
  z.object({
    text: z.string(),
    look: z.enum(['bold', 'italic', 'code', 'quote']).optional(),
    mention: z.object({ telegram_user_id: z.number() }).optional(),
    link: z.string().optional(),
  }),
);

/** An answer to a command and other lines that stand as they were queued. */
export async function renderText({ db, post }: Rendering): Promise<PostContent | null> {
  const text = styledText.safeParse(post.payload['text']);
  if (!text.success) return null;
  const reply_to = post.payload['reply_to_external_id'];
  const linked = await withTopicLinks(db, post.client_id, text.data);
  return line(linked, buttonsIn(post.payload), typeof reply_to === 'number' ? reply_to : null);
}

/** A summary that was asked for; while it is being written, that it is. */
export async function renderSummary(rendering: Rendering): Promise<PostContent | null> {
  const { post, words } = rendering;
  if (post.payload['text'] !== undefined) return renderText(rendering);
  return renderText({
    ...rendering,
    post: { ...post, payload: { ...post.payload, text: [{ text: words.lookups.summary.composing }] } },
  });
}

type Failed = {
  role: string;
  delivery_status: string;
  user_name: string | null;
  said_external_id: number | null;
};

/** Why something did not reach the user, under what was not delivered. */
export async function renderFailure({ db, post, words }: Rendering): Promise<PostContent | null> {
  const message = await db.maybeOne<Failed>(sql`
    SELECT m.role, m.delivery_status, u.name AS user_name,
      (SELECT p.external_id FROM topic_posts p
       WHERE p.client_id = m.client_id AND p.message_id = m.id AND p.kind IN ('manager_message', 'mirror')
       ORDER BY p.kind LIMIT 1) AS said_external_id
    FROM messages m JOIN users u ON u.client_id = m.client_id AND u.id = m.user_id
    WHERE m.client_id = ${post.client_id} AND m.id = ${post.message_id}`);
  if (!message || !post.message_id) return null;
  if (message.role !== 'manager' && post.payload['outcome'] !== 'not_withdrawn')
    return line([{ text: words.topic.userBlocked(message.user_name || words.card.nameless) }], [], null);
  if (post.payload['outcome'] === 'uncertain') {
    const again: PostButton = {
      label: words.buttons.sendAgain,
      press: { action: 'resend', message_id: post.message_id },
    };
    const stillUnclear = message.delivery_status === 'uncertain';
    return line([{ text: words.topic.uncertain }], stillUnclear ? [[again]] : [], message.said_external_id);
  }
  const reason = post.payload['reason'] as keyof FailureTexts;
  const why = words.topic.failures[reason] ?? words.topic.failures.unknown;
  return line([{ text: failed(words, why, post.payload['outcome']) }], [], message.said_external_id);
}

function failed({ topic }: Texts, why: string, outcome: unknown): string {
  if (outcome === 'not_edited') return topic.notEdited(why);
  return outcome === 'not_withdrawn' ? topic.notWithdrawn(why) : topic.notDelivered(why);
}

const reactions: Record<string, string> = { sent: '👌', delivered: '👌', read: '👀', failed: '💔' };

/** The reaction under what a manager wrote: how far it has come. */
export async function renderReceipt({ db, post }: Rendering): Promise<PostContent | null> {
  const said = await db.maybeOne<Receipt>(sql`
    SELECT p.external_id, m.delivery_status, m.deleted_at IS NOT NULL AS is_withdrawn, m.shown_edits > 0 AS is_edited,
      m.metadata ? 'refused_edit' AS reads_otherwise FROM topic_posts p
    JOIN messages m ON m.client_id = p.client_id AND m.id = p.message_id
    WHERE p.client_id = ${post.client_id} AND p.message_id = ${post.message_id} AND p.kind = 'manager_message'
      AND p.telegram_chat_id = ${post.telegram_chat_id} AND p.external_id IS NOT NULL
    LIMIT 1`);
  if (!said) return null;
  return { type: 'reaction', on_external_id: said.external_id, emoji: receiptOf(said) };
}

type Receipt = {
  external_id: number;
  delivery_status: string;
  is_withdrawn: boolean;
  is_edited: boolean;
  /** The user still has what it said before it was edited. */
  reads_otherwise: boolean;
};

/** What was taken back carries none; what was edited says that the user has it as it reads now. */
function receiptOf({ delivery_status, is_withdrawn, is_edited, reads_otherwise }: Receipt): string | null {
  if (is_withdrawn) return null;
  const receipt = reactions[delivery_status] ?? null;
  if (receipt !== '👌' || !is_edited) return receipt;
  return reads_otherwise ? '💔' : '✍';
}

function line(text: StyledText, buttons: PostButton[][], reply_to_external_id: number | null): PostContent {
  return { type: 'text', text, buttons, reply_to_external_id, replaces_external_id: null, silent: false };
}
