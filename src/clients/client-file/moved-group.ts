import type { ClientFile } from './client-file-schema.js';
import type { StoredClient } from './client-file.repository.js';

/**
 * A file that still names the id a group had before it became a supergroup does not mean to go back there: nothing is in
 * that group any more. The new id is kept, and the remark says what to write.
 */
export function followMovedGroup(
  file: ClientFile,
  stored: Pick<StoredClient, 'state' | 'moved_from'> | null,
): { file: ClientFile; remarks: string[] } {
  const named = file.settings?.telegram_chat_id;
  const current = stored?.state.settings.telegram_chat_id;
  if (!named || !current || named === current || !stored.moved_from.includes(named))
    return { file, remarks: [] };
  return {
    file: { ...file, settings: { ...file.settings, telegram_chat_id: current } },
    remarks: [
      `settings.telegram_chat_id: ${named} has become the supergroup ${current}, which is kept. Write the new id into the file.`,
    ],
  };
}
