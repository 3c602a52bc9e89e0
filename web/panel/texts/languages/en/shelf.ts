import { many } from '../../plural.js';
import type { ShelvesTexts } from '../../shape/shelf.js';

const length = (characters: number): string =>
  many('en', characters, { one: 'character', other: 'characters' });

export const shelf: ShelvesTexts = {
  saved_replies: {
    about: 'Saved replies: a manager writes /r and the name in the topic, and the customer gets the text.',
    addOne: 'New saved reply',
    choose: 'Choose a saved reply from the list.',
    none: 'There are no saved replies yet',
    noneWhat: 'Add what managers write every day: the address, bank details, how to get there.',
    findAbout: 'By name and text',
    fields: { name: 'Name', text: 'Text for all languages' },
    fieldAbout: {
      name: 'One word of letters, digits, - and _: it is written after /r',
      text: 'The customer gets it word for word. At most 4000 characters: messengers carry no more',
    },
    length,
    removeAbout: '/r with this name will no longer work. This can’t be undone.',
  },
  knowledge: {
    about: 'The articles the bot answers from. What is not here it does not make up.',
    addOne: 'New article',
    choose: 'Choose an article from the list.',
    none: 'There are no articles yet',
    noneWhat: 'Add the first: prices, delivery, returns.',
    findAbout: 'By name and text',
    fields: { name: 'Name', text: 'Text' },
    fieldAbout: {
      name: 'What the article is about',
      text: 'In plain words, as you would tell a customer. The bot knows it as soon as it is saved',
    },
    length,
    removeAbout: 'The bot will no longer answer from it. This can’t be undone.',
  },
};
