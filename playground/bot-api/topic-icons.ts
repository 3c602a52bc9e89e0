/** Some of the emoji that Telegram has as icons of topics. Their ids here are made up. */
export const topicIcons: readonly { emoji: string; custom_emoji_id: string }[] = [
  ...['📰', '💡', '⚡️', '❗️', '📝', '🔥', '❓', '💰', '‼️', '🏁', '🤖', '💬', '⭐️', '✅', '✍️'],
].map((emoji, index) => ({ emoji, custom_emoji_id: String(5_300_000_000_000_000_000n + BigInt(index)) }));

/** The emoji of an icon; undefined for an id that is none. */
export function topicIcon(custom_emoji_id: string | undefined): string | undefined {
  return topicIcons.find((icon) => icon.custom_emoji_id === custom_emoji_id)?.emoji;
}
