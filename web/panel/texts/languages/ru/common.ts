import type { CommonTexts } from '../../shape/common.js';

export const common: CommonTexts = {
  loading: 'Загружаем…',
  retry: 'Попробовать ещё раз',
  cancel: 'Отмена',
  close: 'Закрыть',
  more: 'Показать ещё',
  unreachable: 'Нет связи с сервером. Проверьте интернет и попробуйте ещё раз.',
  failed: 'Не получилось.',
  notFound: 'Такой страницы нет',
  notFoundWhat: 'Проверьте адрес или выберите раздел в меню. Возможно, у вас нет доступа.',
};
