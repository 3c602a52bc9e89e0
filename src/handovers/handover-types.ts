/** Where a handover stands. `pending` and `active` are open; the others are ends, and nothing leaves an end. */
export const handoverStatuses = ['pending', 'active', 'resolved', 'bot_handling', 'timeout'] as const;
export type HandoverStatus = (typeof handoverStatuses)[number];

/** What kind of thing called for a person. */
export type TriggerType = 'intent' | 'keyword' | 'manual' | 'timeout';

/** Why exactly a person is asked for. */
export const handoverReasons = [
  'intent',
  'low_confidence',
  'no_count',
  'out_of_scope',
  'media',
  'asked_for_human',
  'keyword',
  'manual',
  'phone',
  'model_failure',
  'stale',
  'loop',
] as const;
export type HandoverReason = (typeof handoverReasons)[number];

/** How a user's wish for a person was recognised: the model understood it, or it was said outright. */
export type AskedBy = 'classifier' | 'word' | 'button' | 'command';

/** Whose text in the topic goes to the user: the one who took the request, or anybody's. */
export type ReplyPolicy = 'taker' | 'any_manager';

const triggerTypeOfReason: Record<Exclude<HandoverReason, 'asked_for_human'>, TriggerType> = {
  intent: 'intent',
  low_confidence: 'intent',
  no_count: 'intent',
  out_of_scope: 'intent',
  media: 'intent',
  loop: 'intent',
  keyword: 'keyword',
  manual: 'manual',
  phone: 'manual',
  model_failure: 'timeout',
  // Nobody could answer in time, as with a model that failed.
  stale: 'timeout',
};

/** Whether a handover still waits for, or has, a person. */
export function isOpenStatus(status: HandoverStatus): boolean {
  return status === 'pending' || status === 'active';
}

/**
 * The trigger type a reason is stored with.
 *
 * @param askedBy only matters for `asked_for_human`: found by the classifier it is an intent, said outright a keyword
 */
export function triggerTypeOf(reason: HandoverReason, askedBy: AskedBy = 'word'): TriggerType {
  if (reason === 'asked_for_human') return askedBy === 'classifier' ? 'intent' : 'keyword';
  return triggerTypeOfReason[reason];
}

/**
 * Whether a handover opens at once, also during the cooldown after an earlier one: somebody asked for it outright, or two
 * programs talk to each other, which only a silent bot ends.
 */
export function isExplicitRequest(reason: HandoverReason): boolean {
  return reason === 'asked_for_human' || reason === 'manual' || reason === 'phone' || reason === 'loop';
}
