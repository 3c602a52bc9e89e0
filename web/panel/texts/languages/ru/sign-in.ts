import type { SignInTexts } from '../../shape/sign-in.js';

export const signIn: SignInTexts = {
  title: 'Вход',
  about: 'Панель администратора Estafeta',
  expired: 'Сеанс закончился. Войдите ещё раз: страница останется как была.',
  email: 'Электронная почта',
  password: 'Пароль',
  code: 'Код из приложения',
  codeAbout: 'Шесть цифр из вашего приложения для входа',
  showPassword: 'Показать пароль',
  submit: 'Войти',
  wrongCode: 'Код не подходит. Введите новый.',
  needsEmail: 'Введите почту',
  needsPassword: 'Введите пароль',
};
