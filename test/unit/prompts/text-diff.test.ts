import { diffLines, diffWords } from '../../../src/prompts/text-diff.js';

describe('What was changed between two prompts', () => {
  it('is shown line by line, what went before what came', () => {
    expect(
      diffLines('Ты бариста.\nБудь краток.\nПока.', 'Ты бариста.\nБудь вежлив.\nИ краток.\nПока.'),
    ).toEqual([
      { kind: 'same', lines: ['Ты бариста.'] },
      { kind: 'removed', lines: ['Будь краток.'] },
      { kind: 'added', lines: ['Будь вежлив.', 'И краток.'] },
      { kind: 'same', lines: ['Пока.'] },
    ]);
  });

  it('is nothing between equal texts, and everything between texts that share no line', () => {
    expect(diffLines('один', 'один')).toEqual([{ kind: 'same', lines: ['один'] }]);
    expect(diffLines('один', 'два')).toEqual([
      { kind: 'removed', lines: ['один'] },
      { kind: 'added', lines: ['два'] },
    ]);
  });

  it('keeps what stayed in the middle of much that changed', () => {
    const parts = diffLines('a\nb\nc\nd\ne', 'x\nb\ny\nd\nz');
    expect(parts.filter(({ kind }) => kind === 'same').flatMap(({ lines }) => lines)).toEqual(['b', 'd']);
  });

  it('is shown word by word between two answers, spaces and all', () => {
    const parts = diffWords('Да, с  собакой можно.', 'Да, с  котом можно!');
    expect(parts).toEqual([
      { kind: 'same', words: 'Да, с  ' },
      { kind: 'removed', words: 'собакой' },
      { kind: 'added', words: 'котом' },
      { kind: 'same', words: ' ' },
      { kind: 'removed', words: 'можно.' },
      { kind: 'added', words: 'можно!' },
    ]);
  });

  it('gives both texts back from its parts, also for texts too long to compare line by line', () => {
    const text = (seed: number): string =>
      Array.from({ length: 2_500 }, (_, line) => String((line * seed) % 977)).join('\n');
    for (const [before, after] of [
      ['', 'a'],
      ['a\nb\na', 'b\na\nb'],
      [text(3), text(7)],
    ] as const) {
      const parts = diffLines(before, after);
      const without = (kind: string): string =>
        parts.flatMap((part) => (part.kind === kind ? [] : part.lines)).join('\n');
      expect([without('added'), without('removed')]).toEqual([before, after]);
    }
  });
});
