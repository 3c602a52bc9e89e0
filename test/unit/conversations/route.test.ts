import {
  routeBeforeModel,
  routeOutOfScope,
  routeUnderstood,
  routeWithoutAnswer,
  type Counters,
  type Route,
  type RouteSettings,
  type TurnFacts,
  type Understanding,
} from '../../../src/conversations/route.js';
import type { MessageKind } from '../../../src/messages/message-kinds.js';

const settings: RouteSettings = { confidence_threshold: 0.6, no_count_limit: 2, media_action: 'handover' };
const zero: Counters = { no_count: 0, not_understood_count: 0, out_of_scope_count: 0 };
const askedOnce: Counters = { ...zero, not_understood_count: 1 };

const facts = (changes: Partial<TurnFacts> = {}): TurnFacts => ({
  messages: [{ kind: 'text', text: 'где мой заказ' }],
  is_pleasantry: false,
  has_keyword: false,
  asks_for_human: null,
  says_no: false,
  is_stale: false,
  counters: zero,
  ...changes,
});
const understood = (changes: Partial<Understanding> = {}): Understanding => ({
  confidence: 0.9,
  wants_human: false,
  is_pleasantry: false,
  is_out_of_scope: false,
  intent: { name: 'order', action: 'answer', reply: null },
  ...changes,
});
const ofKinds = (...kinds: MessageKind[]): TurnFacts =>
  facts({ messages: kinds.map((kind) => ({ kind, text: null })) });

/** `handover keyword/keyword`, `notice media`, `answer`: what a table can say in a cell. */
function inWords(route: Route | null): string {
  if (route === null) return 'ask the model';
  if (route.action === 'handover') return `handover ${route.reason}/${route.trigger_type}`;
  return route.action === 'notice' ? `notice ${route.notice}` : route.action;
}

describe('before a model is asked', () => {
  it.each([
    ['a plain question', 'ask the model', facts()],
    ['thanks', 'ignore', facts({ is_pleasantry: true })],
    ['a keyword', 'handover keyword/keyword', facts({ has_keyword: true })],
    ['"оператор"', 'handover asked_for_human/keyword', facts({ asks_for_human: 'word' })],
    ['/human', 'handover asked_for_human/keyword', facts({ asks_for_human: 'command' })],
    [
      'a keyword and "оператор"',
      'handover keyword/keyword',
      facts({ has_keyword: true, asks_for_human: 'word' }),
    ],
    ['a message from before an outage', 'handover stale/timeout', facts({ is_stale: true })],
    ['a voice message', 'handover media/intent', ofKinds('voice')],
    ['a photo without text', 'handover media/intent', ofKinds('image')],
    ['an album without text', 'handover media/intent', ofKinds('image', 'image', 'document')],
    ['a photo with a caption', 'ask the model', facts({ messages: [{ kind: 'image', text: 'это оно?' }] })],
    [
      'a photo and then words',
      'ask the model',
      facts({
        messages: [
          { kind: 'image', text: null },
          { kind: 'text', text: 'это оно?' },
        ],
      }),
    ],
    [
      'a voice message and then words',
      'handover media/intent',
      facts({
        messages: [
          { kind: 'voice', text: null },
          { kind: 'text', text: 'вот' },
        ],
      }),
    ],
    [
      'a voice message that was transcribed',
      'ask the model',
      facts({ messages: [{ kind: 'voice', text: 'где мой заказ' }] }),
    ],
    ['a location alone', 'handover media/intent', ofKinds('location')],
    ['a contact alone', 'handover media/intent', ofKinds('contact')],
    [
      'something unknown',
      'notice unsupported',
      facts({ messages: [{ kind: 'unsupported', text: 'story' }] }),
    ],
    [
      'something unknown beside words',
      'ask the model',
      facts({
        messages: [
          { kind: 'unsupported', text: null },
          { kind: 'text', text: 'где заказ' },
        ],
      }),
    ],
    ['the first "нет"', 'ask the model', facts({ says_no: true })],
    [
      'the second "нет"',
      'handover no_count/intent',
      facts({ says_no: true, counters: { ...zero, no_count: 1 } }),
    ],
  ])('%s → %s', (_message, expected, given) => {
    expect(inWords(routeBeforeModel(given, settings))).toBe(expected);
  });

  it('a photo gets a notice where the client prefers that', () => {
    expect(inWords(routeBeforeModel(ofKinds('image'), { ...settings, media_action: 'notice' }))).toBe(
      'notice media',
    );
  });

  it('a voice message that could not be transcribed goes to a person', () => {
    expect(inWords(routeBeforeModel(ofKinds('voice'), { ...settings, media_action: 'transcribe' }))).toBe(
      'handover media/intent',
    );
  });

  it('thanks between two failures leave the counters alone, a handover clears them', () => {
    expect(routeBeforeModel(facts({ is_pleasantry: true, counters: askedOnce }), settings)?.counters).toEqual(
      askedOnce,
    );
    expect(routeBeforeModel(facts({ has_keyword: true, counters: askedOnce }), settings)?.counters).toEqual(
      zero,
    );
  });
});

