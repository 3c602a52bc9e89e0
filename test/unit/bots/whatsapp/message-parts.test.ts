import { captionOf, countParts, longestText, partsOf } from '../../../../bots/whatsapp/message-parts.js';

const bare = { kind: 'text' as const, content: '', details: {}, album: [], buttons: null };

describe('a message to a linked phone', () => {
  it('goes as one, however long a person may write', () => {
    expect(partsOf({ ...bare, content: 'hi' })).toEqual({ opening: null, texts: ['hi'] });
    expect(countParts(partsOf({ ...bare, content: 'a'.repeat(longestText) }))).toBe(1);
    expect(countParts(partsOf({ ...bare, content: 'word '.repeat(20_000) }))).toBe(2);
  });

  it('says in words what stands on buttons elsewhere; stars are asked for by the question itself', () => {
    const human = { action: 'human', label: 'Talk to a person', in_words: 'Write “person”.' } as const;
    expect(partsOf({ ...bare, content: 'Hello!', buttons: [[human]] }).texts).toEqual([
      'Hello!\n\nWrite “person”.',
    ]);
    const star = { action: 'rate', label: '⭐ 1', handover_id: 'x' as never, stars: 1 } as const;
    expect(partsOf({ ...bare, content: 'From 1 to 5?', buttons: [[star]] }).texts).toEqual(['From 1 to 5?']);
  });

  it('has words under a file, and after one that takes none', () => {
    expect(captionOf({ kind: 'image', content: 'look' })).toEqual({ caption: 'look', rest: [] });
    expect(captionOf({ kind: 'sticker', content: 'look' })).toEqual({ caption: '', rest: ['look'] });
    expect(countParts(partsOf({ ...bare, kind: 'voice', content: 'listen' }))).toBe(2);
    expect(countParts(partsOf({ ...bare, kind: 'document', content: 'long '.repeat(1_000) }))).toBe(2);
  });

  it('is never empty', () => {
    expect(partsOf({ ...bare, content: ' \u200b ' }).texts).toEqual(['▫️']);
  });
});
