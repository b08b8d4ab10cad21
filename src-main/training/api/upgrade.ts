import { STATUS_CODES, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { StatusError, type KubeObject, type Status } from '../cluster-api.ts';
import { at, textOf } from '../json.ts';
import type { TerminalSession } from '../pod-runtime.ts';
import { badRequest, noPortForward, notImplemented } from '../status-errors.ts';
import { admitRequest } from './admit-request.ts';
import { flag, type Backing } from './call.ts';
import { carryStreams, endWith, PROTOCOLS } from './exec-channels.ts';
import { containerOf } from './pod-log.ts';
import { routeOf, type SubresourceRoute } from './route.ts';
import { existing } from './write-resources.ts';

/** A terminal's input; anything larger is no keyboard. */
const LARGEST_MESSAGE = 1024 * 1024;

/** What the API server refuses by itself has a lower code. */
const RUNTIME_FAILURE = 500;

const SOCKETS = new WebSocketServer({
  noServer: true,
  maxPayload: LARGEST_MESSAGE,
  handleProtocols: (offered) => PROTOCOLS.find((protocol) => offered.has(protocol)) ?? false,
});

/** Answers `kubectl exec` and `attach`: the upgrade of a request to a WebSocket. */
export function upgradeExec(
  backing: Backing,
  token: string,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): void {
  socket.on('error', () => undefined);
  try {
    const url = new URL(request.url ?? '/', 'https://training');
    admitRequest(request.headers, url.pathname, token);
    const route = routeOf(url.pathname);
    if (route.to !== 'subresource' || !['exec', 'attach', 'portforward'].includes(route.subresource.name)) {
      throw badRequest('this path can not be upgraded');
    }
    const pod = existing(backing, route);
    if (route.subresource.name === 'portforward') throw noPortForward();
    // First what no protocol mends: to any refusal kubectl answers with a try over SPDY, and shows what it is told of that.
    const open = wayIn(backing, route, pod, url.searchParams);
    checkProtocol(request);
    const session = sessionOrStatus(open);
    if (!('exited' in session)) {
      SOCKETS.handleUpgrade(request, socket, head, (connection) => endWith(connection, session));
      return;
    }
    try {
      SOCKETS.handleUpgrade(request, socket, head, (connection) =>
        carryStreams(connection, session, { stdin: flag(url.searchParams, 'stdin') }),
      );
    } catch (error) {
      session.close();
      throw error;
    }
  } catch (error) {
    refuse(socket, statusOf(error));
  }
}

function checkProtocol({ headers }: IncomingMessage): void {
  if (headers.upgrade?.toLowerCase() !== 'websocket') {
    throw badRequest(
      'the training cluster speaks WebSocket alone, not SPDY: use kubectl 1.31 or newer, and leave KUBECTL_REMOTE_COMMAND_WEBSOCKETS as it is',
    );
  }
  const offered = (headers['sec-websocket-protocol'] ?? '').split(',').map((each) => each.trim());
  if (!PROTOCOLS.some((protocol) => offered.includes(protocol))) {
    throw badRequest(`none of the protocols ${JSON.stringify(offered)} is one of ${PROTOCOLS.join(', ')}`);
  }
}

/**
 * What the container's runtime refuses is told on the joined connection, as the kubelet does: to a refusal of the upgrade
 * kubectl answers with another try over SPDY, and would show what it is told of that.
 */
function sessionOrStatus(open: () => TerminalSession): TerminalSession | Status {
  try {
    return open();
  } catch (error) {
    const status = statusOf(error);
    if (status.code < RUNTIME_FAILURE) throw error;
    return status;
  }
}

/** What begins the session. Throws what the API server refuses by itself. */
function wayIn(
  backing: Backing,
  { subresource }: SubresourceRoute,
  pod: KubeObject,
  query: URLSearchParams,
): () => TerminalSession {
  const { containers } = backing;
  if (containers === undefined) throw notImplemented('no Pods run in this cluster');
  const container = containerOf(pod, query.get('container') ?? '', 'exec');
  const phase = textOf(at(pod, 'status', 'phase'));
  if (phase === 'Succeeded' || phase === 'Failed') {
    throw badRequest(`cannot exec into a container in a completed pod; current phase is ${phase}`);
  }
  if (textOf(at(pod, 'spec', 'nodeName')) === '') {
    throw badRequest(`pod ${pod.metadata.name} does not have a host assigned`);
  }
  const streams = { stdin: flag(query, 'stdin'), tty: flag(query, 'tty') };
  if (subresource.name === 'attach') return () => containers.attach(pod.metadata.uid, container, streams);
  const command = query.getAll('command');
  if (command.length === 0) throw badRequest('you must specify at least 1 command for the container');
  return () => containers.exec(pod.metadata.uid, container, { ...streams, command });
}

function refuse(socket: Duplex, status: Status): void {
  const body = `${JSON.stringify(status)}\n`;
  socket.end(
    [
      `HTTP/1.1 ${status.code} ${STATUS_CODES[status.code] ?? ''}`,
      'Content-Type: application/json',
      `Content-Length: ${Buffer.byteLength(body)}`,
      `Date: ${new Date().toUTCString()}`,
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}

function statusOf(error: unknown): Status {
  if (error instanceof StatusError) return error.status;
  return badRequest(error instanceof Error ? error.message : String(error)).status;
}
