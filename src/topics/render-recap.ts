import { albumInWords, byAlbum, shownColumns, speaker } from './message-lines.js';
import type { ShownMessage } from './message-lines.js';
import type { PostContent } from './post-content.js';
import { cardToReplyTo } from './post-place.js';
import type { Rendering } from './rendering.js';
import type { StyledText } from './styled-text.js';
import { sql } from '../shared/database.js';
import { formatTime } from '../texts/moments.js';

/** So many messages a recap tells of. */
export const recapLength = 10;
/** In characters; ten such lines fit into one message. */
export const recapLineLength = 300;

/** The last messages before the topic was made. */
export async function renderRecap(rendering: Rendering): Promise<PostContent | null> {
  const messages = await loadMessages(rendering);
  if (messages.length === 0) return null;
  const title: StyledText = [{ text: rendering.words.topic.recap, look: 'bold' }];
  const text = byAlbum(messages).reduce<StyledText>((all, said) => [...all, ...line(rendering, said)], title);
  return {
    type: 'text',
    text,
    buttons: [],
    reply_to_external_id: await cardToReplyTo(rendering.db, rendering.post),
    replaces_external_id: null,
    silent: true,
  };
}

async function loadMessages({ db, post }: Rendering): Promise<ShownMessage[]> {
  const { conversation_id, through_seq } = post.payload as { conversation_id: string; through_seq: number };
  const latest = await db.query<ShownMessage>(sql`
    SELECT ${shownColumns} FROM messages m
    WHERE m.client_id = ${post.client_id} AND m.conversation_id = ${conversation_id} AND m.seq <= ${through_seq}
      AND m.delivery_status IS DISTINCT FROM 'dropped'
    ORDER BY m.seq DESC LIMIT ${recapLength}`);
  return latest.toReversed();
}

function line({ words, profile }: Rendering, said: readonly ShownMessage[]): StyledText {
  const [first] = said;
  if (!first) return [];
  const time = formatTime(profile.language, first.created_at, profile.timezone);
  const by = speaker(words, first) ?? first.user_name ?? words.card.nameless;
  return [
    { text: `\n${time} ` },
    { text: `${by}: `, look: 'bold' },
    ...albumInWords(words, said).map((part) => ({ ...part, text: cut(part.text) })),
  ];
}

function cut(text: string): string {
  const letters = [...text];
  return letters.length > recapLineLength ? `${letters.slice(0, recapLineLength).join('')}…` : text;
}
