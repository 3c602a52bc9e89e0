import type { SignInTexts } from '../../shape/sign-in.js';

export const signIn: SignInTexts = {
  title: 'Sign in',
  about: 'The admin panel of Estafeta',
  expired: 'Your session has ended. Sign in again: the page stays as it was.',
  email: 'Email',
  password: 'Password',
  code: 'Code from your app',
  codeAbout: 'Six digits from your authenticator app',
  showPassword: 'Show the password',
  submit: 'Sign in',
  wrongCode: 'The code is not right. Enter a new one.',
  needsEmail: 'Enter your email',
  needsPassword: 'Enter your password',
};
