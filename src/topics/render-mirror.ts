import { isCarriedFile, shownColumns, speaker, wording } from './message-lines.js';
import type { ShownMessage } from './message-lines.js';
import type { PostContent } from './post-content.js';
import type { Rendering } from './rendering.js';
import type { StyledText } from './styled-text.js';
import { join, sql } from '../shared/database.js';
import { formatCount } from '../texts/amounts.js';

type Line = ShownMessage & { reply_to_external_id: number | null; is_awaited: boolean };

/** One message of the conversation as a line of the topic, or several that were merged into one. */
export async function renderMirror(rendering: Rendering): Promise<PostContent | null> {
  const lines = await loadLines(rendering);
  const [first, ...more] = lines;
  if (!first) return null;
  const { reply_to_external_id } = first;
  const silent = !lines.some(({ role, is_awaited }) => role === 'user' && is_awaited);
  if (more.length > 0) {
    const text = mergedText(rendering, lines);
    return { type: 'text', text, buttons: [], reply_to_external_id, replaces_external_id: null, silent };
  }
  const text = lineText(rendering, first);
  if (isCarriedFile(first.kind) && first.media) {
    const { kind, media, media_file, integration_id } = first;
    return {
      type: 'media',
      kind,
      media,
      media_file,
      integration_id,
      caption: text,
      reply_to_external_id,
      silent,
    };
  }
  return { type: 'text', text, buttons: [], reply_to_external_id, replaces_external_id: null, silent };
}

/** The post's message and those that share its place in the group: merged now, or when they were first sent. */
async function loadLines({ db, post }: Rendering): Promise<Line[]> {
  return db.query<Line>(sql`
    SELECT ${shownColumns},
      (SELECT r.external_id FROM topic_posts r
       WHERE r.client_id = m.client_id AND r.message_id = m.reply_to_message_id AND r.telegram_chat_id = p.telegram_chat_id
         AND r.kind IN ('mirror', 'manager_message') AND r.external_id IS NOT NULL LIMIT 1) AS reply_to_external_id,
      EXISTS (SELECT FROM handovers h WHERE h.client_id = m.client_id AND h.user_id = m.user_id
        AND h.status IN ('pending', 'active')) AS is_awaited
    FROM topic_posts p JOIN messages m ON m.client_id = p.client_id AND m.id = p.message_id
    WHERE p.client_id = ${post.client_id} AND p.telegram_chat_id = ${post.telegram_chat_id} AND p.kind = 'mirror'
      AND (p.id IN (${join([post.id, ...post.merged_ids])}) OR p.external_id = ${post.external_id})
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

function lineText({ words, profile }: Rendering, line: Line): StyledText {
  const said = wording(words, line);
  const by = speaker(words, line);
  if (by) return [{ text: `${by}\n`, look: 'italic' }, ...said];
  // In a group without topics nothing else says whose words these are.
  if (profile.settings.group_is_forum !== false) return said;
  return [{ text: `${line.user_name || words.card.nameless}: `, look: 'bold' }, ...said];
}
