import type { CommonTexts } from '../../shape/common.js';

export const common: CommonTexts = {
  loading: 'Жүктелуде…',
  retry: 'Қайталап көру',
  cancel: 'Бас тарту',
  close: 'Жабу',
  more: 'Тағы көрсету',
  unreachable: 'Сервермен байланыс жоқ. Интернетті тексеріп, қайталап көріңіз.',
  failed: 'Орындалмады.',
  notFound: 'Мұндай бет жоқ',
  notFoundWhat: 'Мекенжайды тексеріңіз немесе мәзірден бөлім таңдаңыз. Мүмкін, сізде рұқсат жоқ.',
};
