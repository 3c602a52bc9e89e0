import type { Shop, Topic } from './shop.js';

/** The customer asks for a person. @returns the topic, with the card in it and the customer told */
export async function calledPerson(shop: Shop): Promise<Topic> {
  shop.customer.writes('Позовите человека');
  await shop.customer.sees('Зову коллегу, ответ придёт сюда же.');
  const topic = await shop.topicOf();
  await topic.card(/Новый запрос/);
  return topic;
}

/** The customer asks for a person and Timur takes the request. @returns the topic, with the card saying so */
export async function takenRequest(shop: Shop): Promise<Topic> {
  const topic = await calledPerson(shop);
  await shop.timur.presses(topic, 'Беру');
  await topic.card(/Отвечает Тимур/);
  return topic;
}
