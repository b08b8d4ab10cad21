/** How connect(2) fails in the virtual network; a connection that is dropped fails only when the caller gives up. */
export type ConnectFailure = 'ECONNREFUSED' | 'EHOSTUNREACH' | 'ENETUNREACH' | 'ETIMEDOUT' | 'ECONNABORTED';

const WORDS: Readonly<Record<ConnectFailure, string>> = {
  ECONNREFUSED: 'Connection refused',
  EHOSTUNREACH: 'No route to host',
  ENETUNREACH: 'Network is unreachable',
  ETIMEDOUT: 'Connection timed out',
  ECONNABORTED: 'Connection aborted',
};

/** The message is strerror's: what every client prints. */
export class ConnectError extends Error {
  constructor(readonly code: ConnectFailure) {
    super(WORDS[code]);
  }
}
