import type { CommonTexts } from '../../shape/common.js';

export const common: CommonTexts = {
  loading: 'Loading…',
  retry: 'Try again',
  cancel: 'Cancel',
  close: 'Close',
  more: 'Show more',
  unreachable: 'The server can’t be reached. Check your connection and try again.',
  failed: 'That did not work.',
  notFound: 'There is no such page',
  notFoundWhat: 'Check the address or choose a page in the menu. You may have no access to it.',
};
