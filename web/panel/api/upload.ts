import { ApiError, answerIn, proof, written } from './request.js';
import type { Answer, Form, Given, PathOf } from './routes.js';

/**
 * Sends a form with a file in it. As `fetch` can't, it tells how much of it is on its way.
 *
 * @param given.form the file last: what comes after it is not waited for
 * @param onProgress from 0 to 1
 * @throws ApiError
 */
export async function upload<Path extends PathOf<'POST'>>(
  path: Path,
  given: Pick<Given<'POST', Path>, 'path'> & { form: Form<Path> },
  onProgress: (share: number) => void,
): Promise<Answer<'POST', Path>> {
  const { status, responseText } = await new Promise<XMLHttpRequest>((resolve, reject) => {
    const asking = new XMLHttpRequest();
    asking.open('POST', written(path, given));
    for (const [name, value] of Object.entries({ accept: 'application/json', ...proof() }))
      asking.setRequestHeader(name, value);
    asking.upload.addEventListener('progress', ({ loaded, total }) => {
      if (total > 0) onProgress(loaded / total);
    });
    asking.addEventListener('load', () => resolve(asking));
    asking.addEventListener('error', () => reject(new ApiError(0, null)));
    asking.send(formOf(given.form));
  });
  const answer = answerIn({ ok: status >= 200 && status < 300, status }, responseText);
  return answer as Answer<'POST', Path>;
}

function formOf(fields: object): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields) as [string, string | File][]) form.append(name, value);
  return form;
}
