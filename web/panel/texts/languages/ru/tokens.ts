import { many } from '../../plural.js';
import type { TokensTexts } from '../../shape/tokens.js';

export const tokens: TokensTexts = {
  about: 'С ключом программа делает то же, что и панель: в пределах его прав и только для этой компании.',
  docs: 'Описание API',
  list: 'Действующие ключи',
  none: 'Ключей пока нет',
  make: 'Новый ключ',
  makeNow: 'Создать ключ',
  name: 'Название',
  nameAbout: 'Для чего он, например «Касса» или «CRM».',
  needsName: 'Введите название ключа',
  scopes: 'Что можно',
  reaches: {
    read: 'Только читать',
    write: 'Читать и менять',
    chosen: 'Выбрать разделы',
  },
  areas: 'Разделы API',
  needsScopes: 'Отметьте хотя бы один раздел',
  life: 'Срок',
  days: (count) => many('ru', count, { one: 'день', few: 'дня', other: 'дней' }),
  forever: 'без срока',
  until: (when) => `до ${when}`,
  used: (when) => `использован ${when}`,
  neverUsed: 'не использовался',
  token: 'Ключ API',
  tokenAbout: 'Сохраните ключ сейчас: больше он нигде не показывается.',
  revoke: 'Отозвать ключ',
  revokeTitle: (name) => `Отозвать ключ «${name}»?`,
  revokeAbout: 'Программа с этим ключом сразу потеряет доступ.',
};
