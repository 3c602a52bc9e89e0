import { findArticle, mostRelatedFirst } from '../../../src/knowledge/find-article.js';

const delivery = { title: 'Доставка', text: 'Доставляем по городу за 40 минут, стоит 500 ₸.' };
const refund = { title: 'Возврат денег', text: 'Вернём деньги за холодный кофе в течение дня.' };
const articles = [refund, delivery];

describe('An article of the knowledge', () => {
  it('is found when it clearly is what was asked, whatever the endings', () => {
    expect(findArticle('Сколько стоит доставка?', articles)).toBe(delivery);
    expect(findArticle('а доставку по городу делаете', articles)).toBe(delivery);
  });

  it('is not given for a question that only shares a word with it', () => {
    expect(findArticle('можно ли оплатить доставку картой иностранного банка', articles)).toBeNull();
    expect(findArticle('холодный кофе', articles)).toBeNull();
  });

  it('is not given when two fit as well', () => {
    expect(
      findArticle('доставка', [delivery, { ...delivery, text: 'Другими словами: доставка.' }]),
    ).toBeNull();
  });

  it('is not given for nothing', () => {
    expect(findArticle('', articles)).toBeNull();
    expect(findArticle('где?', articles)).toBeNull();
    expect(findArticle('доставка', [])).toBeNull();
  });

  it('comes first when it is related to the question', () => {
    expect(mostRelatedFirst('сколько стоит доставка', articles)).toEqual([delivery, refund]);
    expect(mostRelatedFirst('привет', articles)).toEqual(articles);
  });
});
