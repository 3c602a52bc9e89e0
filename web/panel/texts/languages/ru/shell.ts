import type { ShellTexts } from '../../shape/shell.js';

export const shell: ShellTexts = {
  skip: 'К содержанию',
  pages: 'Разделы',
  client: 'Клиент',
  account: 'Учётная запись',
  language: 'Язык',
  appearance: 'Оформление',
  auto: 'Как в системе',
  light: 'Светлое',
  dark: 'Тёмное',
  signOut: 'Выйти',
  noClients: 'Пока нет ни одного клиента',
  noClientsWhat: 'Здесь появятся клиенты, к которым вам дадут доступ.',
  overview: 'Обзор',
  conversations: 'Диалоги',
  prompts: 'Промпты',
};
