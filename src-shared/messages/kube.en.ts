const number = new Intl.NumberFormat('en');
const moment = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'medium' });

/** Words for what belongs to Kubernetes itself. Kinds, fields and kubectl's columns keep their own names. */
export const kubeEn = {
  number: (value: number): string => number.format(value),
  /** Exact time for a tooltip; takes RFC 3339, the server's clock, and shows this computer's time zone. */
  moment: (timestamp: string): string => moment.format(new Date(timestamp)),
  /** Takes what humanDuration gives. */
  ago: (duration: string): string => `${duration} ago`,
  watch: {
    idle: (): string => 'Not watched',
    connecting: ({ loaded }: { readonly loaded: number }): string =>
      loaded === 0 ? 'Connecting…' : `Loading… ${number.format(loaded)} so far`,
    synced: (): string => 'Live',
    polling: ({ everySeconds }: { readonly everySeconds: number }): string =>
      `Fetched every ${String(everySeconds)} s: watch is not allowed`,
    stale: ({ duration }: { readonly duration: string }): string => `Stale since ${duration}`,
    /** Of rows last known, whose kind may not be read any more; takes what humanDuration gives. */
    deniedSince: ({ verb, resource, duration }: DeniedWords & { readonly duration: string }): string =>
      `Denied since ${duration}: ${verb} ${resource}`,
    denied: ({ verb, resource, namespace }: DeniedWords): string =>
      `You may not ${verb} ${resource} ${namespace === null ? 'in all namespaces' : `in namespace ${namespace}`}`,
  },
  affinity: {
    none: 'None',
    /** Takes what humanDuration gives and the seconds themselves. */
    clientIP: (duration: string): string => `ClientIP (${duration})`,
    noneMeaning: 'Each new connection may go to any ready endpoint.',
    clientIPMeaning: (seconds: number): string =>
      `Connections from one source address go to the same endpoint until none came for ${number.format(seconds)} s.`,
  },
  headlessMeaning: 'Headless: DNS answers with the Pods’ own addresses; no ClusterIP, no kube-proxy.',
  externalNameMeaning: 'ExternalName: a DNS alias (CNAME); no ClusterIP, no endpoints.',
  handMadeMeaning: 'No selector: the endpoints are managed by hand or by another component.',
};

interface DeniedWords {
  readonly verb: string;
  readonly resource: string;
  readonly namespace: string | null;
}
