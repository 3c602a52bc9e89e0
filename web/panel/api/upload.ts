import { ApiError, answerIn, proof } from './request.js';

/**
 * Sends a form with a file in it. As `fetch` can't, it tells how much of it is on its way.
 *
 * @param onProgress from 0 to 1
 * @throws ApiError
 */
export async function upload(
  path: string,
  form: FormData,
  onProgress: (share: number) => void,
): Promise<unknown> {
  const { status, responseText } = await new Promise<XMLHttpRequest>((resolve, reject) => {
    const asking = new XMLHttpRequest();
    asking.open('POST', path);
    for (const [name, value] of Object.entries({ accept: 'application/json', ...proof() }))
      asking.setRequestHeader(name, value);
    asking.upload.addEventListener('progress', ({ loaded, total }) => {
      if (total > 0) onProgress(loaded / total);
    });
    asking.addEventListener('load', () => resolve(asking));
    asking.addEventListener('error', () => reject(new ApiError(0, null)));
    asking.send(form);
  });
  return answerIn({ ok: status >= 200 && status < 300, status }, responseText);
}
