import { starsSaid } from '../../../src/handovers/stars.js';

describe('a message that is no more than a rating', () => {
  it.each([
    ['5', 5],
    [' 4 ', 4],
    ['5!', 5],
    ['3.', 3],
    ['5️⃣', 5],
    ['５', 5],
    ['5 👍', 5],
    ['❤️ 5 ❤️', 5],
    ['5)))', 5],
    ['1…', 1],
    ['⭐⭐⭐⭐⭐', 5],
    ['⭐️⭐️', 2],
    ['⭐ 4', 4],
  ])('%s rates with %i', (text, stars) => {
    expect(starsSaid(text)).toBe(stars);
  });

  it.each([
    ['5 минут'],
    ['5 минут!'],
    ['0'],
    ['6'],
    ['10'],
    ['45'],
    ['4.5'],
    ['4-5'],
    ['5?'],
    ['5%'],
    ['5 $'],
    ['№5'],
    ['пять'],
    ['спасибо, 5'],
    ['⭐⭐⭐⭐⭐⭐'],
    ['⭐⭐⭐ спасибо'],
    ['👍'],
    [''],
  ])('%s is none', (text) => {
    expect(starsSaid(text)).toBeNull();
  });
});
