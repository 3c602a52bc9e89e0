import { z } from 'zod';

/** Kinds of Telegram that other messengers don't have, told as text. https://core.telegram.org/bots/api#poll and #dice */
const poll = z.looseObject({ question: z.string(), options: z.array(z.looseObject({ text: z.string() })) });
const dice = z.looseObject({ emoji: z.string(), value: z.number() });
const origin = z.looseObject({
  sender_user: z.looseObject({ first_name: z.string(), last_name: z.string().optional() }).optional(),
  sender_user_name: z.string().optional(),
  sender_chat: z.looseObject({ title: z.string().optional() }).optional(),
  chat: z.looseObject({ title: z.string().optional() }).optional(),
});

/** "📊 Tea or coffee?" and a line for each option; null for what is no poll. */
export function pollInWords(value: unknown): string | null {
  const { data } = poll.safeParse(value);
  return data ? [`📊 ${data.question}`, ...data.options.map(({ text }) => `• ${text}`)].join('\n') : null;
}

/** "🎲 5"; null for what is no die. */
export function diceInWords(value: unknown): string | null {
  const { data } = dice.safeParse(value);
  return data ? `${data.emoji} ${data.value}` : null;
}

/** Who wrote a message first that was passed on; null when it was not, or Telegram doesn't say. */
export function forwardedFrom(value: unknown): string | null {
  const { data } = origin.safeParse(value);
  if (!data) return null;
  const { sender_user, sender_user_name, sender_chat, chat } = data;
  const person = [sender_user?.first_name, sender_user?.last_name].filter(Boolean).join(' ');
  return person || sender_user_name || sender_chat?.title || chat?.title || null;
}
