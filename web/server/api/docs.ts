import { z } from 'zod';
import { describeRoutes } from './openapi.js';
import { route } from './route.js';
import type { Route } from './route.js';

const style =
  'body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}' +
  'table{border-collapse:collapse;width:100%}td{padding:.3rem .8rem .3rem 0;vertical-align:top}code{font-size:.9em}' +
  'td:nth-child(2){overflow-wrap:anywhere}';

const policy =
  "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** What of the description a program may be sure of; the rest of OpenAPI comes along. */
const description = z.looseObject({
  openapi: z.string(),
  paths: z.record(z.string(), z.record(z.string(), z.looseObject({ tags: z.array(z.string()) }))),
});

/** The description of the API: for programs, and as a plain page for people. */
export function docsRoutes(described: readonly Route[]): Route[] {
  return [
    route({
      method: 'GET',
      url: '/api/docs/openapi.json',
      role: 'public',
      summary: 'This description, as OpenAPI 3.1',
      response: description,
      handler: async () => describeRoutes([...described, ...docsRoutes(described)]),
    }),
    route({
      method: 'GET',
      url: '/api/docs',
      role: 'public',
      summary: 'This description, to read',
      produces: 'text/html',
      handler: async ({ reply }) =>
        reply
          .header('content-security-policy', policy)
          .type('text/html; charset=utf-8')
          .send(page([...described, ...docsRoutes(described)])),
    }),
    route({
      method: 'GET',
      url: '/api/docs/style.css',
      role: 'public',
      summary: 'How the page looks',
      produces: 'text/css',
      handler: async ({ reply }) => reply.type('text/css').send(style),
    }),
  ];
}

function page(routes: readonly Route[]): string {
  const areas = [...new Set(routes.map(({ area }) => area))];
  const table = (area: string): string => {
    const rows = routes.filter((one) => one.area === area).map(row);
    return `<h2>${escaped(area)}</h2><table>${rows.join('')}</table>`;
  };
  return (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Estafeta: HTTP API</title>' +
    '<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/api/docs/style.css"></head>' +
    '<body><h1>Estafeta: HTTP API</h1><p>With every field: <a href="/api/docs/openapi.json">OpenAPI 3.1</a>. ' +
    `Programs send <code>Authorization: Bearer &lt;token&gt;</code>.</p>${areas.map(table).join('')}</body></html>`
  );
}

function row({ method, url, access, summary }: Route): string {
  return `<tr><td><code>${method}</code></td><td><code>${escaped(url)}</code></td><td>${escaped(summary)}</td><td>${access}</td></tr>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
