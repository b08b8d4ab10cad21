/** Why something failed, where we know it ourselves: a code and its parameters, like a failure. */
export type KnownDetail =
  // A file
  | { readonly code: 'file-missing' }
  | { readonly code: 'file-denied' }
  | { readonly code: 'file-is-folder' }
  | { readonly code: 'file-below-file' }
  | { readonly code: 'file-link-loop' }
  | { readonly code: 'file-not-regular' }
  | { readonly code: 'file-too-large'; readonly bytes: number }
  // A kubeconfig; `said` is the parser's own first line, `problem` its code
  | { readonly code: 'not-a-mapping' }
  | { readonly code: 'too-many-aliases' }
  | {
      readonly code: 'yaml';
      readonly line: number;
      readonly column: number;
      readonly problem: string;
      readonly said: string;
    }
  // A connection, and what came through it
  | { readonly code: 'closed-before-ready' }
  | { readonly code: 'closed-before-answer' }
  | { readonly code: 'closed-in-answer' }
  | { readonly code: 'watch-closed' }
  | { readonly code: 'not-json' }
  | { readonly code: 'not-a-watch-event'; readonly bytes: number }
  | { readonly code: 'no-uid' }
  // A request of a window
  | { readonly code: 'sender-unknown' }
  | { readonly code: 'too-many-requests' }
  | { readonly code: 'request-unknown' }
  | { readonly code: 'wrong-shape' }
  | { readonly code: 'no-cluster-open' };

/** Why something failed. A text is what the system, a library or the cluster said of it, and is shown as it is. */
export type FailureDetail = KnownDetail | string;
