import { eventually } from '../support/eventually.js';

/** A message as it is stored. */
export type Stored = {
  kind: string;
  content: string;
  album_id: string | null;
  delivery_status: string | null;
  uncertain_resends: number;
};

/** What every messenger knows, beside text. */
export const sentKinds = [
  ...([
    'image',
    'voice',
    'audio',
    'video',
    'video_note',
    'document',
    'sticker',
    'location',
    'contact',
  ] as const),
];
export type SentKind = (typeof sentKinds)[number];

/** What a channel brings to be put to the test: a user on a local double of the messenger, and the client in the database. */
export type ChannelOnStage = {
  /** Starts a process that holds the connection. */
  start(): Promise<{ stop(): Promise<void> }>;
  /** The user writes a text, or sends something of a kind. */
  userWrites(text: string): void;
  userSends(kind: SentKind | 'something unknown'): void;
  /** The messenger delivers its newest update again. */
  repeatLastUpdate(): void;
  /** Something is queued for the user; returns how to look it up. */
  say(content: string): Promise<() => Promise<Stored>>;
  /** The user sends something of a kind, and it is queued to go back to them as it is. */
  sayBack(kind: SentKind): Promise<void>;
  /** Several files as one: from the user, and to the user. */
  userSendsAlbum(kinds: SentKind[]): void;
  sayAlbum(kinds: SentKind[]): Promise<void>;
  /** The next message goes wrong in this way. */
  fault(kind: 'wait a second' | 'lost before it was applied' | 'lost after it was applied' | 'refused'): void;
  /** The texts the user was sent, oldest first. */
  told(): string[];
  /** The kinds of what the user was sent, and of each album the kinds of its parts. */
  toldKinds(): string[];
  toldAlbums(): string[][];
  /** The user's messages as stored, oldest first. */
  stored(): Promise<Stored[]>;
  close(): Promise<void>;
};

/**
 * What every channel promises, whatever its messenger: nothing lost, nothing twice but counted, in order, no kind thrown
 * away, also across a restart.
 *
 * @param open a fresh stage on which the user has already begun to write, and nothing is running
 */
export function describeChannel(name: string, open: () => Promise<ChannelOnStage>): void {
  describe(`the channel ${name}`, () => {
    let stage: ChannelOnStage;
    beforeEach(async () => {
      stage = await open();
    });
    afterEach(() => stage.close());

    const texts = async (): Promise<string[]> => (await stage.stored()).map(({ content }) => content);
    const storedText = (text: string): Promise<unknown> =>
      eventually(async () => expect(await texts()).toContain(text));

    it('stores what the user writes, in order and once, also when it is delivered again', async () => {
      await stage.start();
      for (const text of ['one', 'two', 'three']) stage.userWrites(text);
      stage.repeatLastUpdate();
      stage.userWrites('four');
      await storedText('four');
      expect((await texts()).slice(-4)).toEqual(['one', 'two', 'three', 'four']);
    });

    it('throws no kind away', async () => {
      await stage.start();
      for (const kind of [...sentKinds, 'something unknown'] as const) stage.userSends(kind);
      stage.userWrites('done');
      await storedText('done');
      const kinds = (await stage.stored()).map(({ kind }) => kind);
      expect(kinds.slice(-sentKinds.length - 2)).toEqual([...sentKinds, 'unsupported', 'text']);
    });

    it('delivers every kind as what it is', async () => {
      await stage.start();
      for (const kind of sentKinds) await stage.sayBack(kind);
      await eventually(() => expect(stage.toldKinds()).toEqual(sentKinds));
    });

    it('keeps an album together, both ways', async () => {
      await stage.start();
      stage.userSendsAlbum(['image', 'video', 'image']);
      const parts = await eventually(async () => {
        const found = (await stage.stored()).filter(({ album_id }) => album_id !== null);
        return found.length === 3 && found;
      });
      expect(new Set(parts.map(({ album_id }) => album_id)).size).toBe(1);
      await stage.sayAlbum(['document', 'document']);
      await eventually(() => expect(stage.toldAlbums()).toEqual([['document', 'document']]));
    });

    it('delivers in the order things were said', async () => {
      await stage.start();
      const said = ['first', 'second', 'third', 'fourth'];
      for (const text of said) await stage.say(text);
      await eventually(() => expect(stage.told()).toEqual(said));
    });

    it('lets nothing overtake what has to wait', async () => {
      await stage.start();
      stage.fault('wait a second');
      await stage.say('first');
      await stage.say('second');
      await eventually(() => expect(stage.told()).toEqual(['first', 'second']));
    });

    it.each([
      ['lost before it was applied', ['hello']],
      ['lost after it was applied', ['hello', 'hello']],
    ] as const)('says it once more when the connection was %s, and counts it', async (kind, told) => {
      await stage.start();
      stage.fault(kind);
      const look = await stage.say('hello');
      await eventually(async () =>
        expect(await look()).toMatchObject({ delivery_status: 'sent', uncertain_resends: 1 }),
      );
      expect(stage.told()).toEqual(told);
    });

    it('takes a refusal as final and goes on with the next', async () => {
      await stage.start();
      stage.fault('refused');
      const look = await stage.say('refused');
      await stage.say('next');
      await eventually(() => expect(stage.told()).toEqual(['next']));
      expect(await look()).toMatchObject({ delivery_status: 'failed' });
    });

    it('picks up where it stopped: what was written and said meanwhile is not lost', async () => {
      const before = await stage.start();
      await stage.say('before');
      await eventually(() => expect(stage.told()).toEqual(['before']));
      await before.stop();
      stage.userWrites('anybody there?');
      await stage.say('meanwhile');
      await stage.start();
      await storedText('anybody there?');
      await eventually(() => expect(stage.told()).toEqual(['before', 'meanwhile']));
    });
  });
}
