import type { MembersTexts } from '../../shape/members.js';

export const members: MembersTexts = {
  about: 'Кто открывает эту компанию в панели и что может делать.',
  ownersOnly: 'Менять здесь что-либо могут только владельцы.',
  who: 'У кого есть доступ',
  nobody: 'Пока никого',
  nobodyWhat: 'Пригласите первого владельца.',
  roles: {
    owner: 'Владелец',
    admin: 'Администратор',
    viewer: 'Наблюдатель',
  },
  roleAbout: {
    owner: 'Может всё, в том числе приглашать людей и выдавать ключи API.',
    admin: 'Меняет промпты, настройки, каналы и отвечает клиентам.',
    viewer: 'Всё видит и ничего не меняет.',
  },
  role: 'Роль',
  roleOf: (name) => `Роль: ${name}`,
  removeTitle: (name) => `Закрыть доступ: ${name}?`,
  removeAbout: 'Человек перестанет видеть эту компанию, его ключи API перестанут действовать.',
  disabled: 'Отключён',
  hasTotp: 'вход с одноразовым кодом',
  seen: (when) => `был(а) ${when}`,
  neverSeen: 'ещё не входил(а)',
  invitations: 'Приглашения',
  noInvitations: 'Открытых приглашений нет.',
  invite: 'Пригласить',
  needsEmail: 'Введите адрес почты',
  link: 'Ссылка',
  linkAbout: (until) =>
    `Передайте эту ссылку только тому, кого приглашаете. Она действует один раз, до ${until}.`,
  until: (when) => `действует до ${when}`,
  takeBack: 'Отозвать',
};
