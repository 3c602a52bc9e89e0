import type { ClientRole } from '../../../../src/admins/roles.js';

export type MembersTexts = {
  about: string;
  ownersOnly: string;
  who: string;
  nobody: string;
  nobodyWhat: string;
  roles: Record<ClientRole, string>;
  roleAbout: Record<ClientRole, string>;
  role: string;
  roleOf: (name: string) => string;
  removeTitle: (name: string) => string;
  removeAbout: string;
  disabled: string;
  hasTotp: string;
  seen: (when: string) => string;
  neverSeen: string;
  invitations: string;
  noInvitations: string;
  invite: string;
  needsEmail: string;
  link: string;
  linkAbout: (until: string) => string;
  until: (when: string) => string;
  takeBack: string;
};
