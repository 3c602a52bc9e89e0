import { earlierText } from './earlier-text.js';
import { shownColumns, speaker, wording } from './message-lines.js';
import type { ShownMessage } from './message-lines.js';
import type { PostContent, ShownFile } from './post-content.js';
import { cardToReplyTo, standsInTopic } from './post-place.js';
import type { Rendering } from './rendering.js';
import type { StyledText } from './styled-text.js';
import { detailsIn } from '../messages/message-details.js';
import { isFile } from '../messages/message-kinds.js';
import { join, sql } from '../shared/database.js';
import type { TopicPostId } from '../shared/ids.js';
import { formatCount } from '../texts/amounts.js';

type Line = ShownMessage & {
  post_id: TopicPostId;
  reply_to_external_id: number | null;
  is_awaited: boolean;
  /** What it said before it was edited last. */
  previous_content: string | null;
  /** Where the user wrote it, when they write on more than one messenger. */
  channel: 'telegram' | 'whatsapp' | 'whatsapp_cloud' | null;
};

/** One message of the conversation as a line of the topic, an album, or several lines that were merged into one. */
export async function renderMirror(rendering: Rendering): Promise<PostContent | null> {
  const lines = await loadLines(rendering);
  const [first, ...more] = lines;
  if (!first) return null;
  first.reply_to_external_id ??= await cardToReplyTo(rendering.db, rendering.post);
  const { reply_to_external_id } = first;
  const silent = !lines.some(
    ({ role, kind, is_awaited }) => role === 'user' && kind !== 'reaction' && is_awaited,
  );
  const album = rendering.post.album_ids.length > 0 ? albumFiles(rendering, lines) : [];
  if (album.length > 1) return { type: 'album', files: album, reply_to_external_id, silent };
  if (more.length > 0) {
    const text = mergedText(rendering, lines);
    return { type: 'text', text, buttons: [], reply_to_external_id, replaces_external_id: null, silent };
  }
  return singleLine(rendering, first, silent);
}

/** The parts of an album; who said it stands under the first. */
function albumFiles(rendering: Rendering, lines: readonly Line[]): (ShownFile & { post_id: TopicPostId })[] {
  return lines.flatMap((line, index) => {
    const file = fileOf(line, index === 0 ? lineText(rendering, line) : wording(rendering.words, line));
    return file ? [{ ...file, post_id: line.post_id }] : [];
  });
}

/** A single message: its file, place or contact with whatever is to be said beside it, or words. */
function singleLine(rendering: Rendering, line: Line, silent: boolean): PostContent {
  const text = lineText(rendering, line);
  const place = { reply_to_external_id: line.reply_to_external_id, silent };
  const file = fileOf(line, text);
  if (file) return { type: 'media', ...file, ...place };
  const details = detailsIn(line.details);
  if (details.location || details.contact) return { type: 'details', details, caption: text, ...place };
  return { type: 'text', text, buttons: [], replaces_external_id: null, ...place };
}

function fileOf({ kind, media, media_file, integration_id }: Line, caption: StyledText): ShownFile | null {
  return isFile(kind) && media ? { kind, media, media_file, integration_id, caption } : null;
}

/** The post's message and those that share its place in the group: merged now, or when they were first sent. */
async function loadLines({ db, post }: Rendering): Promise<Line[]> {
  return db.query<Line>(sql`
    SELECT ${shownColumns}, p.id AS post_id,
      (SELECT e.previous_content FROM message_edits e WHERE e.client_id = m.client_id AND e.message_id = m.id
       ORDER BY e.position DESC LIMIT 1) AS previous_content,
      (SELECT r.external_id FROM topic_posts r
       WHERE r.client_id = m.client_id AND r.telegram_chat_id = p.telegram_chat_id AND r.id <> p.id
         -- An edit that a line of its own shows answers the line that shows the message.
         AND r.message_id = CASE WHEN p.payload ? 'is_edit' THEN m.id ELSE m.reply_to_message_id END
         AND r.kind IN ('mirror', 'manager_message') AND r.external_id IS NOT NULL
       ORDER BY r.created_at LIMIT 1) AS reply_to_external_id,
      EXISTS (SELECT FROM handovers h WHERE h.client_id = m.client_id AND h.user_id = m.user_id
        AND h.status IN ('pending', 'active')) AS is_awaited,
      (SELECT c.channel FROM conversations c
       WHERE c.client_id = m.client_id AND c.id = m.conversation_id AND EXISTS (
         SELECT FROM conversations o
         WHERE o.client_id = c.client_id AND o.user_id = c.user_id AND o.channel <> c.channel)) AS channel
    FROM topic_posts p JOIN messages m ON m.client_id = p.client_id AND m.id = p.message_id
    WHERE p.client_id = ${post.client_id} AND p.telegram_chat_id = ${post.telegram_chat_id} AND p.kind = 'mirror'
      AND (p.id IN (${join([post.id, ...post.merged_ids, ...post.album_ids])}) OR p.external_id = ${post.external_id})
      AND m.delivery_status IS DISTINCT FROM 'dropped'
    ORDER BY p.created_at, m.seq`);
}

function mergedText(rendering: Rendering, lines: Line[]): StyledText {
  const { words, profile } = rendering;
  const count = formatCount(profile.language, lines.length, 'message');
  const title: StyledText = [{ text: words.topic.merged(count), look: 'bold' }];
  return lines.reduce<StyledText>(
    (text, line) => [...text, { text: '\n' }, ...lineText(rendering, line)],
    title,
  );
}

function lineText({ words, post }: Rendering, line: Line): StyledText {
  const said = [...wording(words, line), ...earlierText(words, line.previous_content)];
  const by = speaker(words, line);
  const name = line.user_name || words.card.nameless;
  // In the group itself nothing else says whose words these are, or whom they were for.
  const isAlone = !standsInTopic(post);
  if (by) {
    const speaks = isAlone ? `${by} → ${name}` : by;
    return [{ text: said.length > 0 ? `${speaks}\n` : speaks, look: 'italic' }, ...said];
  }
  const from = line.channel && words.messengers[line.channel];
  if (isAlone) {
    const writes = from ? `${name} (${from})` : name;
    return [{ text: said.length > 0 ? `${writes}: ` : writes, look: 'bold' }, ...said];
  }
  return from ? [{ text: said.length > 0 ? `${from}: ` : from, look: 'italic' }, ...said] : said;
}
