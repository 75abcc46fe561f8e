import type { IncomingHttpHeaders } from 'node:http';
import type { Answer } from './answers';
import type { Account } from './records';

/** Finds the route of a request; `methods` lists what the path does answer to when the method is wrong. */
export function matchRoute(routes: readonly Route[], method: string, path: string): RouteMatch | null {
  const segments = path.split('/').filter((segment) => segment !== '');
  let wrongMethod = false;
  for (const route of routes) {
    const params = matchSegments(route.segments, segments);
    if (params === null) continue;
    if (route.method === method) return { route, params };
    wrongMethod = true;
  }
  return wrongMethod ? { route: null, params: {} } : null;
}

/** A route that belongs to the API or to the control of the simulator itself. */
export function route(kind: 'core' | 'control' | 'page', spec: string, handle: Handler): Route {
  return { ...parse(spec), kind, handle };
}

/** A route that acts on behalf of an account: limited, cached when it reads, refused when the account is not running. */
export function accountRoute(spec: string, handle: AccountHandler): Route {
  return { ...parse(spec), kind: 'provider', handle };
}

export interface Call {
  method: string;
  path: string;
  params: Record<string, string>;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  /** Parsed JSON, or a form's text on pages; undefined without a body. */
  body: unknown;
  reqId: string;
  now: Date;
}

export type Handler = (call: Call) => Answer | Promise<Answer>;
export type AccountHandler = (call: Call, account: Account) => Answer;

interface RouteShape {
  method: string;
  segments: string[];
}
export type Route = RouteShape &
  ({ kind: 'core' | 'control' | 'page'; handle: Handler } | { kind: 'provider'; handle: AccountHandler });

export interface RouteMatch {
  /** null = the path exists under another method. */
  route: Route | null;
  params: Record<string, string>;
}

function parse(spec: string): RouteShape {
  const [method = '', path = ''] = spec.split(' ');
  return { method, segments: path.split('/').filter((segment) => segment !== '') };
}

function matchSegments(pattern: string[], segments: string[]): Record<string, string> | null {
  if (pattern.length !== segments.length) return null;
  const params: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    const segment = segments[index] ?? '';
    if (part.startsWith(':')) params[part.slice(1)] = decode(segment);
    else if (part !== segment) return null;
  }
  return params;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
