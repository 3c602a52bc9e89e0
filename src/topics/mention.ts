import type { StyledText } from './styled-text.js';

/** A line in which the first appearance of a manager's name is a mention, so that Telegram tells them. */
export function callManager(
  line: string,
  { name, telegram_user_id }: { name: string; telegram_user_id: number | null },
): StyledText {
  const at = line.indexOf(name);
  if (telegram_user_id === null || at < 0) return [{ text: line }];
  return [
    { text: line.slice(0, at) },
    { text: name, mention: { telegram_user_id } },
    { text: line.slice(at + name.length) },
  ];
}
