import { byId, h } from './dom.js';
import { complain } from './notify.js';
import { loadDocs } from './server.js';

/**
 * Opens the short word on what this page is, with the project's documents.
 *
 * @param {import('./i18n.js').Words} words
 */
export async function showDocuments(words) {
  const dialog = /** @type {HTMLDialogElement} */ (byId('docs'));
  const docs = await loadDocs().catch((error) => {
    complain(error);
    return [];
  });
  const links = docs.map(({ name, title }) =>
    h('li', {}, h('a', { href: `/docs/${name}`, target: '_blank', rel: 'noopener' }, title)),
  );
  dialog.replaceChildren(
    h(
      'form',
      { method: 'dialog' },
      h('h2', { id: 'docs-title' }, words.docsTitle),
      ...words.docsAbout.map((line) => h('p', {}, line)),
      h('ul', {}, ...links),
      h('button', { class: 'primary' }, words.close),
    ),
  );
  dialog.showModal();
}
