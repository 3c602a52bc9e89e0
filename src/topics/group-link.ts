/**
 * Leads to a message or a topic of a group. Supergroups are linked without the -100 of their id; others can't be linked
 * into. https://core.telegram.org/api/links#message-links
 *
 * @param place a topic's thread, or a message; null where there is neither
 */
export function groupLink(telegram_chat_id: string | null, place: number | null): string | null {
  const [, number] = /^-100(\d+)$/.exec(telegram_chat_id ?? '') ?? [];
  return number && place !== null ? `https://t.me/c/${number}/${place}` : null;
}

/**
 * The topic a link leads to, also when it names a message in it.
 *
 * @returns null for what is no link into this group
 */
export function threadOfLink(telegram_chat_id: string, text: string): number | null {
  const [, number, thread] =
    /^(?:https?:\/\/)?(?:t|telegram)\.me\/c\/(\d+)\/(\d+)(?:\/\d+)?\/?(?:\?.*)?$/.exec(text.trim()) ?? [];
  return number && thread && telegram_chat_id === `-100${number}` ? Number(thread) : null;
}
