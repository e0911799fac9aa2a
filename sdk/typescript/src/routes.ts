/** Types of requests and answers by route, read from the generated description of the server. */

import type { components, paths } from "./generated/openapi.js";

export type Method = "delete" | "get" | "patch" | "post" | "put";

/** A record of the server's description by its name there. */
export type Schema<Name extends keyof components["schemas"]> = components["schemas"][Name];

/** `/v1/runs/{run_id}` and `/v1/runs/{id}` are one route: names inside braces do not matter. */
type Shape<P extends string> = P extends `${infer Start}{${string}}${infer Rest}` ? `${Start}{}${Shape<Rest>}` : P;
type Routes = { [P in keyof paths as Shape<P>]: paths[P] };

type Operation<P extends string, M extends Method> =
  Shape<P> extends keyof Routes
    ? M extends keyof Routes[Shape<P>]
      ? NonNullable<Routes[Shape<P>][M]>
      : Undescribed
    : Undescribed;
type Undescribed = { undescribed: true };
type Json<Part> = Part extends { content: { "application/json": infer Content } } ? Content : undefined;

type Fields = Record<string, unknown>;
type Given<T> = [T] extends [never] ? Fields : T;

/** What a route answers when all is well; undefined where it answers with nothing. */
export type Answer<P extends string, M extends Method> =
  Operation<P, M> extends { responses: infer Responses }
    ? Responses extends { 200: infer Ok }
      ? Json<Ok>
      : Responses extends { 201: infer Made }
        ? Json<Made>
        : undefined
    : unknown;

/** The JSON that a route takes. */
export type Body<P extends string, M extends Method> =
  Operation<P, M> extends { requestBody?: infer Sent } ? Given<NonNullable<Json<NonNullable<Sent>>>> : Fields;

/** The query that a route takes. */
export type Query<P extends string, M extends Method> =
  Operation<P, M> extends { parameters: { query?: infer Asked } } ? Given<NonNullable<Asked>> : Fields;

/** Both published forms of a request: its fields flat, or in an object named `body`. */
export type Flat<Fields> = Fields | { body: Fields };
