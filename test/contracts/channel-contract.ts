import { eventually } from '../support/eventually.js';

/** A message as it is stored. */
export type Stored = {
  kind: string;
  content: string;
  album_id: string | null;
  delivery_status: string | null;
  uncertain_resends: number;
  is_edited: boolean;
  is_deleted: boolean;
  /** Written on the business's own phone. */
  is_from_phone: boolean;
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

/** The messenger may have told already how much further it came. */
const arrived: unknown = expect.stringMatching(/^(sent|delivered|read)$/);

/** What a channel brings to be put to the test: a user on a local double of the messenger, and the client in the database. */
export type ChannelOnStage = {
  /** The kinds its messenger knows, where these are not all. */
  kinds?: readonly SentKind[];
  /** Whether its messenger shows several files as one; yes unless told. Without it they come and go one by one. */
  hasAlbums?: boolean;
  /** As the channel says of itself: a part that is sent once more shows up once. */
  repeatsSafely: boolean;
  /** Starts a process that holds the connection. Killed, it ends in the middle of whatever it does. */
  start(): Promise<{ stop(): Promise<void>; kill(): Promise<void> }>;
  /** The user writes a text, or sends something of a kind. */
  userWrites(text: string): void;
  userSends(kind: SentKind | 'something unknown'): void;
  /** The user edits, or takes back, what they wrote last; null where the messenger does not tell of it. */
  userEdits: ((text: string) => void) | null;
  userTakesBack: (() => void) | null;
  /** Somebody writes to the user on the business's own phone; null where there is none. */
  ownerWrites: ((text: string) => void) | null;
  /** The messenger delivers its newest update again. */
  repeatLastUpdate(): void;
  /** Something is queued for the user, by the assistant unless told; returns how to look it up. */
  say(content: string, by?: 'assistant' | 'manager'): Promise<() => Promise<Stored>>;
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
  /** What was said to the user as stored, by whom ever, oldest first. */
  storedSaid(): Promise<Stored[]>;
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
      const { kinds = sentKinds } = stage;
      for (const kind of [...kinds, 'something unknown'] as const) stage.userSends(kind);
      stage.userWrites('done');
      await storedText('done');
      const stored = (await stage.stored()).map(({ kind }) => kind);
      expect(stored.slice(-kinds.length - 2)).toEqual([...kinds, 'unsupported', 'text']);
    });

    it('delivers every kind as what it is', async () => {
      await stage.start();
      const { kinds = sentKinds } = stage;
      for (const kind of kinds) await stage.sayBack(kind);
      await eventually(() => expect(stage.toldKinds()).toEqual(kinds));
    });

    it('keeps an album together, both ways', async () => {
      await stage.start();
      if (stage.hasAlbums === false) return;
      stage.userSendsAlbum(['image', 'video', 'image']);
      const parts = await eventually(async () => {
        const found = (await stage.stored()).filter(({ album_id }) => album_id !== null);
        return found.length === 3 && found;
      });
      expect(new Set(parts.map(({ album_id }) => album_id)).size).toBe(1);
      await stage.sayAlbum(['document', 'document']);
      await eventually(() => expect(stage.toldAlbums()).toEqual([['document', 'document']]));
    });

    it('loses no file of an album, both ways, whatever the messenger makes of it', async () => {
      await stage.start();
      stage.userSendsAlbum(['image', 'video']);
      await eventually(async () => {
        const kinds = (await stage.stored()).map(({ kind }) => kind);
        expect(kinds.slice(-2)).toEqual(['image', 'video']);
      });
      await stage.sayAlbum(['document', 'document']);
      await eventually(() => expect(stage.toldKinds()).toEqual(['document', 'document']));
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
      ['lost before it was applied', 1],
      ['lost after it was applied', 2],
    ] as const)('says it once more when the connection was %s, and counts it', async (kind, times) => {
      await stage.start();
      stage.fault(kind);
      const look = await stage.say('hello');
      await eventually(async () =>
        expect(await look()).toMatchObject({ delivery_status: arrived, uncertain_resends: 1 }),
      );
      expect(stage.told()).toEqual(Array(stage.repeatsSafely ? 1 : times).fill('hello'));
    });

    it('of a manager’s words nobody doubts whether they arrived twice', async () => {
      await stage.start();
      stage.fault('lost after it was applied');
      const look = await stage.say('hello', 'manager');
      const delivery_status = stage.repeatsSafely ? arrived : 'uncertain';
      await eventually(async () => expect(await look()).toMatchObject({ delivery_status }));
      expect(stage.told()).toEqual(['hello']);
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

    it('killed in the middle, it goes on: each once and in order, but what of nobody knows', async () => {
      const before = await stage.start();
      const said = Array.from({ length: 12 }, (_, index) => `line ${index}`);
      for (const text of said) await stage.say(text);
      await eventually(() => stage.told().length >= 3);
      stage.userWrites('are you');
      await before.kill();
      stage.userWrites('still there?');
      await stage.start();
      await eventually(() => expect(stage.told().at(-1)).toBe('line 11'));
      const told = stage.told();
      expect(told.filter((text, index) => text !== told[index - 1])).toEqual(said);
      expect(told.length - said.length).toBeLessThanOrEqual(stage.repeatsSafely ? 0 : 1);
      await storedText('still there?');
      expect((await texts()).slice(-2)).toEqual(['are you', 'still there?']);
    });

    it('takes what it sent for nobody else’s words', async () => {
      await stage.start();
      const heard = (await stage.stored()).length;
      await stage.say('from the bot');
      await stage.say('from a manager', 'manager');
      await stage.sayBack('image');
      await eventually(() => expect(stage.toldKinds()).toHaveLength(3));
      stage.userWrites('thank you');
      await storedText('thank you');
      expect((await stage.storedSaid()).map(({ content, kind }) => content || kind)).toEqual([
        ...['from the bot', 'from a manager', 'image'],
      ]);
      expect((await stage.stored()).slice(heard).map(({ content, kind }) => content || kind)).toEqual([
        ...['image', 'thank you'],
      ]);
    });

    it('shows what the user edits, where the messenger tells of it, once and with what it said', async () => {
      await stage.start();
      stage.userWrites('helo');
      await storedText('helo');
      stage.userEdits?.('hello');
      stage.repeatLastUpdate();
      stage.userWrites('done');
      await storedText('done');
      const edited = stage.userEdits ? { content: 'hello', is_edited: true } : { content: 'helo' };
      expect((await stage.stored()).at(-2)).toMatchObject(edited);
    });

    it('marks what the user takes back, where the messenger tells of it, and erases nothing', async () => {
      await stage.start();
      stage.userWrites('never mind');
      await storedText('never mind');
      stage.userTakesBack?.();
      stage.userWrites('done');
      await storedText('done');
      const is_deleted = stage.userTakesBack !== null;
      expect((await stage.stored()).at(-2)).toMatchObject({ content: 'never mind', is_deleted });
    });

    it('knows what is written on the business’s own phone, where there is one, from what it sent itself', async () => {
      await stage.start();
      await stage.say('from the bot');
      await eventually(() => expect(stage.told()).toEqual(['from the bot']));
      stage.ownerWrites?.('from the phone');
      stage.repeatLastUpdate();
      stage.userWrites('done');
      await storedText('done');
      const said = (await stage.storedSaid()).map(({ content, is_from_phone }) => [content, is_from_phone]);
      const byOwner = stage.ownerWrites ? [['from the phone', true]] : [];
      expect(said).toEqual([['from the bot', false], ...byOwner]);
    });
  });
}
