import type { StyledPart, StyledText } from './styled-text.js';

/**
 * Calls the owner by what the client calls them, with a space behind: `@name` is a mention as it stands, a number needs
 * one made.
 */
export function ownerMention(owner: string | null): StyledText {
  if (!owner) return [];
  const part: StyledPart = /^\d+$/.test(owner)
    ? { text: owner, mention: { telegram_user_id: Number(owner) } }
    : { text: owner };
  return [part, { text: ' ' }];
}
