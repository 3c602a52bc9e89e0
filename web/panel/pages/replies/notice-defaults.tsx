import type { ReactNode } from 'react';
import type { Client } from '../../api/me.js';
import type { Notice } from '../../api/texts.js';
import { languageNames, useTexts } from '../../texts/use-texts.js';
import type { Language } from '../../texts/use-texts.js';
import { renderNotice } from '../../../../src/texts/render-notice.js';

/** What customers of each language are told, side by side, with values as they might be. */
export function NoticeDefaults({
  notice,
  own,
  client,
}: {
  notice: Notice;
  /** The text of one's own, for all languages; null: each has its built-in one. */
  own: string | null;
  client: Client;
}): ReactNode {
  const { replies: texts } = useTexts();
  const values = { ...texts.samples, client_name: client.name };
  return (
    <section aria-label={texts.preview}>
      <h3>{texts.preview}</h3>
      <div className="notice-languages">
        {(Object.keys(languageNames) as Language[]).map((language) => {
          const said = renderNotice(own ?? notice.defaults[language] ?? '', values);
          return (
            <figure key={language}>
              <figcaption>{languageNames[language]}</figcaption>
              <blockquote lang={own === null ? language : undefined} className={said === '' ? 'note' : ''}>
                {said === '' ? texts.saysNothing : said}
              </blockquote>
            </figure>
          );
        })}
      </div>
      {own !== null && <p className="note">{texts.oneForAll}</p>}
    </section>
  );
}
