import type { ShellTexts } from '../../shape/shell.js';

export const shell: ShellTexts = {
  skip: 'Мазмұнға өту',
  pages: 'Бөлімдер',
  client: 'Клиент',
  account: 'Тіркелгі',
  language: 'Тіл',
  appearance: 'Көрініс',
  auto: 'Жүйедегідей',
  light: 'Жарық',
  dark: 'Қараңғы',
  signOut: 'Шығу',
  noClients: 'Әзірге бірде-бір клиент жоқ',
  noClientsWhat: 'Сізге рұқсат берілген клиенттер осында болады.',
  overview: 'Шолу',
  conversations: 'Диалогтар',
  prompts: 'Промпттар',
};
