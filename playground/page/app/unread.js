/** What came into chats that are not open, by the chat's key. */
export function unreadCounts() {
  /** @type {Map<string, number>} */
  const counts = new Map();
  return {
    /** @param {string} key */
    add: (key) => counts.set(key, (counts.get(key) ?? 0) + 1),
    /** @param {string} key */
    clear: (key) => counts.delete(key),
    /** @param {string[]} keys */
    of: (...keys) => keys.reduce((sum, key) => sum + (counts.get(key) ?? 0), 0),
  };
}

/** @typedef {ReturnType<typeof unreadCounts>} Unread */
