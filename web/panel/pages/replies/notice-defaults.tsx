import type { ReactNode } from 'react';
import { wayOf } from './notice-draft.js';
import type { Client } from '../../api/me.js';
import type { Notice, OwnNotice } from '../../api/texts.js';
import { wordingLanguages } from '../../design/wording-draft.js';
import { languageNames, useTexts } from '../../texts/use-texts.js';
import { renderNotice } from '../../../../src/texts/render-notice.js';
import { ownText } from '../../../../src/texts/wording.js';

/** What customers of each language are told, side by side, with values as they might be, and whose text it is. */
export function NoticeDefaults({
  notice,
  own,
  client,
}: {
  notice: Notice;
  own: OwnNotice;
  client: Client;
}): ReactNode {
  const { replies: texts, wording } = useTexts();
  const values = { ...texts.samples, client_name: client.name };
  return (
    <section aria-label={texts.preview}>
      <h3>{texts.preview}</h3>
      <div className="notice-languages">
        {wordingLanguages.map((language) => {
          const chosen = ownText({ text: own.own, by_language: own.by_language }, language);
          const said = renderNotice(chosen?.text ?? notice.defaults[language] ?? '', values);
          const source = chosen ? (chosen.language ? 'own' : 'all') : 'built_in';
          return (
            <figure key={language}>
              <figcaption>{languageNames[language]}</figcaption>
              <blockquote
                lang={source === 'all' ? undefined : language}
                className={said === '' ? 'note' : ''}
              >
                {said === '' ? texts.saysNothing : said}
              </blockquote>
              {wayOf(own) === 'own' && <p className="note">{wording.sources[source]}</p>}
            </figure>
          );
        })}
      </div>
    </section>
  );
}
