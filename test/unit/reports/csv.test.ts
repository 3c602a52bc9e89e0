import { toCsv } from '../../../src/reports/csv.js';

describe('a table for a spreadsheet', () => {
  it('holds texts, numbers, times and nothing at all', () => {
    const at = new Date('2026-11-22T10:00:00Z');
    expect(toCsv(['who', 'count', 'at', 'note'], [{ who: 'Анна', count: 3, at, note: null }])).toBe(
      '\uFEFFwho,count,at,note\r\nАнна,3,2026-11-22T10:00:00.000Z,\r\n',
    );
  });

  it('keeps commas, quotes and line breaks within their cell', () => {
    expect(toCsv(['text'], [{ text: 'one, "two"\nthree' }])).toBe('\uFEFFtext\r\n"one, ""two""\nthree"\r\n');
  });

  it.each(['=1+1', '+77010000000', '-2', '@SUM(A1)', '\t=1', '\r=1', '=HYPERLINK("http://evil","x")'])(
    'makes no formula of %j',
    (text) => {
      const [, line] = toCsv(['text'], [{ text }]).split('\r\n');
      expect(line).toMatch(/^"?'/);
    },
  );

  it.each(['Анна;=1+1', 'Анна\t@SUM(A1)', 'Анна\n+1', 'Анна;"=1+1', 'Анна; -2+3'])(
    'makes no formula of %j either where columns part at semicolons or tabs, as in Russia',
    (text) => {
      const cells = toCsv(['n', 'text'], [{ n: 1, text }]).split(/[;\t\r\n]/);
      expect(cells.filter((cell) => /^[\s"]*[=+\-@]/.test(cell))).toEqual([]);
    },
  );

  it('opens as a table where fractions have a comma: columns part at semicolons', () => {
    const rows = [{ who: 'Анна; Олег', seconds: 1.5, count: 3 }];
    expect(toCsv(['who', 'seconds', 'count'], rows, 'comma')).toBe(
      '\uFEFFwho;seconds;count\r\n"Анна; Олег";1,5;3\r\n',
    );
  });

  it('leaves a negative number a number', () => {
    expect(toCsv(['n'], [{ n: -2 }])).toContain('\r\n-2\r\n');
  });
});
