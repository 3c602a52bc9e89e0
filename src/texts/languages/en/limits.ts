import type { LimitTexts } from '../../shape/limits.js';

export const limits: LimitTexts = {
  menu: {
    mute: 'silence the bot: /mute 30m, 2h or 1d',
    unmute: 'the bot answers again',
    block: 'stop answering this customer',
    unblock: 'answer this customer again',
  },
  muted: (until) => `🔇 The bot is silent. It answers again ${until}; sooner with /unmute.`,
  muteUsage: 'Say for how long the bot should be silent: /mute 30m, /mute 2h or /mute 1d. At most 30 days.',
  unmuted: '🔊 The bot answers again.',
  notMuted: 'The bot is not silent.',
  noConversation: 'There is no conversation with this customer now.',
  blocked:
    '⛔ The customer is blocked: the bot does not answer them and does not call you. What they write is shown here. To undo it: /unblock.',
  alreadyBlocked: 'This customer is already blocked. To undo it: /unblock.',
  unblocked: '✅ The customer is unblocked: the bot will answer what they write from now on.',
  notBlocked: 'This customer is not blocked.',
  onCard: '⛔ Blocked: the bot does not answer',
  blockedSince: 'Blocked',
};
