import type { LinkTexts } from '../../shape/link.js';

export const link: LinkTexts = {
  titles: {
    first_admin: 'The first admin',
    invitation: 'Invitation',
    reset: 'New password',
  },
  about: {
    first_admin: 'Make an account to begin with the panel.',
    invitation: 'Make an account.',
    reset: 'Choose a new password. Every other browser will have to sign in again.',
  },
  toClient: (client) => `You are invited to the panel of ${client}.`,
  submit: {
    first_admin: 'Create and sign in',
    invitation: 'Accept and sign in',
    reset: 'Save and sign in',
  },
  joinAs: (email) => `Accept as ${email}`,
  name: 'Your name',
  needsName: 'Enter your name',
  password: 'New password',
  passwordAbout: 'At least 10 characters',
  overTitle: 'This link does not work',
  toSignIn: 'To sign-in',
};
