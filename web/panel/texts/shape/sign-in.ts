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
  wrongCode: string;
  needsEmail: string;
  needsPassword: string;
};
