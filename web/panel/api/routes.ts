import type { paths } from './generated/api-types.js';

// What the API's description says of a route, found by its method and its path: what it takes, and what it answers with.

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** The paths that have this method. */
export type PathOf<Of extends Method> = {
  [Path in keyof paths]: paths[Path][Lowercase<Of>] extends object ? Path : never;
}[keyof paths];

/** What a route answers with; undefined where it says no more than that it is done. */
export type Answer<Of extends Method, Path extends PathOf<Of>> =
  Route<Of, Path> extends { responses: infer Answers }
    ? OrNothing<JsonOf<Answers[keyof Answers & Success]>>
    : never;

/** What is asked for behind the path. */
export type Query<Of extends Method, Path extends PathOf<Of>> = NonNullable<Parameters<Of, Path>['query']>;

/** What is sent. */
export type Body<Of extends Method, Path extends PathOf<Of>> =
  Route<Of, Path> extends { requestBody?: infer Sent } ? JsonOf<Sent> : never;

/** What is sent as a form: its fields, and after them a file. */
export type Form<Path extends PathOf<'POST'>> =
  Route<'POST', Path> extends { requestBody?: infer Sent }
    ? WithFile<ContentOf<Sent, 'multipart/form-data'>>
    : never;

/** Everything a call of a route takes. What the route does not know has no place in it. */
export type Given<Of extends Method, Path extends PathOf<Of>> = Pick<Parameters<Of, Path>, 'path' | 'query'> &
  Sending<Of, Path> & {
    /** Ends the call when nobody waits for the answer any more. */
    signal?: AbortSignal;
  };

/** A page of a list: `next` is asked for `after` it; null: this was the last one. */
export type Page<Item> = { items: Item[]; next: string | null };

type Success = 200 | 201 | 202 | 204;
type Route<Of extends Method, Path extends PathOf<Of>> = NonNullable<paths[Path][Lowercase<Of>]>;
type Parameters<Of extends Method, Path extends PathOf<Of>> =
  Route<Of, Path> extends { parameters: infer Named extends { path?: unknown; query?: unknown } }
    ? Named
    : never;
type Sending<Of extends Method, Path extends PathOf<Of>> = [Body<Of, Path>] extends [never]
  ? { body?: never }
  : Route<Of, Path> extends { requestBody: unknown }
    ? { body: Body<Of, Path> }
    : { body?: Body<Of, Path> };
type WithFile<Fields> = Fields extends unknown ? Omit<Fields, 'file'> & { file: File } : never;
type ContentOf<Part, Type extends string> = Part extends { content: Record<Type, infer Content> }
  ? Content
  : never;
type JsonOf<Part> = ContentOf<Part, 'application/json'>;
type OrNothing<Json> = [Json] extends [never] ? undefined : Json;