describe('once the messages are understood', () => {
  const intent = (action: 'answer' | 'reply' | 'handover' | 'ignore', reply: string | null = null) => ({
    name: 'x',
    action,
    reply,
  });

  it.each([
    ['an intent to answer', 'answer', understood()],
    ['an intent with a fixed text', 'reply', understood({ intent: intent('reply', 'с 9 до 19') })],
    ['an intent for a person', 'handover intent/intent', understood({ intent: intent('handover') })],
    ['an intent to ignore', 'ignore', understood({ intent: intent('ignore') })],
    ['a wish for a person', 'handover asked_for_human/intent', understood({ wants_human: true })],
    [
      'an unsure wish for a person',
      'handover asked_for_human/intent',
      understood({ wants_human: true, confidence: 0.2 }),
    ],
    ['thanks in a rarer wording', 'ignore', understood({ is_pleasantry: true, confidence: 0.3 })],
    ['something out of scope', 'notice out_of_scope', understood({ is_out_of_scope: true })],
    ['a low confidence', 'notice not_understood', understood({ confidence: 0.59 })],
    ['a confidence right at the threshold', 'answer', understood({ confidence: 0.6 })],
    ['a question of this business outside its intents', 'answer', understood({ intent: null })],
    [
      'no intent, and little confidence',
      'notice not_understood',
      understood({ intent: null, confidence: 0.3 }),
    ],
    ['a fixed text that is empty', 'notice not_understood', understood({ intent: intent('reply', ' ') })],
  ])('%s → %s', (_what, expected, understanding) => {
    expect(inWords(routeUnderstood(facts(), understanding, settings, 'answered'))).toBe(expected);
  });

  it('outside the intents nothing answers without a model', () => {
    const withoutIntent = understood({ intent: null });
    expect(inWords(routeUnderstood(facts(), withoutIntent, settings, 'none'))).toBe('notice not_understood');
    expect(inWords(routeUnderstood(facts(), withoutIntent, settings, 'failed'))).toMatch(
      /^handover model_failure/,
    );
  });

  it('what is not understood twice in a row goes to a person', () => {
    const first = routeUnderstood(facts(), understood({ confidence: 0.1 }), settings, 'answered');
    expect(first).toEqual({ action: 'notice', notice: 'not_understood', counters: askedOnce });
    const second = routeUnderstood(
      facts({ counters: first.counters }),
      understood({ confidence: 0.1 }),
      settings,
      'answered',
    );
    expect(inWords(second)).toBe('handover low_confidence/intent');
    expect(second.counters).toEqual(zero);
  });

  it('an answer in between starts the count anew', () => {
    const answered = routeUnderstood(facts({ counters: askedOnce }), understood(), settings, 'answered');
    expect(answered.counters).toEqual(zero);
  });

  it('what is out of scope twice in a row goes to a person, also when the answering model finds it out', () => {
    const first = routeOutOfScope(facts());
    expect(inWords(first)).toBe('notice out_of_scope');
    const second = routeUnderstood(
      facts({ counters: first.counters }),
      understood({ is_out_of_scope: true }),
      settings,
      'answered',
    );
    expect(inWords(second)).toBe('handover out_of_scope/intent');
  });

  it('not understood, out of scope, not understood is no success in between', () => {
    const first = routeWithoutAnswer(facts(), 'answered');
    const second = routeOutOfScope(facts({ counters: first.counters }));
    expect(inWords(routeWithoutAnswer(facts({ counters: second.counters }), 'answered'))).toBe(
      'handover low_confidence/intent',
    );
  });

  it('a first "нет" is counted whatever comes of it, and any other message ends the row', () => {
    const afterNo = routeUnderstood(facts({ says_no: true }), understood(), settings, 'answered');
    expect(afterNo.counters.no_count).toBe(1);
    expect(routeWithoutAnswer(facts({ says_no: true }), 'none').counters.no_count).toBe(1);
    expect(
      routeUnderstood(facts({ counters: afterNo.counters }), understood(), settings, 'answered').counters
        .no_count,
    ).toBe(0);
  });
});

describe('when the model has failed', () => {
  it('the offline classifier still gives fixed texts and calls for a person by intent', () => {
    const reply = understood({ intent: { name: 'hours', action: 'reply', reply: 'с 9 до 19' } });
    expect(inWords(routeUnderstood(facts(), reply, settings, 'failed'))).toBe('reply');
    const complaint = understood({ intent: { name: 'complaint', action: 'handover', reply: null } });
    expect(inWords(routeUnderstood(facts(), complaint, settings, 'failed'))).toBe('handover intent/intent');
  });

  it.each([
    ['what it does not understand', understood({ confidence: 0.1 })],
    ['what it takes for out of scope', understood({ is_out_of_scope: true })],
  ])('%s goes to a person at once', (_what, understanding) => {
    expect(inWords(routeUnderstood(facts(), understanding, settings, 'failed'))).toBe(
      'handover model_failure/timeout',
    );
  });

  it('an answer that cannot be made goes to a person at once', () => {
    expect(inWords(routeWithoutAnswer(facts(), 'failed'))).toBe('handover model_failure/timeout');
  });

  it('having no model at all is no failure: the user is asked to say it differently first', () => {
    expect(inWords(routeUnderstood(facts(), understood({ confidence: 0.1 }), settings, 'none'))).toBe(
      'notice not_understood',
    );
    expect(inWords(routeWithoutAnswer(facts({ counters: askedOnce }), 'none'))).toBe(
      'handover low_confidence/intent',
    );
  });
});
