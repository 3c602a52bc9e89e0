import type { OneTimeLink } from '../../api/links.js';

export type LinkTexts = {
  titles: Record<OneTimeLink['purpose'], string>;
  about: Record<OneTimeLink['purpose'], string>;
  toClient: (client: string) => string;
  submit: Record<OneTimeLink['purpose'], string>;
  joinAs: (email: string) => string;
  name: string;
  needsName: string;
  password: string;
  passwordAbout: string;
  overTitle: string;
  toSignIn: string;
};
