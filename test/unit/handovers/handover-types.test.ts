import {
  handoverReasons,
  isExplicitRequest,
  triggerTypeOf,
  type HandoverReason,
} from '../../../src/handovers/handover-types.js';

describe('why a person is asked for', () => {
  it.each([
    ['intent', 'intent'],
    ['low_confidence', 'intent'],
    ['no_count', 'intent'],
    ['out_of_scope', 'intent'],
    ['media', 'intent'],
    ['keyword', 'keyword'],
    ['manual', 'manual'],
    ['phone', 'manual'],
    ['model_failure', 'timeout'],
    ['stale', 'timeout'],
  ] as [HandoverReason, string][])('%s is stored as trigger %s', (reason, trigger) => {
    expect(triggerTypeOf(reason)).toBe(trigger);
  });

  it('a wish for a person is an intent when the classifier found it, a keyword when it was said outright', () => {
    expect(triggerTypeOf('asked_for_human', 'classifier')).toBe('intent');
    for (const askedBy of ['word', 'button', 'command'] as const)
      expect(triggerTypeOf('asked_for_human', askedBy)).toBe('keyword');
  });

  it('only what somebody asked for outright, or two programs that talk, opens during a cooldown', () => {
    expect(handoverReasons.filter(isExplicitRequest)).toEqual(['asked_for_human', 'manual', 'phone', 'loop']);
  });
});
