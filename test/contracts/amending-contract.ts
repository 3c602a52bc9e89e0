import type { Amending, StandingMessage } from '../../src/integrations/channel.js';

/** What a channel brings to have its changes put to the test: a chat with a user on a local double of the messenger. */
export type AmendingOnStage = {
  amending: Amending;
  /** We say something; a long text in as many messages as the messenger needs. */
  say(text: string): Promise<StandingMessage>;
  /** The user says something. */
  userSays(text: string): Promise<StandingMessage>;
  /** What stands where the message was sent, a text for each of its messages; null = gone. */
  shown(message: StandingMessage): (string | null)[];
  /** The reaction that stands on it. */
  reactionOn(message: StandingMessage): string | null;
  /** The user removes it from their side and ours. */
  userRemoves(message: StandingMessage): void;
  /** The next change goes wrong in this way. */
  fault(kind: 'wait three seconds' | 'lost after it was applied' | 'refused'): void;
  close(): Promise<void>;
};

/** More than any messenger takes as one message. */
const long = (word: string): string => `${word} `.repeat(1_500).trim();

/**
 * What every channel promises that can change what it has sent: doing it twice changes nothing, and whatever the
 * messenger does comes back as an outcome.
 */
export function describeAmending(name: string, open: () => Promise<AmendingOnStage>): void {
  describe(`changes in a chat of ${name}`, () => {
    let stage: AmendingOnStage;
    beforeEach(async () => {
      stage = await open();
    });
    afterEach(() => stage.close());

    it('show a new text in place of the old, however often', async () => {
      const message = { ...(await stage.say('one')), content: 'two' };
      for (const _again of [1, 2]) expect(await stage.amending.edit(message)).toEqual({ type: 'done' });
      expect(stage.shown(message)).toEqual(['two']);
    });

    it('leave nothing behind of a long text that became a short one', async () => {
      const message = { ...(await stage.say(long('word'))), content: 'short' };
      expect(message.external_ids.length).toBeGreaterThan(1);
      for (const _again of [1, 2]) expect(await stage.amending.edit(message)).toEqual({ type: 'done' });
      expect(stage.shown(message)).toEqual(['short', ...message.external_ids.slice(1).map(() => null)]);
    });

    it('never make more messages of one', async () => {
      const message = { ...(await stage.say('short')), content: long('word') };
      expect(await stage.amending.edit(message)).toEqual({ type: 'refused', reason: 'text_too_long' });
      expect(stage.shown(message)).toEqual(['short']);
    });

    it('take back all of a message, however often', async () => {
      const message = await stage.say(long('secret'));
      for (const _again of [1, 2]) expect(await stage.amending.withdraw(message)).toEqual({ type: 'done' });
      expect(stage.shown(message)).toEqual(message.external_ids.map(() => null));
    });

    it('of what is gone already: nothing to edit, and nothing left to take back', async () => {
      const message = { ...(await stage.say('one')), content: 'two' };
      stage.userRemoves(message);
      expect(await stage.amending.edit(message)).toEqual({ type: 'refused', reason: 'gone' });
      expect(await stage.amending.withdraw(message)).toEqual({ type: 'done' });
    });

    it('put a reaction on what the user said, exchange it and take it away, however often', async () => {
      const message = await stage.userSays('hello');
      for (const emoji of ['👍', '👍', '❤', null, null]) {
        expect(await stage.amending.react(message, emoji)).toEqual({ type: 'done' });
        expect(stage.reactionOn(message)).toBe(emoji);
      }
    });

    it('say when to come again, and are repeated when nobody knows whether they arrived', async () => {
      const message = { ...(await stage.say('one')), content: 'two' };
      stage.fault('wait three seconds');
      expect(await stage.amending.edit(message)).toEqual({ type: 'later', retry_after_ms: 3_000 });
      expect(stage.shown(message)).toEqual(['one']);
      stage.fault('lost after it was applied');
      expect(await stage.amending.edit(message)).toEqual({ type: 'unclear' });
      expect(await stage.amending.edit(message)).toEqual({ type: 'done' });
      expect(stage.shown(message)).toEqual(['two']);
    });

    it('that are refused leave everything as it was', async () => {
      const message = { ...(await stage.say('one')), content: 'two' };
      stage.fault('refused');
      expect(await stage.amending.edit(message)).toMatchObject({ type: 'refused' });
      expect(stage.shown(message)).toEqual(['one']);
    });
  });
}
