import type { AdminsTexts } from '../../shape/admins.js';

export const admins: AdminsTexts = {
  about: 'Everybody who may sign in. New people are invited at a client, on the page “Members”.',
  superadmin: 'Runs the installation',
  noPassword: 'no password yet',
  linkAbout: (until) =>
    `Give this link only to that person: it sets a new password. It works once, until ${until}.`,
  deeds: {
    reset: {
      yes: 'Sign-in link',
      title: (name) => `Make a link for ${name}?`,
      about:
        'With the link they set a new password; one-time codes go off and all their sessions end. Until then the old password holds.',
    },
    disable: {
      yes: 'Disable',
      title: (name) => `Disable ${name}?`,
      about:
        'They are signed out at once and can’t sign in; their API tokens rest. It can be undone at any time.',
    },
    enable: {
      yes: 'Enable again',
      title: (name) => `Enable ${name} again?`,
      about: 'They can sign in with their password again.',
    },
  },
};
