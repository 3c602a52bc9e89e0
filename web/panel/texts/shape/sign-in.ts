export type SignInTexts = {
  title: string;
  about: string;
  expired: string;
  email: string;
  password: string;
  code: string;
  codeAbout: string;
  showPassword: string;
  submit: string;
  wrong: string;
  wrongCode: string;
  lockedOut: string;
  needsEmail: string;
  needsPassword: string;
};
