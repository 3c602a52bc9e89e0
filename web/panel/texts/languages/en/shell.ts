import type { ShellTexts } from '../../shape/shell.js';

export const shell: ShellTexts = {
  skip: 'Skip to content',
  pages: 'Pages',
  client: 'Client',
  account: 'Account',
  language: 'Language',
  appearance: 'Appearance',
  auto: 'As the system',
  light: 'Light',
  dark: 'Dark',
  signOut: 'Sign out',
  noClients: 'There are no clients yet',
  noClientsWhat: 'The clients you are given access to will be here.',
  overview: 'Overview',
  conversations: 'Conversations',
  prompts: 'Prompts',
};
