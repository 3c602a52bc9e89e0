import { closestNames } from '../../../src/topics/closest-names.js';

const names = ['adres', 'dostavka', 'dostavka-gorod', 'oplata', 'Vozvrat'];

describe('the names somebody may have meant', () => {
  it.each([
    ['dost', ['dostavka', 'dostavka-gorod']],
    ['gorod', ['dostavka-gorod']],
    ['adress', ['adres']],
    ['oplota', ['oplata']],
    ['vozvrat', ['Vozvrat']],
    ['menu', []],
    ['x', []],
  ])('for %s', (wanted, expected) => {
    expect(closestNames(wanted, names)).toEqual(expected);
  });
});
