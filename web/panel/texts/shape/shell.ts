export type ShellTexts = {
  skip: string;
  pages: string;
  client: string;
  account: string;
  language: string;
  appearance: string;
  auto: string;
  light: string;
  dark: string;
  signOut: string;
  noClients: string;
  noClientsWhat: string;
  overview: string;
  conversations: string;
  prompts: string;
};
