type Deed = { yes: string; title: (name: string) => string; about: string };

export type AdminsTexts = {
  about: string;
  superadmin: string;
  noPassword: string;
  linkAbout: (until: string) => string;
  deeds: Record<'reset' | 'disable' | 'enable', Deed>;
};
