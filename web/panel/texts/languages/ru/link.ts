import type { LinkTexts } from '../../shape/link.js';

export const link: LinkTexts = {
  titles: {
    first_admin: 'Первый администратор',
    invitation: 'Приглашение',
    reset: 'Новый пароль',
  },
  about: {
    first_admin: 'Создайте учётную запись, чтобы начать работу с панелью.',
    invitation: 'Создайте учётную запись.',
    reset: 'Придумайте новый пароль. Во всех других браузерах нужно будет войти заново.',
  },
  toClient: (client) => `Вас пригласили в панель компании «${client}».`,
  submit: {
    first_admin: 'Создать и войти',
    invitation: 'Принять и войти',
    reset: 'Сохранить и войти',
  },
  joinAs: (email) => `Принять как ${email}`,
  name: 'Ваше имя',
  needsName: 'Введите имя',
  password: 'Новый пароль',
  passwordAbout: 'Не короче 10 символов',
  overTitle: 'Ссылка не действует',
  toSignIn: 'Ко входу',
};
